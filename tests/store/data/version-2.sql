PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE answers (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            chat_id INTEGER,
            topic INTEGER,
            user_id INTEGER,
            question_id INTEGER,
            reply_id INTEGER,
            asked FLOAT NOT NULL,
            question TEXT NOT NULL,
            why TEXT,
            answer TEXT,
            report TEXT,
            passages TEXT NOT NULL,
            html TEXT,
            before TEXT,
            confidence FLOAT NOT NULL,
            seconds FLOAT NOT NULL
        , event TEXT, slot TEXT);
INSERT INTO "answers" VALUES(1,-5,3,9,40,41,1700000000.0,'Who chaired?',NULL,'Anna','a.md','k1 k2','<b>Anna</b>',NULL,0.8,0.01,'a.md','chair');
CREATE TABLE chats (
            chat_id INTEGER NOT NULL PRIMARY KEY,
            groups TEXT,
            language TEXT
        );
INSERT INTO "chats" VALUES(-5,'all','vi');
CREATE TABLE deliveries (
            bot_id INTEGER NOT NULL,
            update_id INTEGER NOT NULL,
            step INTEGER NOT NULL,
            message_id INTEGER NOT NULL,
            PRIMARY KEY (bot_id, update_id, step)
        );
INSERT INTO "deliveries" VALUES(7,501,0,61);
CREATE TABLE inbox (
            seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            bot_id INTEGER NOT NULL,
            update_id INTEGER NOT NULL,
            lane TEXT NOT NULL,
            state TEXT NOT NULL,
            received FLOAT NOT NULL,
            due FLOAT NOT NULL,
            attempts INTEGER NOT NULL,
            payload TEXT NOT NULL,
            error TEXT
        );
INSERT INTO "inbox" VALUES(1,7,501,'1','pending',1700000000.0,0.0,0,'{"update_id": 501}',NULL);
INSERT INTO "inbox" VALUES(2,7,500,'1','done',1700000000.0,0.0,0,'',NULL);
CREATE TABLE numbers (
            number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            path TEXT NOT NULL
        );
INSERT INTO "numbers" VALUES(1,'b.md');
INSERT INTO "numbers" VALUES(2,'a.md');
CREATE TABLE votes (
            answer_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            good INTEGER NOT NULL,
            at FLOAT NOT NULL,
            PRIMARY KEY (answer_id, user_id)
        );
INSERT INTO "votes" VALUES(1,9,1,1700000001.0);
CREATE TABLE reported (
            answer_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            at FLOAT NOT NULL,
            PRIMARY KEY (answer_id, user_id)
        );
INSERT INTO "reported" VALUES(1,9,1700000001.0);
CREATE TABLE corrections (
            path TEXT NOT NULL,
            slot TEXT NOT NULL,
            value TEXT NOT NULL,
            at FLOAT NOT NULL,
            PRIMARY KEY (path, slot)
        );
INSERT INTO "corrections" VALUES('a.md','chair','Anna Lee',1700000002.0);
CREATE TABLE prompts (
            chat_id INTEGER NOT NULL,
            message_id INTEGER NOT NULL,
            path TEXT NOT NULL,
            slot TEXT NOT NULL,
            at FLOAT NOT NULL,
            PRIMARY KEY (chat_id, message_id)
        );
INSERT INTO "prompts" VALUES(-5,70,'a.md','chair',1700000002.0);
CREATE UNIQUE INDEX inbox_update ON inbox (bot_id, update_id);
CREATE INDEX inbox_lane ON inbox (state, lane, seq);
CREATE INDEX answers_question ON answers (chat_id, question_id);
CREATE INDEX answers_reply ON answers (chat_id, reply_id);
CREATE INDEX answers_focus ON answers (chat_id, user_id, asked);
CREATE INDEX answers_asked ON answers (asked);
CREATE UNIQUE INDEX numbers_path ON numbers (path);
COMMIT;
