"""The tables by which replicas go on as one bot; where one process has the store, it needs none."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Float, Integer, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, DOUBLE_PRECISION

shared_metadata = MetaData()

moments = Table(  # when somebody asked, was answered, was sent to: what limits count
    "moments",
    shared_metadata,
    Column("key", Text, primary_key=True),
    Column("times", ARRAY(DOUBLE_PRECISION), nullable=False),
    Column("latest", Float, nullable=False),
)

generations = Table(  # how often each part of the state changed that replicas keep at hand
    "generations",
    shared_metadata,
    Column("name", Text, primary_key=True),
    Column("number", Integer, nullable=False),
)

# A released step never changes. A crash of the server empties what is UNLOGGED: limits begin anew.
SHARED_STEPS: Final = (
    (
        """CREATE UNLOGGED TABLE moments (
            key TEXT NOT NULL PRIMARY KEY,
            times FLOAT[] NOT NULL,
            latest FLOAT NOT NULL
        )""",
        "CREATE INDEX moments_latest ON moments (latest)",
        """CREATE TABLE generations (
            name TEXT NOT NULL PRIMARY KEY,
            number INTEGER NOT NULL
        )""",
        """CREATE FUNCTION advance_generation() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO generations VALUES (TG_TABLE_NAME, 1)
            ON CONFLICT (name) DO UPDATE SET number = generations.number + 1;
            RETURN NULL;
        END $$""",
        """CREATE TRIGGER chats_changed AFTER INSERT OR UPDATE OR DELETE ON chats
            FOR EACH STATEMENT EXECUTE FUNCTION advance_generation()""",
        """CREATE TRIGGER corrections_changed AFTER INSERT OR UPDATE OR DELETE ON corrections
            FOR EACH STATEMENT EXECUTE FUNCTION advance_generation()""",
    ),
    (
        """CREATE FUNCTION announce_generation() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_notify('generations', NEW.name);
            RETURN NULL;
        END $$""",
        """CREATE TRIGGER generations_changed AFTER INSERT OR UPDATE ON generations
            FOR EACH ROW EXECUTE FUNCTION announce_generation()""",
    ),
)
