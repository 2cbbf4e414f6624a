-- A name in another script than Latin is found as it sounds, too: keys are made anew.
DELETE FROM name_key;
