"""config.yaml becomes one frozen Config, or every problem at once."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Config, load_config, read_config, secret, validate
from bot.config.sections import all_keys, as_table, as_yaml
from bot.errors import ConfigError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def load(tmp_path):
    def from_text(text, **more):
        path = tmp_path / "config.yaml"
        path.write_text(text, "utf-8")
        return load_config(path, **more)

    return from_text


@pytest.fixture
def problems(load, tmp_path):
    def of(text):
        with pytest.raises(ConfigError) as caught:
            load(text)
        return [problem.removeprefix(f"{tmp_path}/") for problem in caught.value.problems]

    return of


def test_without_a_file_the_defaults_hold(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load_config(None) == Config()


def test_a_file_in_the_working_folder_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("config.yaml").write_text("chat: {focus_minutes: 5}")
    assert load_config(None).chat.focus_minutes == 5


def test_the_given_config_file_must_exist(tmp_path):
    with pytest.raises(ConfigError, match=r"none\.yaml: No such file or directory"):
        load_config(tmp_path / "none.yaml")


def test_relative_paths_are_relative_to_the_file(load, tmp_path):
    config = load("corpus: {path: ../reports}\nstore: {path: state.sqlite3}")
    assert config.corpus.path == tmp_path / "../reports"
    assert config.store.path == tmp_path / "state.sqlite3"
    assert config.index.path == tmp_path / "var/index"


def test_an_absolute_path_stays(load):
    assert load("corpus: {path: /srv/reports}").corpus.path == Path("/srv/reports")


def test_the_corpus_of_the_command_line_wins_and_is_relative_to_the_working_folder(load):
    config = load("corpus: {path: elsewhere, watch: true}", corpus=Path("mine"))
    assert config.corpus.path == Path("mine")
    assert config.corpus.watch


def test_all_problems_are_reported_at_once_each_with_its_key(problems):
    assert problems(
        """
corpus: {pth: x, max_file_mb: large}
telegram:
  admins: [1, anna]
  webhook: {port: 99999}
