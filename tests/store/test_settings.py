from bot.store import ChatOverrides, CorrectedSlot, QuestionOrigin, StoredAnswer

CHAIR = CorrectedSlot("a.md", "chair")


def test_a_setting_replaces_the_former(store):
    store.chats.set(-1, ChatOverrides(groups="all"))
    store.chats.set(-1, ChatOverrides(groups="off", language="vi"))
    assert store.chats.all() == {-1: ChatOverrides("off", "vi")}


def test_settings_and_answers_follow_a_group_that_became_a_supergroup(store):
    store.chats.set(-1, ChatOverrides(groups="all"))
    number = store.answers.keep(StoredAnswer(QuestionOrigin(-1, None, 9, 4, 1.0), "Who?"))
    store.chats.migrate(-1, -1001)
    assert store.chats.all() == {-1001: ChatOverrides("all")}
    assert store.answers.get(number).asked.chat_id == -1001


def test_a_second_migration_notice_changes_nothing(store):
    store.chats.set(-1, ChatOverrides(groups="all"))
    store.chats.migrate(-1, -1001)
    store.chats.migrate(-1, -1001)
    assert store.chats.all() == {-1001: ChatOverrides("all")}


def test_a_forgotten_chat_is_as_configured(store):
    store.chats.set(-1, ChatOverrides(groups="all"))
    store.chats.forget(-1)
    assert store.chats.all() == {}


def test_the_last_correction_of_a_slot_counts(store):
    store.corrections.put(CHAIR, "Fiji", 1.0)
    store.corrections.put(CHAIR, "Niue", 2.0)
    store.corrections.put(CorrectedSlot("a.md", "where"), "Apia", 3.0)
    assert store.corrections.all() == {"a.md": {"chair": "Niue", "where": "Apia"}}


def test_a_correction_is_taken_back(store):
    store.corrections.put(CHAIR, "Fiji", 1.0)
    store.corrections.put(CHAIR, None, 2.0)
    assert store.corrections.all() == {}


def test_what_a_message_asked_for_is_known_in_its_chat_only(store):
    store.corrections.ask(7, 30, CHAIR, 1.0)
    assert store.corrections.asked(7, 30) == CHAIR
    assert store.corrections.asked(8, 30) is None


def test_old_questions_are_forgotten_and_corrections_stay(store):
    store.corrections.put(CHAIR, "Fiji", 1.0)
    store.corrections.ask(7, 30, CHAIR, 1.0)
    assert store.corrections.purge(2.0) == 1
    assert store.corrections.asked(7, 30) is None
    assert store.corrections.all() == {"a.md": {"chair": "Fiji"}}


def test_a_report_keeps_its_number(store):
    assert store.numbers.assign(["b.md", "a.md"]) == {"b.md": 1, "a.md": 2}
    assert store.numbers.assign(["a.md", "c.md", "b.md"]) == {"a.md": 2, "c.md": 3, "b.md": 1}


def test_a_number_is_not_given_again_when_its_report_is_gone(store):
    store.numbers.assign(["a.md"])
    assert store.numbers.assign(["b.md"]) == {"b.md": 2}
