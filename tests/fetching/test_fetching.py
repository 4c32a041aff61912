import asyncio
import fcntl
import gzip
import json
import re
from contextlib import nullcontext

import pytest
from web_site import answer, tagged

from bot.config import Config, CorpusSection, FetchSection, Source
from bot.corpus import read_corpus
from bot.corpus.extraction import ExtractionError, Extractor, PageEntry
from bot.corpus.report_file import read_report
from bot.errors import ConfigError, CorpusError
from bot.fetching import fetch, file_of, markdown_of
from bot.fetching.web import FetchedPage, Validators, web_of

PAGE = """<html><head><title>{0}</title></head><body><article><h1>{0}</h1>
<p>The workshop took place in {0} on 3 May 2023. It was opened by Jane Smith, who
thanked all who had come from near and far.</p></article></body></html>"""
ITEM = "<item><title>{0}</title><link>/{0}</link><pubDate>{1}</pubDate></item>"
# One for all tests: it takes a moment to start.
EXTRACTOR = Extractor()
URL = "https://example.org/news/suva"
ARTICLE = "<html><body><article><p>{}</p></article></body></html>"


@pytest.fixture(scope="module", autouse=True)
def extractor():
    with EXTRACTOR:
        yield EXTRACTOR


def page(place):
    return PAGE.format(place).encode()


def feed(*places, day="Mon, 31 Jul 2023 08:00:00 +1200"):
    items = "".join(ITEM.format(place, day) for place in places)
    text = f'<rss version="2.0"><channel><title>News</title>{items}</channel></rss>'
    return text.encode()


def sitemap(root, *places, changed=None):
    changed = f"<lastmod>{changed}</lastmod>" if changed else ""
    urls = "".join(f"<url><loc>{root}/{place}</loc>{changed}</url>" for place in places)
    return f"<urlset>{urls}</urlset>".encode()


def config(folder, site, *sources, **settings):
    sources = sources or (("feed", "/feed"),)
    return Config(
        corpus=CorpusSection(path=folder),
        fetch=FetchSection(
            sources=tuple(Source(kind, site.root + path) for kind, path in sources),
            private_hosts=("127.0.0.1",),
            pause_seconds=0,
            **settings,
        ),
    )


def run(made, tell=None):
    """What happened: (what, the last part of the address, what was said)."""
    events = []

    async def go():
        async with web_of(made.fetch, made.corpus.max_file_mb) as web:
            await fetch(made, web, tell or events.append, make=lambda: nullcontext(EXTRACTOR))

    asyncio.run(go())
    return [(e.what, e.url.rpartition("/")[2], e.said) for e in events if e.what != "source"]


def written(file):
    about = file.stat()
    return about.st_ino, about.st_mtime_ns


def kinds(events):
    return [what for what, *_ in events]


def test_the_pages_of_a_feed_become_reports_with_their_dates_and_links(tmp_path, site):
    site.pages |= {"/feed": feed("Suva", "Apia"), "/Suva": page("Suva"), "/Apia": page("Apia")}
    assert kinds(run(config(tmp_path, site))) == ["new", "new"]
    corpus = read_corpus(tmp_path)
    assert corpus.problems == corpus.warnings == ()
    assert [(r.title, r.date, r.source, r.url) for r in corpus.reports] == [
        (place, "2023-07-31", "News", f"{site.root}/{place}") for place in ("Apia", "Suva")
    ]
    assert "took place in Suva on 3 May 2023" in corpus.reports[1].body


def test_what_has_not_changed_costs_nothing(tmp_path, site):
    site.pages |= {"/feed": tagged(feed("Suva")), "/Suva": page("Suva")}
    run(config(tmp_path, site))
    (file,) = tmp_path.rglob("*.md")
    before, site.asked[:] = written(file), []
    assert run(config(tmp_path, site)) == []
    assert site.paths() == ["/robots.txt", "/feed"]
    assert written(file) == before


