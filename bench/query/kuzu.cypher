# entity
MATCH (n:Entity {name: 'Alzen 3'}) RETURN n.id
# neighbours
MATCH (n:Entity {name: 'Alzen 3'})-[:Fact]-(m) RETURN m.id
# hub
MATCH (n:Entity {name: 'Nvidia'})-[:Fact]-(m) RETURN collect(m.name)
# hops2
MATCH (n:Entity {name: 'Alzen 3'})-[:Fact* SHORTEST 1..2]-(m) RETURN count(*)
# hops3
MATCH (n:Entity {name: 'Alzen 3'})-[:Fact* SHORTEST 1..3]-(m) RETURN count(*)
# shortest
MATCH (a:Entity {name: 'Alzen 3'})-[e:Fact* SHORTEST 1..20]-(b:Entity {name: 'Luqua 55'})
RETURN length(e)
# paths2
MATCH ()-[:Fact]->()-[:Fact]->() RETURN count(*)
# top
MATCH (a)-[:SUPPLIES]->() RETURN a.name, count(*) AS n ORDER BY n DESC LIMIT 10
# pattern
MATCH (a)-[:DEVELOPS]->(c)<-[:BUYS]-(b) WHERE a.id <> b.id RETURN count(*)
# triangles
MATCH (a)-[:SUPPLIES]->(b)-[:SUPPLIES]->(c), (a)-[:SUPPLIES]->(c) RETURN count(*)
