"""The store does in PostgreSQL what it does in SQLite."""

from sqlalchemy import create_engine, inspect

from bot.store import Arrival, ChatOverrides, CorrectedSlot, QuestionOrigin, StoredAnswer, UpdateKey
from bot.store.schema import metadata

NOW = 1_800_000_000.0


def kept(question="Who chaired?", **more):
    return StoredAnswer(
        QuestionOrigin(-5, None, 9, 40, NOW), question, answer="Anna", report="a.md", **more
    )


def arrivals(*numbers, lane="chat 1"):
    return [Arrival(UpdateKey(7, number), lane, "{}", NOW) for number in numbers]


def test_the_tables_are_those_that_are_declared(store, url):
    engine = create_engine(url)
    look = inspect(engine)
    for name, table in metadata.tables.items():
        found = {c["name"]: c["nullable"] for c in look.get_columns(name)}
        assert found == {column.name: column.nullable for column in table.columns}
        indexes = sorted((i["name"], *i["column_names"]) for i in look.get_indexes(name))
        assert indexes == sorted((i.name, *(c.name for c in i.columns)) for i in table.indexes)
    engine.dispose()


def test_answers_and_votes_are_kept(store):
    number = store.answers.keep(kept())
    assert store.answers.keep(kept("Who opened?")) == number
    store.answers.replied(number, 2**40)
    assert store.answers.by_reply(-5, 2**40).question == "Who opened?"
    assert store.answers.vote(number, 9, good=True, at=NOW) == (1, 0)
    assert store.answers.vote(number, 9, good=False, at=NOW) == (0, 1)
    store.answers.report(number, 9, NOW)
    store.answers.report(number, 9, NOW)
    assert store.statistics.figures(0).reported == 1
    assert next(store.statistics.lines()).wrong == 1
    assert store.answers.forget_user(9) == 1
    assert store.answers.purge(NOW + 1) == 0


def test_what_no_text_can_hold_is_kept_as_far_as_it_can_be(store):
    number = store.answers.keep(kept("a\0b\ud800c"))
    assert store.answers.get(number).question == "a\N{REPLACEMENT CHARACTER}b?c"
    store.inbox.add(arrivals(1))
    store.inbox.aside(UpdateKey(7, 1), "\0\udfff")
    assert store.inbox.counts() == {"aside": 1}


def test_a_second_delivery_is_known(store):
    assert store.inbox.add(arrivals(1, 2)) == 2
    assert store.inbox.add(arrivals(2, 3)) == 1
    store.inbox.done([UpdateKey(7, 1)])
    assert store.inbox.add(arrivals(1)) == 0
    assert store.inbox.counts() == {"pending": 2, "done": 1}
    store.inbox.later(UpdateKey(7, 2), NOW, "down")
    assert store.inbox.next_due() == NOW
    store.inbox.record(UpdateKey(7, 2), 0, 61)
    store.inbox.record(UpdateKey(7, 2), 0, 61)
    assert store.inbox.sent(UpdateKey(7, 2)) == {0: 61}


def test_settings_corrections_and_numbers_are_kept(store, opened):
    other = opened()
    store.chats.set(-5, ChatOverrides("all"))
    store.chats.migrate(-5, -(10**15))
    assert other.chats.all() == {-(10**15): ChatOverrides("all")}
    store.corrections.put(CorrectedSlot("a.md", "chair"), "Anna Lee", NOW)
    assert other.corrections.all() == {"a.md": {"chair": "Anna Lee"}}
    assert store.numbers.assign(["b.md", "a.md"]) == {"b.md": 1, "a.md": 2}
    assert other.numbers.assign(["a.md", "c.md"])["a.md"] == 2


def test_a_question_counts_on_the_day_on_which_it_was_asked(store):
    before_midnight = 86_400.0 * 20_000 + 86_399
    asked = QuestionOrigin(-5, None, 9, 41, before_midnight)
    store.answers.keep(StoredAnswer(asked, "Who?"))
    assert store.statistics.figures(0).days[0].start == 86_400 * 20_000


def test_a_change_is_seen_by_the_other_replicas(store, opened):
    other = opened()
    before = other.shared.generations.all()
    store.chats.set(-5, ChatOverrides("all"))
    store.shared.generations.advance("reports")
    after = other.shared.generations.all()
    assert {name for name in after if after[name] != before.get(name)} == {"chats", "reports"}
