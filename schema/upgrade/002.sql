-- To find an article again that was changed since: by its file's name, by its address.
CREATE INDEX source_file ON source (file)
    WHERE form = 'article' AND retracted IS NULL;
CREATE INDEX source_url ON source (url)
    WHERE form = 'article' AND retracted IS NULL;
