import pytest
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser

QUESTION = "Who chaired the seminar on tide gauges?"
OUTLINED = """
const one = document.activeElement;
const radio = one.matches("input[type=radio]");
const field = one.closest(".field");
if (field && getComputedStyle(field).boxShadow.includes("1.5px")) return true;
return getComputedStyle(radio ? one.nextElementSibling : one).outlineStyle !== "none";
"""


def from_the_top(visitor):
    visitor.script("document.querySelector('.skip').focus()")


def tab_to(visitor, found, backwards=False):
    """Press Tab until the focus is where it is wanted; every stop on the way has to be visible."""
    for _ in range(60):
        if found(visitor.focused):
            return visitor.focused
        visitor.keys(Keys.SHIFT + Keys.TAB if backwards else Keys.TAB)
        if visitor.focused.tag_name != "body":
            assert visitor.script(OUTLINED), visitor.focused.get_attribute("outerHTML")[:200]
    raise LookupError("the keyboard doesn't lead there")


def named(name):
    return lambda element: name in (element.get_attribute("aria-label") or "", element.text)


def test_one_can_type_at_once_and_press_a_button_by_keys(visitor):
    visitor.keys(QUESTION, Keys.ENTER)
    visitor.until(lambda: "chaired by Tonga" in visitor.texts()[-1])
    number = visitor.number()
    tab_to(visitor, lambda e: "👍" in e.text, backwards=True)
    visitor.keys(Keys.ENTER)
    visitor.until(lambda: "👍 1" in visitor.see(f'[data-id="{number}"]').text)
    visitor.until(lambda: "👍 1" in visitor.focused.text)


def test_a_link_skips_to_the_message_field(visitor):
    visitor.see("#theme").click()
    visitor.keys(Keys.SHIFT + Keys.TAB)
    assert "Skip" in visitor.focused.text
    assert visitor.focused.rect["y"] >= 0
    visitor.keys(Keys.ENTER)
    assert visitor.focused.get_attribute("id") == "message-field"


def test_chats_are_chosen_by_arrows(visitor):
    from_the_top(visitor)
    tab_to(visitor, lambda e: e.get_attribute("class") == "chat")
    visitor.keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    visitor.keys(Keys.ENTER)
    visitor.until(lambda: visitor.see("#room-title").text == "Meetings")
    assert visitor.focused.get_attribute("aria-label") == "Message in Meetings"


def test_the_person_is_changed_by_arrows(visitor):
    from_the_top(visitor)
    tab_to(visitor, lambda e: e.get_attribute("name") == "person")
    visitor.keys(Keys.ARROW_RIGHT)
    visitor.open("Regional news")
    assert visitor.field.is_displayed()


def test_commands_are_chosen_by_arrows(visitor):
    visitor.keys("/")
    visitor.see(".option")
    visitor.keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    chosen = visitor.see('.option[aria-selected="true"]')
    assert visitor.field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    visitor.keys(Keys.ENTER)
    visitor.until(lambda: "Seminar on tide gauges" in visitor.texts()[-1])


def test_a_command_is_completed_by_tab_and_left_by_escape(visitor):
    visitor.keys("/as")
    visitor.see(".option")
    visitor.keys(Keys.ARROW_DOWN, Keys.TAB)
    visitor.until(lambda: visitor.field.get_attribute("value") == "/ask ")
    visitor.keys(Keys.ESCAPE)
    assert visitor.field.get_attribute("value") == ""


def test_an_inline_result_is_chosen_by_arrows(visitor):
    visitor.open("Partners")
    visitor.field.send_keys(f"@rapporteur_bot {QUESTION}")
    visitor.see(".option")
    before = visitor.number()
    visitor.keys(Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ENTER)
    assert "chaired by Tonga" in visitor.until(lambda: visitor.newer(before, ".message.out")).text


def test_enter_takes_the_first_inline_result(visitor):
    visitor.open("Partners")
    visitor.field.send_keys(f"@rapporteur_bot {QUESTION}")
    chosen = visitor.see('.option[aria-selected="true"]')
    assert chosen.get_attribute("id") == "option-0"
    before = visitor.number()
    visitor.keys(Keys.ENTER)
    sent = visitor.until(lambda: visitor.newer(before, ".message.out")).text
    assert "chaired by Tonga" in sent
    assert "@rapporteur_bot Who" not in sent


def test_enter_before_the_results_sends_no_raw_text_where_the_bot_is_not(visitor):
    visitor.open("Partners")
    before = visitor.number()
    visitor.field.send_keys(f"@rapporteur_bot {QUESTION}", Keys.ENTER)
    visitor.see(".option")
    assert visitor.number() == before
    assert QUESTION in visitor.field.get_attribute("value")


def test_a_report_s_values_are_chosen_by_keys_and_left_for_the_event(visitor):
    visitor.see("#open-events").click()
    event = visitor.see(".event")
    title = event.find_element("tag name", "b").text
    event.send_keys(Keys.ENTER)
    visitor.until(lambda: visitor.focused.text == title)
    tab_to(visitor, lambda e: e.get_attribute("class") == "value")
    visitor.keys(Keys.ENTER)
    visitor.see(".report-text .lit")
    tab_to(visitor, named("← All events"), backwards=True)
    visitor.keys(Keys.ENTER)
    visitor.until(lambda: visitor.focused.get_attribute("class") == "event")
    assert title in visitor.focused.text


def test_shift_and_enter_begin_a_line(visitor):
    visitor.keys("Who chaired", Keys.SHIFT + Keys.ENTER)
    visitor.field.send_keys("it?")
    assert visitor.field.get_attribute("value") == "Who chaired\nit?"


def test_the_panel_is_left_by_escape(visitor):
    visitor.see("#open-why").click()
    tab_to(visitor, named("Why this answer"))
    visitor.see("#tab-why").send_keys(Keys.ARROW_RIGHT)
    assert visitor.focused.get_attribute("id") == "tab-events"
    visitor.see(".event")
    visitor.keys(Keys.ESCAPE)
    assert not visitor.shown("#panel")
    assert visitor.focused.get_attribute("id") == "open-events"


def test_a_quote_is_opened_by_keys(visitor):
    visitor.ask("Who closed the seminar on floating moorings?")
    visitor.until(lambda: visitor.shown(".unfold"))
    tab_to(visitor, named("Whole quote"), backwards=True)
    visitor.keys(Keys.ENTER)
    visitor.until(lambda: visitor.focused.get_attribute("aria-expanded") == "true")
