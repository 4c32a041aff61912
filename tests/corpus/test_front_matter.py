import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.front_matter import FrontMatterError, read_front_matter


def values(text):
    return {key: entry.value for key, entry in read_front_matter(text).entries.items()}


def body(text):
    return text[read_front_matter(text).body_start :]


def refusal(text):
    with pytest.raises(FrontMatterError) as raised:
        read_front_matter(text)
    return str(raised.value), raised.value.line


def test_values_are_kept_as_they_are_written():
    head = '---\ntitle: "A: b"\ndate: 2023-07-31\nversion: 1.10\ncountry: No\n---\nText'
    assert values(head) == {
        "title": "A: b",
        "date": "2023-07-31",
        "version": "1.10",
        "country": "No",
    }


def test_the_body_starts_right_after_the_closing_line():
    assert body("---\ntitle: A\n---  \n\n Text\n") == "\n Text\n"
    assert body("---\ntitle: A\n...\nText") == "Text"
    assert body("---\ntitle: A\n---") == ""
    assert body("---\n---\nText") == "Text"


@pytest.mark.parametrize(
    "text",
    [
        "Text",
        "",
        "---",
        "----\na: b\n----\n",
        " ---\na: b\n---\n",
        "---\n\nText\n\n---\nMore",
        "---\nonly words\n---\nMore",
        "---\n- Fiji\n- Samoa\n---\nMore",
        '---\n= "TOML"\n---\nMore',
        "--- abstract\n\nThe call was chaired by Iris Tan.\n",
        "---\ntitle: [\n\n--- abstract\n\nText.\n",
    ],
)
def test_without_a_head_everything_is_body(text):
    assert body(text) == text
    assert values(text) == {}


def test_a_head_ends_where_a_named_part_begins():
    text = "---\ntitle: Tide call\nabbrev: Tide\n\n--- abstract\n\nIris Tan took the chair.\n"
    assert values(text)["title"] == "Tide call"
    assert body(text) == "\nIris Tan took the chair.\n"


def test_a_comment_may_stand_before_the_first_key():
    assert values("---\n# the head\n\ntitle: A\n---\nText") == {"title": "A"}


def test_an_entry_knows_its_line():
    head = read_front_matter("---\ntitle: A\n\nurl: b\n---\n")
    assert head.entries["url"].line == 4


def test_lists_and_mappings_are_passed_over():
    head = "---\ntags: [a, {b: c}]\nmore:\n  title: Inner\n  deep:\n  - x\ntitle: Outer\n---\n"
    assert values(head) == {"tags": "", "more": "", "title": "Outer"}


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("---\ntitle: Meeting: the first\n---\n", 2),
        ("---\ntitle: A\ndate: [2023\n---\n", 3),
        ('---\ntitle: A\nsource: "B\ndate: C\n---\n', 3),
        ("---\ntitle: A\n\tdate: B\n---\n", 3),
        ("---\ntitle: A\nText without an end", 1),
    ],
)
def test_a_malformed_head_is_refused_with_its_line(head, line):
    assert refusal(head)[1] == line


def test_an_alias_bomb_is_refused():
    bomb = "".join(
        f"{name}: &{name} [{', '.join([f'*{last}'] * 9)}]\n" for last, name in ["ab", "bc"]
    )
    reason, line = refusal(f"---\na: &a [lol]\n{bomb}---\n")
    assert "alias" in reason
    assert line == 3


@pytest.mark.parametrize("nesting", ["[" * 30000, "{a: " * 15000, "\n " + "? " * 30000])
def test_deep_nesting_is_refused(nesting):
    assert "nested" in refusal(f"---\na: {nesting}\n---\n")[0]


def test_a_huge_head_is_refused():
    assert "64 KB" in refusal(f"---\na: {'b' * 70_000}\n---\n")[0]


def test_tags_build_nothing():
    head = "---\ntitle: !!python/object/apply:os.system [exit 1]\ndate: !!int 5\n---\n"
    assert values(head) == {"title": "", "date": "5"}


@given(st.text(max_size=200))
def test_any_head_is_read_or_refused(text):
    try:
        head = read_front_matter(f"---\n{text}\n---\nBody")
    except FrontMatterError:
        return
    assert all(isinstance(entry.value, str) for entry in head.entries.values())