def test_a_new_entry_is_fetched_and_the_known_ones_are_not_asked_for(tmp_path, site):
    site.pages |= {"/feed": feed("Suva"), "/Suva": page("Suva"), "/Apia": page("Apia")}
    run(config(tmp_path, site))
    site.pages["/feed"] = feed("Apia", "Suva")
    site.asked.clear()
    assert kinds(run(config(tmp_path, site))) == ["new", "unchanged"]
    assert "/Suva" not in site.paths()


def test_a_page_that_changed_is_written_anew_in_its_place(tmp_path, site):
    site.pages |= {"/feed": feed("Suva"), "/Suva": page("Suva")}
    run(config(tmp_path, site))
    changed = feed("Suva", day="Tue, 1 Aug 2023 08:00:00 +1200")
    site.pages |= {"/feed": changed, "/Suva": page("Nadi")}
    assert kinds(run(config(tmp_path, site))) == ["changed"]
    (report,) = read_corpus(tmp_path).reports
    assert (report.date, "Nadi" in report.body) == ("2023-08-01", True)


def test_pages_of_a_sitemap_without_dates_are_asked_for_by_what_the_server_gave(tmp_path, site):
    site.pages |= {"/map": sitemap(site.root, "Suva"), "/Suva": tagged(page("Suva"), '"7"')}
    made = config(tmp_path, site, ("sitemap", "/map"))
    assert kinds(run(made)) == ["new"]
    assert kinds(run(made)) == ["unchanged"]
    assert site.sent("/Suva")["If-None-Match"] == '"7"'


def test_a_page_that_comes_again_as_it_was_is_not_written(tmp_path, site):
    site.pages |= {"/map": sitemap(site.root, "Suva"), "/Suva": page("Suva")}
    made = config(tmp_path, site, ("sitemap", "/map"))
    run(made)
    (file,) = tmp_path.rglob("*.md")
    before = written(file)
    assert kinds(run(made)) == ["unchanged"]
    assert written(file) == before


def test_the_sitemaps_of_an_index_are_read(tmp_path, site):
    index = f"<sitemapindex><sitemap><loc>{site.root}/1</loc></sitemap></sitemapindex>"
    site.pages |= {
        "/map": index.encode(),
        "/1": gzip.compress(sitemap(site.root, "Suva", changed="2023-08-01")),
        "/Suva": page("Suva"),
    }
    assert kinds(run(config(tmp_path, site, ("sitemap", "/map")))) == ["new"]
    assert read_corpus(tmp_path).reports[0].date == "2023-08-01"


def test_a_page_of_two_sources_is_fetched_once(tmp_path, site):
    site.pages |= {"/feed": feed("Suva"), "/map": sitemap(site.root, "Suva", "Apia")}
    site.pages |= {"/Suva": page("Suva"), "/Apia": page("Apia")}
    made = config(tmp_path, site, ("feed", "/feed"), ("sitemap", "/map"))
    assert kinds(run(made)) == ["new", "new"]
    assert site.paths().count("/Suva") == 1


def test_a_page_that_fails_is_told_and_tried_again_next_time(tmp_path, site):
    site.pages |= {"/feed": tagged(feed("Suva", "Apia")), "/Suva": page("Suva")}
    events = run(config(tmp_path, site))
    assert events[1] == ("problem", "Apia", "answers with status 404")
    site.pages["/Apia"] = page("Apia")
    assert kinds(run(config(tmp_path, site))) == ["unchanged", "new"]


def test_a_page_that_fails_later_keeps_its_report(tmp_path, site):
    site.pages |= {"/map": sitemap(site.root, "Suva"), "/Suva": page("Suva")}
    made = config(tmp_path, site, ("sitemap", "/map"))
    run(made)
    del site.pages["/Suva"]
    assert kinds(run(made)) == ["problem"]
    assert len(read_corpus(tmp_path).reports) == 1


def test_a_report_that_was_deleted_is_fetched_again(tmp_path, site):
    site.pages |= {"/feed": tagged(feed("Suva")), "/Suva": tagged(page("Suva"))}
    run(config(tmp_path, site))
    next(tmp_path.rglob("*.md")).unlink()
    assert kinds(run(config(tmp_path, site))) == ["new"]


