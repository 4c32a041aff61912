"""What is taken for a value of each kind, and what is said of any other."""

import pytest


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
        ("search: {urls: ['http://a:b@c']}", "search.urls[0]: must contain no user name"),
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
    "url",
    [
        "postgresql+psycopg://host/office",
        "postgresql+psycopg://me@a.example.org:5432,b.example.org:5433/office?sslmode=verify-full",
        "postgresql+psycopg://me@[::1]:5432/office",
    ],
)
def test_the_store_may_be_a_database_on_several_hosts(load, url):
    assert load(f"store: {{url: '{url}'}}").store.url == url


def test_off_is_a_word_where_a_word_is_meant_and_no_flag(load):
    config = load("telegram: {groups: off}\ncorpus: {watch: on}")
    assert config.telegram.groups == "off"
    assert config.corpus.watch is True


def test_every_value_is_plain_and_every_address_without_a_slash_at_its_end(load):
    config = load("telegram: {base_url: 'http://127.0.0.1:8081/', admins: [7, 7, 9]}")
    assert config.telegram.base_url == "http://127.0.0.1:8081"
    assert config.telegram.admins == (7, 9)
