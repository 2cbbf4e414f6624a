# entity
SELECT id FROM entity WHERE name = 'Alzen 3'
# neighbours
WITH s AS (SELECT id FROM entity WHERE name = 'Alzen 3')
SELECT dst FROM edge WHERE src = (SELECT id FROM s)
UNION ALL SELECT src FROM edge WHERE dst = (SELECT id FROM s)
# hub
SELECT m.name FROM entity n JOIN edge e ON e.src = n.id JOIN entity m ON m.id = e.dst
WHERE n.name = 'Nvidia'
UNION ALL
SELECT m.name FROM entity n JOIN edge e ON e.dst = n.id JOIN entity m ON m.id = e.src
WHERE n.name = 'Nvidia'
# hops2
WITH s AS (SELECT id AS x FROM entity WHERE name = 'Alzen 3'),
one AS MATERIALIZED (SELECT dst AS x FROM s JOIN edge ON src = s.x
    UNION SELECT src FROM s JOIN edge ON dst = s.x),
two AS (SELECT dst AS x FROM one JOIN edge ON src = one.x
    UNION SELECT src FROM one JOIN edge ON dst = one.x)
SELECT count(*) FROM (SELECT x FROM one UNION SELECT x FROM two) AS reached
WHERE x <> (SELECT x FROM s)
# hops3
WITH s AS (SELECT id AS x FROM entity WHERE name = 'Alzen 3'),
one AS MATERIALIZED (SELECT dst AS x FROM s JOIN edge ON src = s.x
    UNION SELECT src FROM s JOIN edge ON dst = s.x),
two AS MATERIALIZED (SELECT dst AS x FROM one JOIN edge ON src = one.x
    UNION SELECT src FROM one JOIN edge ON dst = one.x),
three AS (SELECT dst AS x FROM two JOIN edge ON src = two.x
    UNION SELECT src FROM two JOIN edge ON dst = two.x)
SELECT count(*) FROM (SELECT x FROM one UNION SELECT x FROM two UNION SELECT x FROM three) AS reached
WHERE x <> (SELECT x FROM s)
# shortest
WITH a AS (SELECT id AS x FROM entity WHERE name = 'Alzen 3'),
b AS (SELECT id AS x FROM entity WHERE name = 'Luqua 55'),
a1 AS MATERIALIZED (SELECT dst AS x FROM a JOIN edge ON src = a.x
    UNION SELECT src FROM a JOIN edge ON dst = a.x),
b1 AS MATERIALIZED (SELECT dst AS x FROM b JOIN edge ON src = b.x
    UNION SELECT src FROM b JOIN edge ON dst = b.x),
a2 AS MATERIALIZED (SELECT dst AS x FROM a1 JOIN edge ON src = a1.x
    UNION SELECT src FROM a1 JOIN edge ON dst = a1.x),
b2 AS MATERIALIZED (SELECT dst AS x FROM b1 JOIN edge ON src = b1.x
    UNION SELECT src FROM b1 JOIN edge ON dst = b1.x)
SELECT CASE WHEN (SELECT x FROM b) IN (SELECT x FROM a1) THEN 1
    WHEN EXISTS (SELECT 1 FROM a1 JOIN b1 ON a1.x = b1.x) THEN 2
    WHEN EXISTS (SELECT 1 FROM a2 JOIN b1 ON a2.x = b1.x) THEN 3
    WHEN EXISTS (SELECT 1 FROM a2 JOIN b2 ON a2.x = b2.x) THEN 4 END
# paths2
SELECT CAST(sum(o.c * i.c) AS BIGINT) FROM (SELECT src, count(*) AS c FROM edge GROUP BY src) AS o
JOIN (SELECT dst, count(*) AS c FROM edge GROUP BY dst) AS i ON o.src = i.dst
# top
SELECT name, n FROM (SELECT src, count(*) AS n FROM edge WHERE type = 'SUPPLIES' GROUP BY src
    ORDER BY n DESC LIMIT 10) AS most JOIN entity ON id = src
# pattern
SELECT count(*) FROM edge AS d JOIN edge AS b ON b.dst = d.dst
WHERE d.type = 'DEVELOPS' AND b.type = 'BUYS' AND b.src <> d.src
# triangles
SELECT count(*) FROM edge AS x JOIN edge AS y ON y.src = x.dst
JOIN edge AS z ON z.src = x.src AND z.dst = y.dst
WHERE x.type = 'SUPPLIES' AND y.type = 'SUPPLIES' AND z.type = 'SUPPLIES'
