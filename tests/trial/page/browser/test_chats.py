import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser

QUESTION = "Who chaired the seminar on tide gauges?"

SAM_WRITES = """return (async () => {
  const { people, chats } = await (await fetch("/api/state")).json();
  const written = { person: people[1].id, chat: chats.find((c) => c.is_forum).id, text: "Lunch?" };
  await fetch("/api/send", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(written),
  });
})()"""


def part(message, css):
    return message.find_element(By.CSS_SELECTOR, css)


def test_a_newcomer_is_greeted_with_questions_to_press(visitor):
    greeting = visitor.see(".message.in")
    assert "event reports" in greeting.text
    before = visitor.number()
    part(greeting, ".key").click()
    assert visitor.until(lambda: visitor.newer(before, ".message.in")).text


def test_a_question_in_private_is_answered_as_telegram_shows_it(visitor):
    answer = visitor.ask(QUESTION)
    assert part(answer, "strong").text == "Tonga"
    assert part(answer, "blockquote").text == "The seminar on tide gauges was chaired by Tonga."
    assert not answer.find_elements(By.CSS_SELECTOR, ".quoted")  # its question is right above
    link = part(answer, "a")
    assert link.get_attribute("href") == "https://example.org/auges"
    assert "noopener" in link.get_attribute("rel")


def test_markup_in_a_report_stays_text(visitor):
    answer = visitor.ask("/report 1")
    visitor.key(answer, "Full report").click()
    visitor.until(lambda: "<b>second</b>" in visitor.texts()[-1])


def test_a_long_quote_opens_on_demand(visitor):
    answer = visitor.ask("Who closed the seminar on floating moorings?")
    text, fold = part(answer, ".clamp"), part(answer, ".unfold")
    visitor.until(fold.is_displayed)
    low = text.size["height"]
    fold.click()
    assert text.size["height"] > 1.5 * low
    assert fold.get_attribute("aria-expanded") == "true"


def test_a_button_changes_the_message_and_says_so(visitor):
    answer = visitor.ask(QUESTION)
    number = answer.get_attribute("data-id")
    visitor.key(answer, "👍").click()
    assert "Counted" in visitor.see("#toast").text
    visitor.until(lambda: "👍 1" in visitor.see(f'[data-id="{number}"]').text)
    visitor.key(visitor.see(f'[data-id="{number}"]'), "More passages").click()
    visitor.until(lambda: "Passage 1 of" in visitor.see(f'[data-id="{number}"]').text)


def test_an_edited_question_changes_its_answer(visitor):
    answer = visitor.ask(QUESTION)
    number = answer.get_attribute("data-id")
    visitor.keys(Keys.ARROW_UP)
    visitor.until(lambda: visitor.field.get_attribute("value") == QUESTION)
    visitor.field.clear()
    visitor.field.send_keys("Who chaired the workshop on harbour pilots?", Keys.ENTER)
    visitor.until(lambda: "Palau" in visitor.see(f'[data-id="{number}"] strong').text)


def test_a_reply_shows_what_it_replies_to(visitor):
    answer = visitor.ask(QUESTION)
    visitor.tool(answer, "Reply").click()
    assert "Rapporteur" in visitor.see("#context").text
    own = visitor.write("Who opened it?")
    assert "Tonga" in part(own, ".quoted").text


def test_commands_are_offered_and_sent(visitor):
    visitor.field.send_keys("/rep")
    offered = visitor.until(lambda: [o.text for o in visitor.shown(".option")])
    assert [line.splitlines()[0] for line in offered] == ["/reports", "/report"]
    before = visitor.number()
    visitor.shown(".option")[0].click()
    assert visitor.until(lambda: "Seminar on tide gauges" in visitor.texts()[-1])
    assert visitor.number() >= before + 2


def test_a_group_with_topics_is_answered_in_the_topic(visitor):
    visitor.open("Meetings")
    answer = visitor.ask(f"/ask {QUESTION}")
    assert part(answer, ".sender").text == "Rapporteur"
    assert "Tonga" in answer.text
    visitor.open("Training")
    assert not any("Tonga" in text for text in visitor.texts())


def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(visitor):
    visitor.open("General")
    visitor.write("Who chaired the lunch?")
    answer = visitor.ask("@rapporteur_bot Who opened the seminar on tide gauges?")
    assert "Anna Lee" in answer.text
    assert not any("lunch" in text for text in visitor.texts() if "Rapporteur" in text)


def test_the_channel_is_written_by_admins_only(visitor):
    visitor.open("Regional news")
    assert "Only admins" in visitor.see("#closed").text
    assert not visitor.shown("#message-field")
    visitor.become("admin")
    visitor.field.send_keys(f"/ask {QUESTION}", Keys.ENTER)
    visitor.until(lambda: visitor.texts() and "Tonga" in visitor.texts()[-1])


