"""The tables as they are now, and the steps that lead there from every former state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Column, Connection, Float, Index, MetaData, Table, text

from bot.errors import StoreError
from bot.store.dialects import Id, SafeText

metadata = MetaData()

inbox = Table(
    "inbox",
    metadata,
    Column("seq", Id, primary_key=True),
    Column("bot_id", Id, nullable=False),
    Column("update_id", Id, nullable=False),
    Column("lane", SafeText, nullable=False),
    Column("state", SafeText, nullable=False),  # pending, done, aside
    Column("received", Float, nullable=False),
    Column("due", Float, nullable=False),
    Column("attempts", Id, nullable=False),
    Column("payload", SafeText, nullable=False),  # JSON in ASCII; emptied when done
    Column("error", SafeText),
    Index("inbox_update", "bot_id", "update_id", unique=True),
    Index("inbox_lane", "state", "lane", "seq"),
    sqlite_autoincrement=True,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("bot_id", Id, primary_key=True),
    Column("update_id", Id, primary_key=True),
    Column("step", Id, primary_key=True),
    Column("message_id", Id, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", Id),
    Column("topic", Id),
    Column("user_id", Id),
    Column("question_id", Id),  # message ids
    Column("reply_id", Id),
    Column("asked", Float, nullable=False),
    Column("question", SafeText, nullable=False),
    Column("why", SafeText),  # null: answered
    Column("answer", SafeText),
    Column("report", SafeText),
    Column("passages", SafeText, nullable=False),  # keys of more of them, separated by blanks
    Column("html", SafeText),  # as it was sent
    Column("before", SafeText),  # for a follow-up, the question before it
    Column("confidence", Float, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("event", SafeText),  # path of the report that the question is about
    Column("slot", SafeText),  # that is asked for
    Index("answers_question", "chat_id", "question_id"),
    Index("answers_reply", "chat_id", "reply_id"),
    Index("answers_focus", "chat_id", "user_id", "asked"),
    Index("answers_asked", "asked"),
    sqlite_autoincrement=True,
)

votes = Table(
    "votes",
    metadata,
    Column("answer_id", Id, primary_key=True),
    Column("user_id", Id, primary_key=True),
    Column("good", Id, nullable=False),
    Column("at", Float, nullable=False),
)

reported = Table(  # answers that people reported to the operators as wrong
    "reported",
    metadata,
    Column("answer_id", Id, primary_key=True),
    Column("user_id", Id, primary_key=True),
    Column("at", Float, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("path", SafeText, primary_key=True),
    Column("slot", SafeText, primary_key=True),
    Column("value", SafeText, nullable=False),
    Column("at", Float, nullable=False),
)

prompts = Table(  # messages of the bot to which the right value is the reply
    "prompts",
    metadata,
    Column("chat_id", Id, primary_key=True),
    Column("message_id", Id, primary_key=True),
    Column("path", SafeText, nullable=False),
    Column("slot", SafeText, nullable=False),
    Column("at", Float, nullable=False),
)

chats = Table(
    "chats",
    metadata,
    Column("chat_id", Id, primary_key=True),
    Column("groups", SafeText),
    Column("language", SafeText),
)

numbers = Table(
    "numbers",
    metadata,
    Column("number", Id, primary_key=True),
    Column("path", SafeText, nullable=False),
    Index("numbers_path", "path", unique=True),
    sqlite_autoincrement=True,
)

VERSION: Final = text("PRAGMA user_version")
# From an empty file to today's tables, a step for each version; a released step never changes.
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

    Raises:
        StoreError: a newer release wrote the file.
    """
    for statement in missing(connection.execute(VERSION).scalar_one(), steps):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA user_version = {len(steps)}")


def missing(version: int, steps: Sequence[Sequence[str]] = STEPS) -> tuple[str, ...]:
    """Return the statements that lead from the tables of this version to today's.

    Raises:
        StoreError: a newer release made the tables.
    """
    if version > len(steps):
        raise StoreError(
            f"written by a newer release (tables of version {version}, "
            f"this release knows {len(steps)}); install that release"
        )
    return tuple(statement for step in steps[version:] for statement in step)