log: {format: xml}
"""
    ) == [
        'config.yaml: corpus.pth: unknown key; did you mean "path"?',
        'config.yaml: corpus.max_file_mb: expected a number from 0.001 to 1024, got "large"',
        'config.yaml: telegram.admins[1]: expected an integer user id, got "anna"',
        "config.yaml: telegram.webhook.port: expected a port from 1 to 65535, got 99999",
        'config.yaml: log.format: expected text or json, got "xml"',
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("watch: true", 'watch: unknown key; did you mean "corpus.watch"?'),
        ("colour: red", "colour: unknown key; the file has corpus, fetch, index, "),
        ("corpus: reports", 'corpus: expected a section, got "reports"'),
        ("telegram: {admins: 12}", "telegram.admins: expected a list of integer user ids, got 12"),
        ("telegram: {admins: [true]}", "telegram.admins[0]: expected an integer user id, got true"),
        ("telegram: {admin_chats: [5]}", "telegram.admin_chats[0]: expected an integer chat id"),
        ("telegram: {base_url: example.org}", "telegram.base_url: expected an address"),
        ("telegram: {mode: webhook}", "telegram.webhook.url: mode webhook needs"),
        ("telegram: {token: x}", "telegram.token: secrets don't stand in the file"),
        ("telegram: {webhook: {path: hook}}", "telegram.webhook.path: must start with /"),
        ("search: {urls: [search1]}", "search.urls[0]: expected an address that starts with"),
        ("search: {urls: ['http://a:b@c']}", "search.urls[0]: must hold no user name"),
        ("search: {name: My-index}", "search.name: expected a word of small letters"),
        ("store: {path: }", "store.path: expected a file, got nothing"),
        ("store: {url: 'mysql://host/office'}", "store.url: expected an address such as"),
        ("store: {url: 'postgresql+psycopg://host'}", "store.url: expected an address such as"),
        (
            "store: {url: 'postgresql+psycopg://me:hidden@host/office'}",
            "store.url: no password here; set the environment variable STORE_PASSWORD",
        ),
        ("store: {url: 'postgresql+psycopg://h/o?password=hidden'}", "store.url: no password here"),
        ("store: {password: hidden}", "store.password: secrets don't stand in the file; set the"),
        ("store: {keep_days: 1.5}", "store.keep_days: expected an integer from 1 to 36500"),
        ("answer: {max_wrong: .nan}", "answer.max_wrong: expected a number from 0 to 1"),
        ("answer: {contact: [a]}", "answer.contact: expected a line of text, got a list"),
        ('answer: {contact: "a\\nb"}', "answer.contact: "),
    ],
)
def test_a_refused_value_is_told_with_what_was_expected(problems, text, said):
    (problem,) = problems(text)
    assert problem.startswith(f"config.yaml: {said}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("corpus:\n  path: [", "line 2: "),
        ("corpus: {}\ncorpus: {}", 'line 2: "corpus" stands twice'),
        ("a: &a [x]\nb: [*a, *a]", "line 1: anchors and aliases are not read"),
        ("a: !!python/object/apply:os.getcwd []", "line 1: tags are not read"),
        ("a: " + "[" * 1000, "line 1: nested too deeply"),
    ],
)
def test_what_is_no_plain_yaml_is_refused_with_its_line(problems, text, said):
    (problem,) = problems(text)
    assert problem.startswith(f"config.yaml, {said}")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://host/office",
        "postgresql+psycopg://me@a.example.org:5432,b.example.org:5433/office?sslmode=verify-full",
        "postgresql+psycopg://me@[::1]:5432/office",
    ],
)
def test_the_store_may_be_a_database_on_several_hosts(load, url):
    assert load(f"store: {{url: '{url}'}}").store.url == url


def test_a_list_is_no_configuration(problems):
    assert problems("- corpus") == [
        "config.yaml: expected sections such as corpus:, got a list",
    ]


def test_a_huge_file_is_not_read(problems):
    assert "larger than 256 KB" in problems("#" * 300_000)[0]


def test_off_is_a_word_where_a_word_is_meant_and_no_flag(load):
    config = load("telegram: {groups: off}\ncorpus: {watch: on}")
    assert config.telegram.groups == "off"
    assert config.corpus.watch is True


def test_a_section_without_keys_holds_its_defaults(load):
    assert load("corpus:\n  # path: reports\n").corpus.max_file_mb == 5


def test_the_webhook_is_served_at_the_path_of_its_public_address(load):
    text = "telegram: {mode: webhook, webhook: {url: 'https://example.org/bot/hook'}}"
    assert load(text).telegram.webhook.path == "/bot/hook"


def test_every_value_is_plain_and_every_address_without_a_slash_at_its_end(load):
    config = load("telegram: {base_url: 'http://127.0.0.1:8081/', admins: [7, 7, 9]}")
    assert config.telegram.base_url == "http://127.0.0.1:8081"
    assert config.telegram.admins == (7, 9)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=9,
)
NAMES = sorted({part for name in all_keys(Config) for part in name.split(".")})


SECTIONS = st.dictionaries(st.sampled_from(NAMES), JSON, max_size=3)


@given(st.dictionaries(st.sampled_from(NAMES), SECTIONS, max_size=3))
def test_any_mapping_is_taken_or_told_in_single_lines(mapping):
    _, found = validate(mapping)
    assert all(problem.isprintable() and len(problem) < 300 for problem in found)


PIECES = [
    *"[]{}-:#'%|>&*\\\t\n~",
    "  ",
    "corpus:",
    "path: ",
    "? ",
    "<<: ",
    "!!x",
    "1e9",
    "anna",
    "---",
]


@given(
    st.binary(max_size=40) | st.lists(st.sampled_from(PIECES)).map(lambda p: "".join(p).encode())
)
def test_any_file_is_taken_or_refused_in_single_lines(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    found = read_config(path).problems
    assert all(problem.isprintable() for problem in found)


def test_the_file_in_the_repository_holds_every_key_with_its_default():
    assert (ROOT / "config.yaml").read_text("utf-8") == as_yaml()


def test_the_defaults_as_written_are_the_defaults(load):
    config = load(as_yaml())
    assert config.telegram.rate == Config().telegram.rate
    assert config.answer == Config().answer
    assert config.log == Config().log


def test_the_reference_holds_every_key():
    assert as_table() in (ROOT / "docs/configuration.md").read_text("utf-8")


def test_a_secret_comes_from_the_environment_stripped(monkeypatch):
    monkeypatch.setenv("SOME_TOKEN", " 12:ab\n")
    assert secret("SOME_TOKEN") == "12:ab"


def test_a_secret_comes_from_the_file_that_the_environment_names(monkeypatch, tmp_path):
    (tmp_path / "token").write_text("12:ab\n")
    monkeypatch.delenv("SOME_TOKEN", raising=False)
    monkeypatch.setenv("SOME_TOKEN_FILE", str(tmp_path / "token"))
    assert secret("SOME_TOKEN") == "12:ab"


def test_a_secret_that_is_not_set_is_none(monkeypatch):
    monkeypatch.setenv("SOME_TOKEN", "")
    monkeypatch.delenv("SOME_TOKEN_FILE", raising=False)
    assert secret("SOME_TOKEN") is None


def test_a_missing_secret_file_is_named(monkeypatch, tmp_path):
    monkeypatch.delenv("SOME_TOKEN", raising=False)
    monkeypatch.setenv("SOME_TOKEN_FILE", str(tmp_path / "none"))
    with pytest.raises(ConfigError, match=r"SOME_TOKEN_FILE: .*none: No such file"):
        secret("SOME_TOKEN")