def test_inline_mode_works_where_the_bot_is_not(visitor):
    visitor.open("Partners")
    visitor.field.send_keys(f"@rapporteur_bot {QUESTION}")
    first = visitor.see(".option")
    assert "Tonga" in first.text
    first.click()
    sent = visitor.see(".message.out")
    assert "via @rapporteur_bot" in sent.text
    assert "chaired by Tonga" in sent.text


def test_an_admin_adds_a_report_and_a_member_may_not(visitor, corpus, tmp_path):
    new = tmp_path / "kelp.md"
    new.write_text(
        "# Seminar on giant kelp\n\nThe seminar on giant kelp was chaired by Kiribati.\n"
    )
    visitor.become("admin")
    visitor.all("#file")[0].send_keys(str(new))
    answer = visitor.ask("/add")
    visitor.until(
        lambda: "1 added" in visitor.see(f'[data-id="{answer.get_attribute("data-id")}"]').text
    )
    visitor.become("member")
    assert "Kiribati" in visitor.ask("Who chaired the seminar on giant kelp?").text
    assert "admins" in visitor.ask("/reload").text
    assert (corpus / "kelp.md").is_file()


def test_the_events_are_those_of_the_reports_after_one_is_added(visitor, tmp_path):
    new = tmp_path / "reefs.md"
    new.write_text("# Seminar on reefs\n\nThe seminar on reefs was chaired by Nauru.\n")
    visitor.become("admin")
    visitor.see("#open-events").click()
    visitor.see(".filter").send_keys("seminar")
    count = visitor.until(lambda: " of " in (said := visitor.see("#timeline .note").text) and said)
    shown, everything = (int(number) for number in count.split()[:3:2])
    visitor.all("#file")[0].send_keys(str(new))
    visitor.ask("/add")
    wanted = f"{shown + 1} of {everything + 1} events"
    visitor.until(lambda: visitor.see("#timeline .note").text == wanted, wanted)


def test_a_value_is_highlighted_in_the_report_s_text(visitor):
    visitor.see("#open-events").click()
    visitor.see(".filter").send_keys("gauges")
    visitor.until(lambda: len(visitor.shown(".event")) == 1)
    visitor.see(".event").click()
    text = visitor.see(".report-text")
    assert "<b>second</b>" in text.text
    place = next(one for one in visitor.shown(".value") if one.text == "Apia")
    place.click()
    assert visitor.see(".report-text .lit").text == "Apia"
    lit = "".join(one.text for one in visitor.shown(".report-text .passage"))
    assert "".join(lit.split()) == "IttookplaceinApiaon4May2022."
    box, low = visitor.see(".report-text .lit").rect, text.rect["y"] + text.rect["height"]
    assert text.rect["y"] <= box["y"] < low


def test_the_admin_is_offered_what_members_are_not(visitor):
    visitor.field.send_keys("/reload")
    visitor.until(lambda: not visitor.shown(".option"))
    visitor.field.clear()
    visitor.become("admin")
    visitor.field.send_keys("/reload")
    visitor.see(".option").click()
    visitor.until(lambda: "Reloaded" in visitor.texts()[-1])


def test_other_chats_count_what_is_new(visitor):
    visitor.open("Partners")
    visitor.script(SAM_WRITES)
    unread = visitor.see(".forum .unread")
    assert unread.text.endswith("1")
    visitor.open("General")
    visitor.until(lambda: not visitor.shown(".forum .unread"))
    assert "Lunch?" in visitor.texts()[-1]


def test_a_reloaded_page_shows_the_same(visitor):
    answer = visitor.ask("Who opened the workshop on coral nurseries?")
    number, text = answer.get_attribute("data-id"), answer.text
    visitor.again()
    assert visitor.see(f'[data-id="{number}"]').text == text


def test_an_open_sheet_says_what_its_report_says_after_a_reload(visitor, corpus):
    silt = corpus / "silt.md"
    silt.write_text("# Seminar on silt\n\nThe seminar on silt was chaired by Tuvalu.\n")
    visitor.become("admin")
    visitor.ask("/reload")
    visitor.see("#open-events").click()
    visitor.see(".filter").send_keys("silt")
    visitor.until(lambda: len(visitor.shown(".event")) == 1)
    visitor.see(".event").click()
    visitor.until(lambda: "Tuvalu" in visitor.see(".report-text").text)
    silt.write_text("# Seminar on silt\n\nThe seminar on silt was chaired by Nauru.\n")
    visitor.ask("/reload")
    visitor.until(lambda: "Nauru" in visitor.see(".report-text").text)
    assert visitor.focused == visitor.field
    silt.unlink()
    visitor.ask("/reload")
    visitor.until(lambda: "no longer there" in visitor.see("#sheet").text)
    visitor.see("#sheet button").click()
    assert not visitor.shown("#sheet")
