import pytest
from selenium.webdriver.common.by import By

pytestmark = pytest.mark.browser

QUESTION = "Who chaired the seminar on tide gauges?"
CONTRAST = """
const options = { willReadFrequently: true };
const canvas = document.createElement("canvas").getContext("2d", options);
function pixel(layers) {
  for (const colour of layers) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
}
function part(value) {
  const share = value / 255;
  return share <= .03928 ? share / 12.92 : ((share + .055) / 1.055) ** 2.4;
}
function light([red, green, blue]) {
  return .2126 * part(red) + .7152 * part(green) + .0722 * part(blue);
}
function contrast(element) {
  const grounds = [];
  for (let at = element; at; at = at.parentElement) {
    grounds.unshift(getComputedStyle(at).backgroundColor);
  }
  const both = [grounds, [...grounds, getComputedStyle(element).color]];
  const [low, high] = both.map((layers) => light(pixel(layers))).sort((a, b) => a - b);
  return (high + .05) / (low + .05);
}
const seen = { opacityProperty: true, visibilityProperty: true };
const poor = new Set();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const element = node.parentElement;
  if (!node.data.trim() || !element.checkVisibility(seen)) continue;
  if (element.closest(".unseen, .skip")) continue;
  const found = contrast(element);
  if (found < 4.5) poor.add(`${element.className} ${element.tagName} ${found.toFixed(2)}`);
}
return [...poor];
"""  # of text and its ground, as WCAG 2.2 measures it
SMALL = """
return [...document.querySelectorAll("button, a.key, input, textarea, label")]
  .filter((one) => one.checkVisibility() && !one.closest(".text, .segments label, .skip"))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
  .map(([one, box]) => `${one.className || one.id} ${box.width}x${box.height}`);
"""


OUTSIDE = """
return [...document.querySelectorAll("button, textarea, .bubble")]
  .filter((one) => one.checkVisibility())
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.left < 0 || box.right > innerWidth + 1))
  .map(([one, box]) => `${one.className} ${box.left} ${box.right}`);
"""


def button(visitor, name):
    """The visible button of this name; None where there is none."""
    return next((one for one in visitor.shown("button") if one.text == name), None)


def ground(visitor):
    return visitor.style(visitor.see(".panel, .side"), "background-color")


def overflowing(visitor):
    return visitor.script("return document.documentElement.scrollWidth > innerWidth")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_all_text_stands_out_from_its_ground(visitor, dark):
    if dark:
        visitor.see("#theme").click()
    visitor.ask(QUESTION)
    visitor.open("Meetings")
    visitor.ask(f"/ask {QUESTION}")
    visitor.see("#open-why").click()
    visitor.see(".considered summary").click()
    assert visitor.script(CONTRAST) == []
    visitor.see("#tab-events").click()
    visitor.see(".event")
    assert visitor.script(CONTRAST) == []
    visitor.see(".event").click()
    visitor.see(".value").click()
    visitor.see(".report-text .lit")
    assert visitor.script(CONTRAST) == []


def test_the_appearance_follows_the_system_until_it_is_chosen(visitor):
    light = ground(visitor)
    visitor.size(1440, 900, dark=True)
    dark = visitor.until(lambda: (found := ground(visitor)) != light and found)
    visitor.see("#theme").click()
    assert ground(visitor) == light
    visitor.again()
    assert ground(visitor) == light
    assert dark != light


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_button_says_which_appearance_is_on(visitor, dark):
    visitor.size(1440, 900, dark=dark)
    visitor.again()
    assert visitor.see("#theme").get_attribute("aria-pressed") == str(dark).lower()


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1440, 2200])
def test_nothing_sticks_out_at_any_width(visitor, width):
    visitor.size(width, 800)
    visitor.again()
    visitor.ask(QUESTION)
    assert not overflowing(visitor)
    assert visitor.script(OUTSIDE) == []
    visitor.see("#open-events").click()
    visitor.see(".event").click()
    visitor.see(".report-text")
    assert not overflowing(visitor)
    assert visitor.script(OUTSIDE) == []


@pytest.mark.parametrize("width", [720, 820, 1179, 1180, 1440])
@pytest.mark.parametrize("tab", ["why", "events"])
def test_the_panel_covers_neither_the_messages_nor_the_field(visitor, width, tab):
    visitor.size(width, 1000)
    visitor.again()
    visitor.see(f"#open-{tab}").click()
    panel = visitor.see("#panel").rect
    for css in ("#composer", "#messages", ".room-head"):
        box = visitor.see(css).rect
        assert box["x"] + box["width"] <= panel["x"] + 1  # of rounding
        assert box["width"] >= 340
    assert panel["x"] + panel["width"] <= width