def test_a_source_that_fails_does_not_keep_the_next_from_being_read(tmp_path, site):
    site.pages |= {"/feed": feed("Suva"), "/Suva": page("Suva"), "/bad": b"<html>no feed</html>"}
    made = config(tmp_path, site, ("feed", "/bad"), ("sitemap", "/none"), ("feed", "/feed"))
    assert run(made)[:2] == [
        ("problem", "bad", "is no RSS or Atom feed"),
        ("problem", "none", "answers with status 404"),
    ]
    assert len(read_corpus(tmp_path).reports) == 1


def test_a_busy_host_is_left_in_peace_until_the_next_run(tmp_path, site):
    site.pages["/feed"] = feed("Suva", "Apia")
    site.pages["/Suva"] = lambda request: answer(request, b"", status=503)
    assert run(config(tmp_path, site)) == [
        ("problem", "Suva", "answers with status 503"),
        ("problem", "feed", "the rest is left for the next run"),
    ]


def test_a_host_that_answers_no_more_is_given_up_after_three_pages(tmp_path, site):
    def dead(request):
        request.close_connection = True

    site.pages |= {"/feed": feed(*"abcdef")} | {f"/{name}": dead for name in "abcdef"}
    assert [name for _, name, _ in run(config(tmp_path, site))] == ["a", "b", "c", "feed"]


def test_more_pages_than_are_wanted_are_left_out_and_told(tmp_path, site):
    site.pages |= {"/feed": feed("Suva", "Apia"), "/Suva": page("Suva"), "/Apia": page("Apia")}
    events = run(config(tmp_path, site, max_pages=1))
    assert events[1:] == [("problem", "feed", "names 2 pages; fetch.max_pages is 1")]


def test_a_run_that_is_stopped_leaves_whole_files_and_the_next_goes_on(tmp_path, site):
    places = ("Suva", "Apia", "Nadi")
    site.pages |= {"/feed": tagged(feed(*places))} | {f"/{p}": page(p) for p in places}

    def stop(event):
        if event.url.endswith("Apia"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(config(tmp_path, site), stop)
    assert len(read_corpus(tmp_path).reports) == 2
    assert not list(tmp_path.rglob("*.part"))
    assert kinds(run(config(tmp_path, site))) == ["unchanged", "unchanged", "new"]


@pytest.mark.parametrize("torn", ["{", "[]", '{"version": 1, "pages": {"a": 1}}'])
def test_without_a_sound_record_everything_is_looked_at_again(tmp_path, site, torn):
    site.pages |= {"/feed": feed("Suva"), "/Suva": page("Suva")}
    run(config(tmp_path, site))
    (tmp_path / "fetched/.fetched.json").write_text(torn)
    assert kinds(run(config(tmp_path, site))) == ["unchanged"]


def test_a_record_that_was_tampered_with_writes_nowhere_else(tmp_path, site):
    site.pages |= {"/feed": feed("Suva"), "/Suva": page("Suva")}
    run(config(tmp_path, site))
    record = tmp_path / "fetched/.fetched.json"
    kept = json.loads(record.read_text())
    kept["pages"][f"{site.root}/Suva"]["file"] = "../../outside.md"
    record.write_text(json.dumps(kept))
    assert kinds(run(config(tmp_path, site))) == ["unchanged"]
    assert not (tmp_path.parent / "outside.md").exists()


def test_a_page_that_holds_no_report_is_told_of_once_and_not_asked_for_again(tmp_path, site):
    site.pages |= {"/feed": feed("Suva"), "/Suva": lambda r: answer(r, b"x", kind="image/png")}
    assert run(config(tmp_path, site))[0][2] == "is image/png, which isn't read"
    site.asked.clear()
    assert kinds(run(config(tmp_path, site))) == ["unchanged"]
    assert "/Suva" not in site.paths()


def test_what_a_killed_run_has_left_is_cleared_away(tmp_path, site):
    site.pages |= {"/feed": feed("Suva"), "/Suva": page("Suva")}
    torn = tmp_path / "fetched/some-host/.a.md.part"
    torn.parent.mkdir(parents=True)
    torn.write_text("half")
    run(config(tmp_path, site))
    assert not torn.exists()


def test_two_runs_at_once_are_refused(tmp_path, site):
    (tmp_path / "fetched").mkdir()
    with (tmp_path / "fetched/.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CorpusError, match="another fetch is running"):
            run(config(tmp_path, site))
    assert site.asked == []


def test_without_a_source_it_is_said_where_to_name_one(tmp_path, site):
    made = Config(corpus=CorpusSection(path=tmp_path))
    with pytest.raises(ConfigError, match=r"fetch\.sources"):
        run(made)


def test_a_folder_that_cannot_be_written_is_told(tmp_path, site):
    (tmp_path / "fetched").write_text("a file in its place")
    with pytest.raises(CorpusError, match="can't be written"):
        run(config(tmp_path, site))


def fetched_page(data, kind="text/html", charset=None, url=URL):
    return FetchedPage(url, data, kind, charset, Validators())


def report(extractor, fetched, entry=None, site=None):
    read, warnings = read_report(
        "a.md", markdown_of(fetched, entry or PageEntry(URL), site, extractor)
    )
    assert warnings == []
    return read


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/../../etc/passwd",
        "https://example.org/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "https://example.org/a%00b\\..\\c",
        "https://example.org/" + "x" * 5000,
        "https://example.org/.hidden",
        "https://EXAMPLE.org/%f0%9f%98%80/",
        "https://example.org/CON?x=/../y",
        "https://[::1]/",
    ],
)
def test_a_hostile_address_gives_a_harmless_name(url):
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]{1,69}\.md", file_of(url))


