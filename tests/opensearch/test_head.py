"""What each bot has of the reports at hand, the same as the index has."""

from some_reports import indexed

from bot.opensearch import current_generation, open_published, publish


def test_mistyped_words_are_near_the_same_words(opened):
    kept = indexed()
    here, there = kept.library, opened(kept).library
    for word in ("offiser", "networt", "chiared", "offic", "xyzzy"):
        assert there.spelling.near(word) == here.spelling.near(word)


def test_the_head_is_fetched_once(connection, tmp_path):
    publish(connection, indexed())
    names = current_generation(connection)
    open_published(connection, names, tmp_path)
    calls = connection.client.calls
    open_published(connection, names, tmp_path)
    assert connection.client.calls == calls
    publish(connection, indexed())
    open_published(connection, current_generation(connection), tmp_path)
    assert len(list(tmp_path.glob("tested-*-head"))) == 1