@pytest.mark.parametrize(("width", "height"), [(390, 844), (820, 1000), (1440, 900)])
def test_a_note_covers_neither_the_newest_message_nor_the_field(visitor, width, height):
    visitor.size(width, height)
    visitor.again()
    answer = visitor.ask(QUESTION)
    visitor.key(answer, "👍").click()
    note = visitor.see("#toast").rect
    newest = visitor.shown("#messages .message")[-1].find_element(By.CSS_SELECTOR, ".bubble").rect
    assert note["y"] + note["height"] <= newest["y"]
    assert note["y"] >= visitor.see(".room-head").rect["height"]


def test_a_phone_shows_the_chat_or_the_list(visitor):
    visitor.size(390, 844, touch=True)
    visitor.again()
    assert not visitor.shown(".side")
    visitor.see("#back").click()
    assert not visitor.shown(".room")
    visitor.open("Meetings")
    assert not visitor.shown(".side")
    assert visitor.focused.get_attribute("id") == "room-title"  # and no keyboard covers the chat
    assert "Tonga" in visitor.ask(f"/ask {QUESTION}").text


def test_a_phone_shows_the_explanation_over_the_chat(visitor):
    visitor.size(390, 844, touch=True)
    visitor.again()
    visitor.ask(QUESTION)
    visitor.see("#open-why").click()
    visitor.until(lambda: "Tonga" in visitor.see(".outcome").text)
    assert visitor.see("#panel").rect["width"] == 390
    visitor.see("#close-panel").click()
    assert not visitor.shown("#panel")


def test_a_phone_opens_an_event_s_card_in_the_chat(visitor):
    visitor.size(390, 844, touch=True)
    visitor.again()
    visitor.see("#open-events").click()
    visitor.see(".event").click()
    visitor.until(lambda: button(visitor, "Card in the chat")).click()
    visitor.until(lambda: not visitor.shown("#panel"))
    visitor.until(lambda: "Where:" in visitor.texts()[-1])


def test_a_finger_finds_every_button(visitor):
    visitor.size(390, 844, touch=True)
    visitor.again()
    visitor.ask(QUESTION)
    assert visitor.script(SMALL) == []


def test_nothing_is_explained_until_it_is_wanted(visitor):
    visitor.ask(QUESTION)
    assert not visitor.shown("#panel")


def test_an_explanation_is_in_plain_words_and_keeps_the_rest_folded(visitor):
    visitor.ask(QUESTION)
    visitor.see("#open-why").click()
    visitor.see(".outcome")
    said = visitor.see("#why").text
    assert "likely to be right" in said
    assert not any(word in said for word in ("BM25", "score", "sheet"))
    assert not visitor.shown(".ranked li")
    visitor.see(".considered summary").click()
    assert visitor.shown(".ranked li")


def test_an_explanation_leads_to_the_quoted_passage_in_the_report(visitor):
    visitor.ask(QUESTION)
    visitor.see("#open-why").click()
    visitor.until(lambda: button(visitor, "See the report’s text")).click()
    visitor.see(".report-text .passage")
    lit = "".join(one.text for one in visitor.shown(".report-text .passage"))
    assert "".join(lit.split()) == "TheseminarontidegaugeswaschairedbyTonga."


def test_a_desktop_shows_list_chat_and_explanation_side_by_side(visitor):
    visitor.ask(QUESTION)
    visitor.see("#open-why").click()
    visitor.until(lambda: "Tonga" in visitor.see(".outcome").text)
    lefts = [visitor.see(css).rect for css in (".side", ".room", "#panel")]
    assert [box["x"] for box in lefts] == sorted({box["x"] for box in lefts})
    assert lefts[0]["x"] + lefts[0]["width"] <= lefts[1]["x"]
    assert lefts[1]["x"] + lefts[1]["width"] <= lefts[2]["x"]


def test_the_explanation_follows_the_newest_answer_and_any_other_on_demand(visitor):
    visitor.see("#open-why").click()
    first = visitor.ask(QUESTION)
    visitor.until(lambda: "tide gauges" in visitor.see(".asked").text)
    visitor.ask("Who opened the workshop on coral nurseries?")
    visitor.until(lambda: "coral nurseries" in visitor.see(".asked").text)
    visitor.tool(first, "Why this answer").click()
    visitor.until(lambda: "tide gauges" in visitor.see(".asked").text)


def test_events_stand_in_the_order_of_time_and_can_be_filtered(visitor):
    visitor.see("#open-events").click()
    visitor.see(".event")
    years = [head.text for head in visitor.shown(".timeline h3")]
    assert years == sorted(years)
    visitor.see(".filter").send_keys("apia")
    visitor.until(lambda: len(visitor.shown(".event")) == 1)
    visitor.see(".event").click()
    visitor.until(lambda: button(visitor, "Card in the chat")).click()
    visitor.until(lambda: "Seminar on tide gauges" in visitor.texts()[-1])
    assert visitor.newer(0, ".message").find_elements(By.CSS_SELECTOR, ".bubble")
