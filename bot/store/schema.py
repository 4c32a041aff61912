"""The tables as they are now; bot/store/migrations.py leads there from every former state."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, MetaData, Table, Text, text

metadata = MetaData()

inbox = Table(
    "inbox",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("bot_id", Integer, nullable=False),
    Column("update_id", Integer, nullable=False),
    Column("lane", Text, nullable=False),
    Column("state", Text, nullable=False),  # pending, done, aside
    Column("received", Float, nullable=False),
    Column("due", Float, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("payload", Text, nullable=False),  # JSON in ASCII; emptied when done
    Column("error", Text),
    Index("inbox_update", "bot_id", "update_id", unique=True),
    Index("inbox_lane", "state", "lane", "seq"),
    sqlite_autoincrement=True,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("bot_id", Integer, primary_key=True),
    Column("update_id", Integer, primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("message_id", Integer, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", Integer),
    Column("topic", Integer),
    Column("user_id", Integer),
    Column("question_id", Integer),  # message ids
    Column("reply_id", Integer),
    Column("asked", Float, nullable=False),
    Column("question", Text, nullable=False),
    Column("why", Text),  # null: answered
    Column("answer", Text),
    Column("report", Text),
    Column("passages", Text, nullable=False),  # keys of more of them, separated by blanks
    Column("html", Text),  # as it was sent
    Column("before", Text),  # for a follow-up, the question before it
    Column("confidence", Float, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("event", Text),  # path of the report that the question is about
    Column("slot", Text),  # that is asked for
    Index("answers_question", "chat_id", "question_id"),
    Index("answers_reply", "chat_id", "reply_id"),
    Index("answers_focus", "chat_id", "user_id", "asked"),
    Index("answers_asked", "asked"),
    sqlite_autoincrement=True,
)

votes = Table(
    "votes",
    metadata,
    Column("answer_id", Integer, primary_key=True),
    Column("user_id", Integer, primary_key=True),
    Column("good", Integer, nullable=False),
    Column("at", Float, nullable=False),
)

reported = Table(  # answers that people reported to the operators as wrong
    "reported",
    metadata,
    Column("answer_id", Integer, primary_key=True),
    Column("user_id", Integer, primary_key=True),
    Column("at", Float, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("path", Text, primary_key=True),
    Column("slot", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("at", Float, nullable=False),
)

prompts = Table(  # messages of the bot to which the right value is the reply
    "prompts",
    metadata,
    Column("chat_id", Integer, primary_key=True),
    Column("message_id", Integer, primary_key=True),
    Column("path", Text, nullable=False),
    Column("slot", Text, nullable=False),
    Column("at", Float, nullable=False),
)

chats = Table(
    "chats",
    metadata,
    Column("chat_id", Integer, primary_key=True),
    Column("groups", Text),
    Column("language", Text),
)

numbers = Table(
    "numbers",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("path", Text, nullable=False),
    Index("numbers_path", "path", unique=True),
    sqlite_autoincrement=True,
)

VERSION = text("PRAGMA user_version")
