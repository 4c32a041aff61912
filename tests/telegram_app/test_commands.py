import pytest

from bot.telegram_app.commands import COMMANDS
from bot.telegram_app.questions import ADMINS_OWN


def reply(world, text, chat=None):
    chat = chat or world.private()
    return chat.wait_reply(chat.send(text))


def number_of(world, title):
    lines = reply(world, f"/reports {title}").text.splitlines()[1:]
    return next(line.partition(".")[0] for line in lines if title in line)


def test_start_says_how_many_reports_there_are_from_when_to_when(world):
    start = reply(world, "/start")
    assert "20 event reports (1 January 2019 to 4 May 2023)" in start.text


def test_start_offers_questions_that_the_reports_answer(world):
    chat = world.private()
    start = reply(world, "/start", chat)
    assert start.labels
    world.api.user("Ben").press(start, start.labels[0]).wait_answer()
    assert chat.wait_reply(start).quotes


def test_help_names_the_bot_and_privacy_mode(world):
    text = reply(world, "/help").text
    assert "@reports_bot" in text
    assert "privacy mode" in text


def test_ask_alone_gives_its_usage(world):
    assert "/ask" in reply(world, "/ask").text


def test_reports_are_listed_in_pages(world):
    chat = world.private()
    first = reply(world, "/reports", chat)
    assert "20 reports · page 1 of 2" in first.text
    assert first.labels == ["▶"]
    world.api.user("Ben").press(first, "▶").wait_answer()
    second = chat.wait_edit(first)
    assert "page 2 of 2" in second.text
    assert second.labels == ["◀"]
    assert not set(first.text.splitlines()[1:]) & set(second.text.splitlines()[1:])


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("tide", ["Seminar on tide gauges", "Seminar on tide tables"]),
        ("bangkok", ["Workshop on harbour pilots"]),
        ("bangkok 2023", ["Workshop on harbour pilots"]),
        ("bangkok 2022", []),
        ("<b> 2021", ["Seminar on tide tables"]),
    ],
)
def test_reports_are_filtered_by_word_place_and_year(world, words, titles):
    lines = reply(world, f"/reports {words}").text.splitlines()[1:]
    assert [line.split(". ")[1].split(" · ")[0] for line in lines] == titles


def test_reports_are_listed_newest_first_whatever_their_files_are_called(world):
    first = reply(world, "/reports", world.private())
    titles = [line.split(". ")[1].split(" · ")[0] for line in first.text.splitlines()[1:]]
    assert titles[:5] == [
        "Workshop on coral nurseries",
        "Workshop on harbour pilots",
        "Seminar on tide gauges",
        "Seminar on tide tables",
        "Briefing 0",
    ]


def test_a_filtered_list_keeps_its_filter_over_its_pages(world):
    chat = world.private()
    first = reply(world, "/reports briefing", chat)
    assert "16 reports" in first.text
    world.api.user("Ben").press(first, "▶").wait_answer()
    assert "16 reports · “briefing” · page 2 of 2" in chat.wait_edit(first).text


def test_a_report_is_shown_with_the_parts_that_it_states(world):
    chat = world.private()
    card = reply(world, f"/report {number_of(world, 'Seminar on tide gauges')}", chat)
    lines = ["When: 4 May 2022", "Where: Apia", "Chair: Tonga", "Opened by: Anna Lee"]
    assert "\n".join([*lines, "Participants: Tonga; Samoa"]) in card.text
    assert card.labels == ["When", "Where", "Chair", "Opened by", "Participants", "Full report"]
    world.api.user("Ben").press(card, "Where").wait_answer()
    assert chat.wait_reply(card).quotes == ["It took place in Apia on 4 May 2022."]


def test_a_deep_link_shows_its_report(world):
    anna = world.api.user("Anna")
    start = anna.start(world.bot, f"r_{number_of(world, 'Workshop on coral')}")
    chat = world.api.private(anna, world.bot)
    assert "Workshop on coral nurseries" in chat.wait_reply(start).text


@pytest.mark.parametrize("payload", ["r_99999", "r_x", "r_", "<b>", "inline"])
def test_a_strange_deep_link_is_answered(world, payload):
    anna = world.api.user("Anna")
    start = anna.start(world.bot, payload)
    assert world.api.private(anna, world.bot).wait_reply(start)


def test_a_report_is_found_by_its_words(world):
    assert reply(world, "/report tide gauges").text.startswith("Seminar on tide gauges")
    several = reply(world, "/report seminar").text
    assert "Seminar on tide gauges" in several
    assert "Seminar on tide tables" in several


@pytest.mark.parametrize(
    "text", ["/report", "/report x", "/report 99999999999999999999", "/report ²"]
)
def test_a_report_that_is_not_there_gives_a_line(world, text):
    assert len(reply(world, text).text.splitlines()) == 1


def test_no_other_number_is_named_than_the_one_that_was_written(world):
    assert "999999999" in reply(world, "/report 999999999").text
    assert "999" not in reply(world, "/report 99999999999999999999").text


def test_an_unknown_command_is_answered_in_private_only(world):
    assert "/help" in reply(world, "/frobnicate").text
    anna = world.api.user("Anna")
    group = world.api.group("Office", anna, world.bot)
    group.send("/frobnicate", anna)
    group.wait_reply(group.send("/ask", anna))
    assert sum(m.from_bot for m in group.history()) == 1


def test_a_command_for_another_bot_is_left_to_it(world):
    anna = world.api.user("Anna")
    group = world.api.group("Office", anna, world.bot)
    group.send("/ask@another_bot Who chaired the seminar on tide gauges?", anna)
    group.wait_reply(group.send("/ask@reports_bot", anna))
    assert sum(m.from_bot for m in group.history()) == 1


def test_privacy_says_for_how_long_and_forget_deletes(world):
    chat = world.private()
    reply(world, "Who chaired the seminar on tide gauges?", chat)
    assert "90 days" in reply(world, "/privacy", chat).text
    assert "Deleted: 1 question of yours" in reply(world, "/forget", chat).text
    assert "Deleted: 0 questions" in reply(world, "/forget", chat).text


def test_people_see_the_commands_of_their_kind_of_chat(world):
    private, groups = (
        names(world, scope, language)
        for scope, language in (("all_private_chats", ""), ("all_group_chats", "id"))
    )
    assert {"ask", "reports", "report", "help", "privacy", "forget"} <= private
    assert {"ask", "reports"} <= groups
    assert "reload" not in private | groups


def test_an_admin_sees_the_commands_for_admins(world):
    chat = world.api.private(world.admin, world.bot)
    assert {"reload", "status", "settings"} <= names(world, "chat", "th", chat_id=chat.id)


def names(world, *where, **whom):
    """The commands of a menu, once they are set: that runs beside the answering."""
    return {c["command"] for c in world.api.wait(lambda: world.bot.commands(*where, **whom))}


def test_help_tells_admins_their_commands_and_nobody_else(world):
    assert "/export" in world.operate("/help").text
    assert "/export" not in reply(world, "/help").text
    assert set(ADMINS_OWN) == {name for name, command in COMMANDS.items() if command.admin}