def test_addresses_that_look_alike_give_names_apart():
    urls = [URL, f"{URL}/", f"{URL}?a", f"{URL}?b", URL.replace("https", "http")]
    assert len({file_of(url) for url in urls}) == len(urls)
    assert file_of(URL).startswith("example-org/suva-")


def test_a_page_becomes_a_report_with_what_its_source_says(extractor):
    entry = PageEntry(URL, 'He said: "#1", & more', "2023-07-31")
    read = report(
        extractor, fetched_page(ARTICLE.format("It took place in Suva.").encode()), entry, "News"
    )
    assert (read.title, read.date, read.source, read.url) == (
        'He said: "#1", & more',
        "2023-07-31",
        "News",
        URL,
    )
    assert read.body.strip() == "It took place in Suva."


@pytest.mark.parametrize("title", ["---", "a\n---\nb", "2023-07-31", "null", "\u2028x", "- [a"])
def test_no_title_breaks_the_head(extractor, title):
    read = report(
        extractor, fetched_page(ARTICLE.format("It ended.").encode()), PageEntry(URL, title)
    )
    assert read.body.strip() == "It ended."


def test_the_charset_that_the_server_states_is_taken(extractor):
    data = ARTICLE.format("Заседание открыл министр.").encode("koi8-r")
    assert "министр" in report(extractor, fetched_page(data, charset="koi8-r")).body


def test_a_text_and_a_file_without_a_stated_kind_are_read(extractor):
    assert "Suva" in report(extractor, fetched_page(b"It was in Suva.", "text/plain")).body
    kept = fetched_page(b"It was in Suva.", "application/octet-stream", url=f"{URL}.txt")
    assert "Suva" in report(extractor, kept).body


@pytest.mark.parametrize("kind", ["image/png", "application/zip", ""])
def test_what_is_no_page_is_refused(extractor, kind):
    with pytest.raises(ExtractionError, match="isn't read"):
        markdown_of(fetched_page(b"\x89PNG", kind), PageEntry(URL), None, extractor)


def test_a_page_without_text_is_refused(extractor):
    with pytest.raises(ExtractionError, match="no text"):
        markdown_of(fetched_page(b"... !", "text/plain"), PageEntry(URL), None, extractor)
