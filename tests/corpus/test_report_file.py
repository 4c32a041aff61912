import pytest

from bot.corpus.report_file import UnreadableError, read_report


def read(text, path="a.md"):
    return read_report(path, text.encode() if isinstance(text, str) else text)[0]


def with_head(head):
    return read(f"---\n{head}\n---\nText.")


def test_the_head_gives_title_date_source_and_url():
    head = "title: A \ndate: 2023-07-31\nsource: The Daily\nurl: https://example.org/a?b=c"
    report = with_head(head)
    assert (report.title, report.date, report.source, report.url, report.body) == (
        "A",
        "2023-07-31",
        "The Daily",
        "https://example.org/a?b=c",
        "Text.",
    )


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2023-07-31", "2023-07-31"),
        ("2023-07-31 10:00:00", "2023-07-31"),
        ("2023-07-31T10:00:00Z", "2023-07-31"),
        ("'2023-07-31'", "2023-07-31"),
        ("31 July 2023", "2023-07-31"),
        ("July 31, 2023", "2023-07-31"),
        ("2023-02-31", None),
        ("July 2023", None),
        ("", None),
        ("null", None),
        ("[2023]", None),
    ],
)
def test_dates_become_iso_dates(written, date):
    assert with_head(f"date: {written}").date == date


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://a", "https://", "http://a b", "//a", f"https://{'a' * 3000}"],
)
def test_only_web_addresses_are_urls(url):
    assert with_head(f'url: "{url}"').url is None


def test_a_title_is_one_short_line():
    assert with_head('title: "A\\n b\\0c"').title == "A b c"
    assert len(with_head(f"title: {'a' * 5000}").title) == 300


def test_surrogates_in_a_head_never_reach_a_report():
    try:
        title = with_head('title: "a\\ud800b"').title
    except UnreadableError:
        return
    title.encode()


def test_markdown_that_is_not_utf8_is_refused():
    with pytest.raises(UnreadableError, match="UTF-8"):
        read(b"caf\xe9")


def test_text_is_read_in_any_encoding():
    assert read("“Café”".encode("utf-16"), "a.txt").body == "“Café”"


def test_a_head_is_read_in_text_too():
    report = read("---\ntitle: A\n---\nText.", "a.txt")
    assert (report.title, report.body) == ("A", "Text.")


def test_a_head_that_cannot_be_read_is_text_in_text():
    text = "---\ntitle: [\n---\nText."
    assert read(text, "a.txt").body == text


@pytest.mark.parametrize("text", ["", "  \n\t", "---\ntitle: A\n---\n\n", "\0\0", "***"])
def test_a_file_without_a_word_is_refused(text):
    with pytest.raises(UnreadableError, match="no text"):
        read(text)
