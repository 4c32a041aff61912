"""config.yaml becomes one frozen Config, or every problem at once."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Config, load_config, read_config, secret, validate
from bot.config.sections import all_keys
from bot.errors import ConfigError


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


def test_a_list_is_no_configuration(problems):
    assert problems("- corpus") == [
        "config.yaml: expected sections such as corpus:, got a list",
    ]


def test_a_huge_file_is_not_read(problems):
    assert "larger than 256 KB" in problems("#" * 300_000)[0]


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
