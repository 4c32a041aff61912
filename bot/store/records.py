"""What the bot has kept: questions with their answers and votes, and what is set once.

Answers serve follow-ups, edits, buttons, votes and statistics. Set once and looked up by their keys
are settings of chats, right values and numbers of reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, RowMapping, Select, delete, func, insert, select, update

from bot.store.schema import (
    LONG,
    Transactions,
    answers,
    chats,
    corrections,
    insert_into,
    numbers,
    prompts,
    reported,
    votes,
)


@dataclass(frozen=True, slots=True)
class QuestionOrigin:
    """Where and when a question was asked; `question_id` is its message's. None: there is none."""

    chat_id: int | None
    topic: int | None
    user_id: int | None
    question_id: int | None
    asked: float


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """A question and its answer.

    `why` is None where it was answered; `passages` are the keys of further ones; `before` is what
    a follow-up followed; `event` is the path of the report that it is about, `slot` what it asks.
    """

    asked: QuestionOrigin
    question: str
    why: str | None = None
    answer: str | None = None
    report: str | None = None
    passages: tuple[str, ...] = ()
    confidence: float = 0.0
    seconds: float = 0.0
    id: int = 0
    reply_id: int | None = None
    html: str | None = None
    before: str | None = None
    event: str | None = None
    slot: str | None = None


