"""The steps from an empty file to today's tables; a step that was released never changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

from bot.errors import StoreError
from bot.store.schema import VERSION

STEPS: Final = (
    (
        """CREATE TABLE inbox (
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
        )""",
        "CREATE UNIQUE INDEX inbox_update ON inbox (bot_id, update_id)",
        "CREATE INDEX inbox_lane ON inbox (state, lane, seq)",
        """CREATE TABLE deliveries (
            bot_id INTEGER NOT NULL,
            update_id INTEGER NOT NULL,
            step INTEGER NOT NULL,
            message_id INTEGER NOT NULL,
            PRIMARY KEY (bot_id, update_id, step)
        )""",
        """CREATE TABLE answers (
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
        )""",
        "CREATE INDEX answers_question ON answers (chat_id, question_id)",
        "CREATE INDEX answers_reply ON answers (chat_id, reply_id)",
        "CREATE INDEX answers_focus ON answers (chat_id, user_id, asked)",
        "CREATE INDEX answers_asked ON answers (asked)",
        """CREATE TABLE votes (
            answer_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            good INTEGER NOT NULL,
            at FLOAT NOT NULL,
            PRIMARY KEY (answer_id, user_id)
        )""",
        """CREATE TABLE chats (
            chat_id INTEGER NOT NULL PRIMARY KEY,
            groups TEXT,
            language TEXT
        )""",
        """CREATE TABLE numbers (
            number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            path TEXT NOT NULL
        )""",
        "CREATE UNIQUE INDEX numbers_path ON numbers (path)",
    ),
    (
        "ALTER TABLE answers ADD COLUMN event TEXT",
        "ALTER TABLE answers ADD COLUMN slot TEXT",
        """CREATE TABLE reported (
            answer_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            at FLOAT NOT NULL,
            PRIMARY KEY (answer_id, user_id)
        )""",
        """CREATE TABLE corrections (
            path TEXT NOT NULL,
            slot TEXT NOT NULL,
            value TEXT NOT NULL,
            at FLOAT NOT NULL,
            PRIMARY KEY (path, slot)
        )""",
        """CREATE TABLE prompts (
            chat_id INTEGER NOT NULL,
            message_id INTEGER NOT NULL,
            path TEXT NOT NULL,
            slot TEXT NOT NULL,
            at FLOAT NOT NULL,
            PRIMARY KEY (chat_id, message_id)
        )""",
    ),
)


def migrate(connection: Connection, steps: Sequence[Sequence[str]] = STEPS) -> None:
    """Bring the file to today's tables, inside the caller's transaction: whole or not at all.

    Raises StoreError where a newer release wrote the file.
    """
    version = connection.execute(VERSION).scalar_one()
    if version > len(steps):
        raise StoreError(
            f"written by a newer release (tables of version {version}, "
            f"this release knows {len(steps)}); install that release"
        )
    for step in steps[version:]:
        for statement in step:
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA user_version = {len(steps)}")
