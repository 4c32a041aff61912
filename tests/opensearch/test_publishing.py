"""What is published is found again, generation by generation, without the reports."""

import pytest
from some_reports import indexed

from bot.errors import SearchError
from bot.opensearch import current_generation, open_published, publish


@pytest.mark.parametrize("calls", range(8))
def test_where_publishing_fails_the_generation_before_stays_in_use(connection, calls):
    before = publish(connection, indexed())
    connection.client.works = connection.client.calls + calls
    with pytest.raises(SearchError):
        publish(connection, indexed())
    connection.client.works, connection.trouble = -1, None
    assert current_generation(connection) == before


def test_what_another_version_published_is_not_opened(connection, tmp_path, monkeypatch):
    monkeypatch.setattr("bot.opensearch.publishing.fingerprint", lambda: "0" * 64)
    publish(connection, indexed())
    with pytest.raises(SearchError, match="published by another version of the program"):
        open_published(connection, current_generation(connection), tmp_path)
