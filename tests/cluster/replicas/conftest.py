"""Databases of their own for the tests of several replicas."""

import itertools

import pytest

from bot.store import Address, open_shared_store

COUNT = pytest.StashKey[itertools.count]()


@pytest.fixture
def url(server, request):
    count = request.config.stash.setdefault(COUNT, itertools.count())
    return server.make_database(f"office{next(count)}")


@pytest.fixture
def opened(url):
    """Opens the store once more, as another replica does."""
    stores = []

    def open_(bot_id=7):
        stores.append(open_shared_store(Address(url), bot_id))
        return stores[-1]

    yield open_
    for store in stores:
        store.close()


@pytest.fixture
def store(opened):
    return opened()
