"""Updates of every shape, made by hypothesis: none reaches a person as an error."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

ID = st.integers(-(2**40), 2**40)
TEXT = st.text(st.characters(), max_size=40) | st.sampled_from(
    [
        "/ask",
        "/ask Who chaired the seminar?",
        "/report 1",
        "/reload",
        "/start r_1",
        "/settings groups all",
        "/ask@reports_bot <b>who</b> &lt;",
        "\ud83d",
        "a" * 5000,
    ]
)
JUNK = st.none() | st.booleans() | ID | TEXT | st.just({}) | st.just([])
ENTITY = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["mention", "bot_command", "text_mention", "bold", "nonsense"])
        | JUNK,
        "offset": st.integers(-5, 50) | JUNK,
        "length": st.integers(-5, 50) | JUNK,
    }
)


def chats(ids):
    kinds = st.sampled_from(["private", "group", "supergroup", "channel"])
    return st.fixed_dictionaries(
        {"id": st.sampled_from(ids) | ID, "type": kinds},
        optional={"title": TEXT, "is_forum": st.booleans()},
    )


def messages(ids):
    user = st.fixed_dictionaries(
        {"id": st.sampled_from(ids) | ID, "is_bot": st.booleans(), "first_name": TEXT},
        optional={"language_code": TEXT, "username": TEXT},
    )
    return st.fixed_dictionaries(
        {"message_id": st.integers(1, 99), "date": st.integers(0, 2**33), "chat": chats(ids)},
        optional={
            "text": TEXT | JUNK,
            "caption": TEXT,
            "from": user | JUNK,
            "sender_chat": chats(ids),
            "entities": st.lists(ENTITY, max_size=3) | JUNK,
            "message_thread_id": ID,
            "is_topic_message": st.booleans(),
            "new_chat_members": st.lists(user, max_size=2),
            "migrate_to_chat_id": ID,
            "photo": st.just([]),
            "document": st.fixed_dictionaries(
                {"file_id": TEXT, "file_unique_id": TEXT}, optional={"file_name": TEXT}
            ),
            "quote": JUNK,
        },
    )


def updates(ids):
    message = messages(ids)
    user = st.fixed_dictionaries({"id": ID, "is_bot": st.booleans(), "first_name": TEXT})
    press = st.fixed_dictionaries(
        {"id": st.just("1"), "from": user, "chat_instance": TEXT},
        optional={"message": message, "data": TEXT, "inline_message_id": TEXT},
    )
    typed = st.fixed_dictionaries({"id": st.just("1"), "from": user, "query": TEXT, "offset": TEXT})
    kinds = st.sampled_from(["message", "edited_message", "channel_post", "edited_channel_post"])
    return (
        st.dictionaries(kinds, message, min_size=1, max_size=1)
        | st.fixed_dictionaries({"callback_query": press})
        | st.fixed_dictionaries({"inline_query": typed})
        | st.dictionaries(TEXT, JUNK, max_size=2)
    )


def test_no_update_breaks_the_bot(site, record):
    ids = [chat.id for chat in site.chats]

    @settings(max_examples=60, suppress_health_check=list(HealthCheck), database=None)
    @given(st.lists(updates(ids), min_size=1, max_size=20))
    def flood(made):
        for update in made:
            site.bot.inject(update)

    flood()
    site.ask(20)
    site.settle()
    log = site.process.log.read_text()
    record("updates of every shape", 60, site)
    assert site.lost == 0
    assert "Traceback" not in log
    assert "failed at" not in log, [line for line in log.splitlines() if "failed at" in line]
    refused = [c for c in site.api.calls if c.code == 400 and "parse entities" in str(c.result)]
    assert refused == []
