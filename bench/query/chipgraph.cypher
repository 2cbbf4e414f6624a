# entity
MATCH (n {name: 'Alzen 3'}) RETURN id(n)
# neighbours
MATCH (n {name: 'Alzen 3'})--(m) RETURN id(m)
# hub
MATCH (n {name: 'Nvidia'})--(m) RETURN m.name
# hops2
MATCH (n {name: 'Alzen 3'})-[*1..2]-(m) WHERE m <> n RETURN count(DISTINCT m)
# hops3
MATCH (n {name: 'Alzen 3'})-[*1..3]-(m) WHERE m <> n RETURN count(DISTINCT m)
# shortest
MATCH p = shortestPath((a {name: 'Alzen 3'})-[*]-(b {name: 'Luqua 55'})) RETURN length(p)
# paths2
MATCH ()-->()-->() RETURN count(*)
# top
MATCH (a)-[:SUPPLIES]->() WITH a, count(*) AS n ORDER BY n DESC LIMIT 10 RETURN a.name, n
# pattern
MATCH (a:Company)-[:DEVELOPS]->(c:Chip)<-[:BUYS]-(b:Company) WHERE a <> b RETURN count(*)
# triangles
MATCH (a)-[:SUPPLIES]->(b)-[:SUPPLIES]->(c)<-[:SUPPLIES]-(a) RETURN count(*)
