BEGIN TRANSACTION;
CREATE TABLE blob (
	digest VARCHAR(64) NOT NULL, 
	bytes BLOB NOT NULL, 
	size BIGINT NOT NULL, 
	PRIMARY KEY (digest)
);
INSERT INTO "blob" VALUES('49e43e20be78011c99c5edd7b4d82fef0486c30af2f664377d9d73b6e4ea8ce4',X'6D6F6E74682C73616C65730A312C32',15);
CREATE TABLE engagement (
	id VARCHAR(64) NOT NULL, 
	name TEXT NOT NULL, 
	archived BOOLEAN NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	updated_at VARCHAR(32) NOT NULL, 
	head INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "engagement" VALUES('00000000000000000000000000000001','Acme ''; DROP TABLE engagement; --',0,'2026-03-01T08:30:00.000000+00:00','2026-03-01T09:30:00.000000+00:00',3);
INSERT INTO "engagement" VALUES('00000000000000000000000000000002','',1,'2026-03-01T07:30:00.000000+00:00','2026-03-01T07:30:00.000000+00:00',1);
CREATE TABLE kpi_workbook_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT kpi_workbook_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "kpi_workbook_version" VALUES('0001');
CREATE TABLE revision (
	engagement_id VARCHAR(64) NOT NULL, 
	number INTEGER NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	author TEXT NOT NULL, 
	what TEXT NOT NULL, 
	document TEXT NOT NULL, 
	restored_from INTEGER, 
	PRIMARY KEY (engagement_id, number), 
	CONSTRAINT revision_number_from_one CHECK (number >= 1), 
	FOREIGN KEY(engagement_id) REFERENCES engagement (id)
);
INSERT INTO "revision" VALUES('00000000000000000000000000000001',1,'2026-03-01T08:30:00.000000+00:00','李','{"key": "store.created", "facts": {}}','{"name":"Acme","profile":{"client":"店铺 ‮ A","service_form":null,"yearly_sales":30000000.0,"currency":"CNY","platforms":["Amazon"],"team_size":null,"categories":[],"pains":[],"pains_in_words":"","current_appraisal":"","problems":""},"organisation":{"departments":[],"people":[{"id":"p1","name":"=1+1","department":"","role":"","shops":[],"bonus":null,"leads":false}]},"data":{"files":[],"currency":null,"answers":{}},"targets":[],"cascades":[],"present_scheme":null,"scheme":null,"pilot":{"teams":[],"first":"","months":2,"success_rule":""},"proposal":{"languages":["zh"],"version":"0.1","consultant":"","date":"","note":""}}',NULL);
INSERT INTO "revision" VALUES('00000000000000000000000000000001',2,'2026-03-01T08:45:00.000000+00:00','Wang','{"key": "store.renamed", "facts": {"name": {"raw": "Acme ''; DROP TABLE engagement; --"}}}','{"name":"Acme ''; DROP TABLE engagement; --","profile":{"client":"店铺 ‮ A","service_form":null,"yearly_sales":30000000.0,"currency":"CNY","platforms":["Amazon"],"team_size":null,"categories":[],"pains":[],"pains_in_words":"","current_appraisal":"","problems":""},"organisation":{"departments":[],"people":[{"id":"p1","name":"=1+1","department":"","role":"","shops":[],"bonus":null,"leads":false}]},"data":{"files":[],"currency":null,"answers":{}},"targets":[],"cascades":[],"present_scheme":null,"scheme":null,"pilot":{"teams":[],"first":"","months":2,"success_rule":""},"proposal":{"languages":["zh"],"version":"0.1","consultant":"","date":"","note":""}}',NULL);
INSERT INTO "revision" VALUES('00000000000000000000000000000001',3,'2026-03-01T09:30:00.000000+00:00','李','{"key": "intake.read", "facts": {"rows": 1}}','{"name":"Acme ''; DROP TABLE engagement; --","profile":{"client":"店铺 ‮ A","service_form":null,"yearly_sales":30000000.0,"currency":"CNY","platforms":["Amazon"],"team_size":null,"categories":[],"pains":[],"pains_in_words":"","current_appraisal":"","problems":""},"organisation":{"departments":[],"people":[{"id":"p1","name":"=1+1","department":"","role":"","shops":[],"bonus":null,"leads":false}]},"data":{"files":[{"name":"../销售.csv","digest":"49e43e20be78011c99c5edd7b4d82fef0486c30af2f664377d9d73b6e4ea8ce4","size":15}],"currency":null,"answers":{}},"targets":[],"cascades":[],"present_scheme":null,"scheme":null,"pilot":{"teams":[],"first":"","months":2,"success_rule":""},"proposal":{"languages":["zh"],"version":"0.1","consultant":"","date":"","note":""}}',NULL);
INSERT INTO "revision" VALUES('00000000000000000000000000000002',1,'2026-03-01T07:30:00.000000+00:00','','{"key": "store.created", "facts": {}}','{"name":"","profile":{"client":"","service_form":null,"yearly_sales":null,"currency":"CNY","platforms":[],"team_size":null,"categories":[],"pains":[],"pains_in_words":"","current_appraisal":"","problems":""},"organisation":{"departments":[],"people":[]},"data":{"files":[],"currency":null,"answers":{}},"targets":[],"cascades":[],"present_scheme":null,"scheme":null,"pilot":{"teams":[],"first":"","months":2,"success_rule":""},"proposal":{"languages":["zh"],"version":"0.1","consultant":"","date":"","note":""}}',NULL);
COMMIT;