class Answers:
    """The answers given, by id; an id is never given twice."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def keep(self, kept: StoredAnswer) -> int:
        """Keep the answer, instead of a former one to the same message; return its id.

        Votes on the answer to a question that was worded otherwise don't count for this one, nor
        does what was reported of it.
        """
        with self._database.writing() as connection:
            former = connection.execute(_to_same_message(kept.asked)).first()
            if former is None:
                made = insert(answers).values(_row(kept)).returning(answers.c.id)
                return int(connection.execute(made).scalar_one())
            if former.question != kept.question:
                connection.execute(delete(votes).where(votes.c.answer_id == former.id))
                connection.execute(delete(reported).where(reported.c.answer_id == former.id))
        self.change(former.id, kept)
        return int(former.id)

    def change(self, answer_id: int, kept: StoredAnswer) -> None:
        """Keep another answer to the same question."""
        with self._database.writing() as connection:
            mine = answers.c.id == answer_id
            connection.execute(update(answers).where(mine).values(**_row(kept)))

    def replied(self, answer_id: int, reply_id: int) -> None:
        """Record that the answer went out as this message."""
        with self._database.writing() as connection:
            connection.execute(
                update(answers).where(answers.c.id == answer_id).values(reply_id=reply_id)
            )

    def get(self, answer_id: int) -> StoredAnswer | None:
        """Return the answer with this id."""
        return self._newest(answers.c.id == answer_id)

    def to_question(self, chat_id: int, question_id: int) -> StoredAnswer | None:
        """Return the answer to this message."""
        return self._newest(answers.c.chat_id == chat_id, answers.c.question_id == question_id)

    def by_reply(self, chat_id: int, reply_id: int) -> StoredAnswer | None:
        """Return the answer that this message of the bot gave."""
        return self._newest(answers.c.chat_id == chat_id, answers.c.reply_id == reply_id)

    def latest(
        self, asked: QuestionOrigin, since: float, *, refused: bool = False
    ) -> StoredAnswer | None:
        """Return the newest answer with a report, to the same person in the same chat and topic.

        Only those to earlier messages count, also when an old question was edited. With `refused`
        also what was not answered counts, as far as passages were found.
        """
        earlier: ColumnElement[bool] = answers.c.question_id.is_(None)
        if asked.question_id is not None:
            earlier = earlier | (answers.c.question_id < asked.question_id)
        known: ColumnElement[bool] = answers.c.report.is_not(None)
        if refused:
            known = known | (answers.c.passages != "")
        return self._newest(
            earlier,
            answers.c.chat_id == asked.chat_id,
            answers.c.user_id.is_not_distinct_from(asked.user_id),
            answers.c.topic.is_not_distinct_from(asked.topic),
            known,
            answers.c.asked >= since,
        )

    def vote(self, answer_id: int, user_id: int, *, good: bool, at: float) -> tuple[int, int]:
        """Count this person's vote instead of their former one.

        Returns:
            How many said right, and wrong.
        """
        values = {"good": int(good), "at": at}
        with self._database.writing() as connection:
            statement = insert_into(connection, votes)
            statement = statement.values(answer_id=answer_id, user_id=user_id, **values)
            connection.execute(
                statement.on_conflict_do_update(index_elements=list(votes.primary_key), set_=values)
            )
        return self.votes(answer_id)

    def votes(self, answer_id: int) -> tuple[int, int]:
        """Return how many said right, and wrong."""
        count = select(func.sum(votes.c.good), func.count()).where(votes.c.answer_id == answer_id)
        with self._database.reading() as connection:
            right, both = connection.execute(count).one()
        return int(right or 0), int(both - (right or 0))

    def report(self, answer_id: int, user_id: int, at: float) -> None:
        """Record that this person reports the answer to the operators as wrong; once counts."""
        values = {"answer_id": answer_id, "user_id": user_id, "at": at}
        with self._database.writing() as connection:
            statement = insert_into(connection, reported).values(values)
            connection.execute(statement.on_conflict_do_nothing())

    def forget_user(self, user_id: int) -> int:
        """Delete a person's questions and votes; return how many questions that were."""
        with self._database.writing(limit=LONG) as connection:
            connection.execute(delete(votes).where(votes.c.user_id == user_id))
            connection.execute(delete(reported).where(reported.c.user_id == user_id))
            return connection.execute(delete(answers).where(answers.c.user_id == user_id)).rowcount

    def purge(self, before: float) -> int:
        """Delete what was asked before; return how many questions that were."""
        kept = select(answers.c.id)
        with self._database.writing(limit=LONG) as connection:
            count = connection.execute(delete(answers).where(answers.c.asked < before)).rowcount
            connection.execute(delete(votes).where(votes.c.answer_id.not_in(kept)))
            connection.execute(delete(reported).where(reported.c.answer_id.not_in(kept)))
            return count

    def _newest(self, *conditions: ColumnElement[bool]) -> StoredAnswer | None:
        query = select(answers).where(*conditions).order_by(answers.c.id.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        return _kept(row) if row else None


def _to_same_message(asked: QuestionOrigin) -> Select[int, str]:
    """Return the former answer; what a button asked for is to no message, and always new."""
    return select(answers.c.id, answers.c.question).where(
        answers.c.question_id.is_not(None),
        answers.c.chat_id == asked.chat_id,
        answers.c.question_id == asked.question_id,
    )


def _row(kept: StoredAnswer) -> dict[str, object]:
    return {
        "chat_id": kept.asked.chat_id,
        "topic": kept.asked.topic,
        "user_id": kept.asked.user_id,
        "question_id": kept.asked.question_id,
        "asked": kept.asked.asked,
        "question": kept.question,
        "why": kept.why,
        "answer": kept.answer,
        "report": kept.report,
        "passages": " ".join(kept.passages),
        "confidence": kept.confidence,
        "seconds": kept.seconds,
        "html": kept.html,
        "before": kept.before,
        "event": kept.event,
        "slot": kept.slot,
    }


def _kept(r: RowMapping) -> StoredAnswer:
    return StoredAnswer(
        asked=QuestionOrigin(r["chat_id"], r["topic"], r["user_id"], r["question_id"], r["asked"]),
        question=r["question"],
        why=r["why"],
        answer=r["answer"],
        report=r["report"],
        passages=tuple(r["passages"].split()),
        confidence=r["confidence"],
        seconds=r["seconds"],
        id=r["id"],
        reply_id=r["reply_id"],
        html=r["html"],
        before=r["before"],
        event=r["event"],
        slot=r["slot"],
    )


@dataclass(frozen=True, slots=True)
class ChatOverrides:
    """A chat's own settings; None: as configured."""

    groups: str | None = None
    language: str | None = None


class Chats:
    """Chat id → what admins set for this chat."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def all(self) -> Mapping[int, ChatOverrides]:
        """Return the settings of every chat that has its own."""
        with self._database.reading() as connection:
            rows = connection.execute(select(chats))
            return {r.chat_id: ChatOverrides(r.groups, r.language) for r in rows}

    def set(self, chat_id: int, settings: ChatOverrides) -> None:
        """Keep these settings for the chat."""
        values = {"groups": settings.groups, "language": settings.language}
        with self._database.writing() as connection:
            statement = insert_into(connection, chats).values(chat_id=chat_id, **values)
            connection.execute(
                statement.on_conflict_do_update(index_elements=["chat_id"], set_=values)
            )

    def forget(self, chat_id: int) -> None:
        """Delete the settings of the chat."""
        with self._database.writing() as connection:
            connection.execute(delete(chats).where(chats.c.chat_id == chat_id))

    def migrate(self, old: int, new: int) -> None:
        """Move the settings and the answers of a group that became a supergroup."""
        with self._database.writing() as connection:
            if connection.execute(select(chats).where(chats.c.chat_id == old)).first():
                connection.execute(delete(chats).where(chats.c.chat_id == new))
            connection.execute(update(chats).where(chats.c.chat_id == old).values(chat_id=new))
            connection.execute(update(answers).where(answers.c.chat_id == old).values(chat_id=new))


@dataclass(frozen=True, slots=True)
class CorrectedSlot:
    """A slot of the report at this path, whose value an admin says is another."""

    path: str
    slot: str


class Corrections:
    """Report path and slot → the right value, and the messages of the bot that asked for one."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def all(self) -> Mapping[str, Mapping[str, str]]:
        """Return path → slot → value, of every correction."""
        found: dict[str, dict[str, str]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(select(corrections).order_by(corrections.c.path)):
                found.setdefault(row.path, {})[row.slot] = row.value
        return found

    def put(self, what: CorrectedSlot, value: str | None, at: float) -> None:
        """Keep the value instead of a former one; None: the report's own words count again."""
        mine = (corrections.c.path == what.path, corrections.c.slot == what.slot)
        with self._database.writing() as connection:
            connection.execute(delete(corrections).where(*mine))
            if value is not None:
                values = {"path": what.path, "slot": what.slot, "value": value, "at": at}
                connection.execute(insert(corrections), values)

    def ask(self, chat_id: int, message_id: int, what: CorrectedSlot, at: float) -> None:
        """Record that the reply to this message of the bot will be the right value."""
        values = {"path": what.path, "slot": what.slot, "at": at}
        with self._database.writing() as connection:
            statement = insert_into(connection, prompts)
            statement = statement.values(chat_id=chat_id, message_id=message_id, **values)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=list(prompts.primary_key), set_=values
                )
            )

    def asked(self, chat_id: int, message_id: int) -> CorrectedSlot | None:
        """Return what this message of the bot asked for."""
        mine = (prompts.c.chat_id == chat_id, prompts.c.message_id == message_id)
        with self._database.reading() as connection:
            row = connection.execute(select(prompts).where(*mine)).first()
        return CorrectedSlot(row.path, row.slot) if row else None

    def purge(self, before: float) -> int:
        """Forget the messages that asked before; return how many. Corrections stay."""
        with self._database.writing() as connection:
            return connection.execute(delete(prompts).where(prompts.c.at < before)).rowcount


class ReportNumbers:
    """Path → number: `/report 3` names the same report for ever.

    A number is never given to another path, nor after its report went.
    """

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def assign(self, paths: Iterable[str]) -> Mapping[str, int]:
        """Return the numbers of these paths, the new ones counted on in this order."""
        wanted = tuple(paths)
        every = select(numbers.c.path, numbers.c.number)
        with self._database.writing(limit=LONG) as connection:
            known = {row[0]: row[1] for row in connection.execute(every)}
            if new := [{"path": path} for path in dict.fromkeys(wanted) if path not in known]:
                # Another replica may number the same reports at this moment.
                connection.execute(insert_into(connection, numbers).on_conflict_do_nothing(), new)
                known = {row[0]: row[1] for row in connection.execute(every)}
        return {path: known[path] for path in wanted}
