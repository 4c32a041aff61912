from bot.store import Corrected

CHAIR = Corrected("a.md", "chair")


def test_the_last_correction_of_a_slot_counts(store):
    store.corrections.put(CHAIR, "Fiji", 1.0)
    store.corrections.put(CHAIR, "Niue", 2.0)
    store.corrections.put(Corrected("a.md", "where"), "Apia", 3.0)
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
