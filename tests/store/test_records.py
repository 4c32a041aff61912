from dataclasses import replace

from bot.store import ChatOverrides, CorrectedSlot, QuestionOrigin, StoredAnswer

ASKED = QuestionOrigin(chat_id=-5, topic=None, user_id=9, question_id=40, asked=100.0)
LATER = replace(ASKED, question_id=41)
KEPT = StoredAnswer(ASKED, "Who chaired?", answer="Anna", report="a.md", passages=("k1", "k2"))


def kept(**changes):
    return replace(KEPT, **changes)


def test_an_answer_comes_back_as_it_was_kept(store):
    number = store.answers.keep(KEPT)
    store.answers.replied(number, 41)
    assert store.answers.get(number) == kept(id=number, reply_id=41)


def test_an_answer_is_found_by_its_question_and_by_its_reply(store):
    number = store.answers.keep(KEPT)
    store.answers.replied(number, 41)
    assert store.answers.to_question(-5, 40).id == number
    assert store.answers.by_reply(-5, 41).id == number
    assert store.answers.by_reply(-6, 41) is None


def test_the_focus_is_the_newest_answer_that_names_a_report(store):
    store.answers.keep(KEPT)
    store.answers.keep(kept(asked=LATER, question="And when?", report="b.md"))
    last = replace(ASKED, question_id=42)
    store.answers.keep(
        kept(asked=last, question="What did it cost?", why="not_stated", report=None)
    )
    now = replace(ASKED, question_id=50)
    assert store.answers.latest(now, since=50.0).report == "b.md"
    refused = store.answers.latest(now, since=50.0, refused=True)
    assert refused.question == "What did it cost?"


def test_the_focus_is_kept_apart_by_person_topic_and_chat(store):
    store.answers.keep(KEPT)
    for other in ({"user_id": 8}, {"topic": 3}, {"chat_id": -6}, {"user_id": None}):
        assert store.answers.latest(replace(ASKED, question_id=50, **other), since=0.0) is None


def test_an_answer_that_is_found_again_after_a_crash_keeps_its_votes(store):
    number = store.answers.keep(KEPT)
    store.answers.vote(number, 1, good=True, at=1.0)
    assert store.answers.keep(KEPT) == number
    assert store.answers.vote(number, 2, good=True, at=1.0) == (2, 0)


def test_an_answer_is_no_focus_of_its_own_question_nor_of_an_earlier_one(store):
    store.answers.keep(KEPT)
    for question_id in (40, 39):
        assert store.answers.latest(replace(ASKED, question_id=question_id), since=0.0) is None


def test_an_old_answer_is_no_focus(store):
    store.answers.keep(KEPT)
    assert store.answers.latest(replace(ASKED, question_id=50), since=100.5) is None


def test_a_person_has_one_vote_and_may_change_it(store):
    number = store.answers.keep(KEPT)
    assert store.answers.vote(number, 1, good=True, at=1.0) == (1, 0)
    assert store.answers.vote(number, 1, good=False, at=2.0) == (0, 1)
    assert store.answers.vote(number, 2, good=True, at=3.0) == (1, 1)


def test_a_changed_answer_loses_its_votes(store):
    number = store.answers.keep(KEPT)
    store.answers.vote(number, 1, good=False, at=1.0)
    assert store.answers.keep(kept(question="Who opened?")) == number
    assert store.answers.get(number).question == "Who opened?"
    assert store.answers.vote(number, 2, good=True, at=3.0) == (1, 0)


def test_answers_to_no_message_are_kept_apart(store):
    pressed = kept(asked=replace(ASKED, question_id=None))
    assert store.answers.keep(pressed) != store.answers.keep(pressed)


def test_forgetting_a_person_leaves_the_others(store):
    store.answers.keep(KEPT)
    other = store.answers.keep(kept(asked=replace(LATER, user_id=8)))
    assert store.answers.forget_user(9) == 1
    assert store.answers.get(other) is not None


def test_purging_deletes_what_is_older(store):
    old = store.answers.keep(KEPT)
    new = store.answers.keep(kept(asked=replace(LATER, asked=200.0)))
    assert store.answers.purge(before=150.0) == 1
    assert store.answers.get(old) is None
    assert store.answers.get(new) is not None


def test_purging_deletes_the_votes_on_what_is_older_and_no_others(store):
    old = store.answers.keep(KEPT)
    new = store.answers.keep(kept(asked=replace(LATER, asked=200.0)))
    for answer in (old, new):
        store.answers.vote(answer, 5, good=True, at=1.0)
    assert store.answers.purge(before=200.0) == 1
    assert (store.answers.votes(old), store.answers.votes(new)) == ((0, 0), (1, 0))


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
