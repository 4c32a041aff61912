from itertools import pairwise

import pytest

pytestmark = pytest.mark.browser

QUESTION = "Who chaired the seminar on tide gauges?"
HEADINGS = """
return [...document.querySelectorAll("h1, h2, h3")].filter((e) => e.checkVisibility())
  .map((e) => Number(e.tagName[1]));
"""
CONTROLS = {"button", "link", "textbox", "combobox", "radio", "tab", "searchbox", "option"}


def tree(visitor):
    """What a screen reader gets: role, name and properties of each thing."""
    nodes = visitor.chromium.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    return [
        (
            node["role"]["value"],
            node.get("name", {}).get("value", ""),
            {p["name"]: p["value"].get("value") for p in node.get("properties", ())},
        )
        for node in nodes
        if not node["ignored"] and "role" in node
    ]


def named(found, role):
    return {name for kind, name, _ in found if kind == role}


def test_every_control_has_a_name(visitor):
    visitor.ask(QUESTION)
    visitor.field.send_keys("/")
    visitor.see(".option")
    found = tree(visitor)
    assert [(role, name) for role, name, _ in found if role in CONTROLS and not name.strip()] == []
    assert {"Send", "Send a file", "Commands", "Events", "Dark appearance"} <= named(
        found, "button"
    )


def test_the_parts_of_the_page_are_named(visitor):
    found = tree(visitor)
    assert named(found, "main") == {"Chat"}
    assert "Chats" in named(found, "complementary")
    assert named(found, "navigation") == {"Chats"}
    assert {"Rapporteur"} <= named(found, "heading")
    assert named(found, "log") == {"Messages"}
    assert {"Anna member", "Sam admin"} <= named(found, "radio")


def test_a_message_tells_who_wrote_it_and_when(visitor):
    visitor.ask(QUESTION)
    names = named(tree(visitor), "article")
    assert any(name.startswith("Rapporteur, ") for name in names)
    assert any(name.startswith("Anna Berg, ") for name in names)


def test_an_answer_is_said_when_it_comes(visitor):
    visitor.ask(QUESTION)
    said = visitor.all("#announcer")[0]
    assert said.get_attribute("aria-live") == "polite"
    visitor.until(lambda: "Rapporteur: Tonga" in said.get_attribute("textContent"))


def test_what_is_selected_is_told(visitor):
    visitor.see("#open-why").click()
    found = tree(visitor)
    assert "Background" in named(found, "complementary")
    tabs = {name: state["selected"] for role, name, state in found if role == "tab"}
    assert tabs == {"Why this answer": True, "Events": False}
    assert visitor.see('.chat[aria-current="page"]').text
    combobox = next(state for role, _, state in found if role == "combobox")
    assert combobox["expanded"] is False


def test_confidence_is_said_in_words(visitor):
    visitor.ask(QUESTION)
    visitor.see("#open-why").click()
    visitor.see(".outcome")
    assert any(name.startswith("90% likely to be right") for name in named(tree(visitor), "image"))


def test_the_passage_of_a_value_is_said(visitor):
    visitor.see("#open-events").click()
    visitor.see(".event").click()
    value = visitor.see(".value")
    value.click()
    said = visitor.all("#announcer")[0].get_attribute("textContent")
    assert value.text in " ".join(said.split())
    assert value.get_attribute("aria-pressed") == "true"


def test_the_page_says_its_language_and_its_chat(visitor):
    assert visitor.script("return document.documentElement.lang") == "en"
    visitor.open("Meetings")
    assert visitor.chromium.title == "Meetings · Rapporteur"


def test_headings_are_in_order(visitor):
    visitor.ask(QUESTION)
    visitor.see("#open-why").click()
    visitor.see(".outcome")
    levels = visitor.script(HEADINGS)
    assert all(after - before <= 1 for before, after in pairwise(levels))
