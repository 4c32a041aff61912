from bot.store import Asked, Kept, Settings


def test_a_setting_replaces_the_former(store):
    store.chats.set(-1, Settings(groups="all"))
    store.chats.set(-1, Settings(groups="off", language="vi"))
    assert store.chats.all() == {-1: Settings("off", "vi")}


def test_settings_and_answers_follow_a_group_that_became_a_supergroup(store):
    store.chats.set(-1, Settings(groups="all"))
    number = store.answers.keep(Kept(Asked(-1, None, 9, 4, 1.0), "Who?"))
    store.chats.migrate(-1, -1001)
    assert store.chats.all() == {-1001: Settings("all")}
    assert store.answers.get(number).asked.chat_id == -1001


def test_a_second_migration_notice_changes_nothing(store):
    store.chats.set(-1, Settings(groups="all"))
    store.chats.migrate(-1, -1001)
    store.chats.migrate(-1, -1001)
    assert store.chats.all() == {-1001: Settings("all")}


def test_a_forgotten_chat_is_as_configured(store):
    store.chats.set(-1, Settings(groups="all"))
    store.chats.forget(-1)
    assert store.chats.all() == {}
