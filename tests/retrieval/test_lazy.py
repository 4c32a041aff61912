import pytest

from bot.retrieval.lazy import Lazy


def test_an_item_is_made_when_it_is_asked_for_and_held():
    made = []
    items = Lazy(3, lambda i: made.append(i) or i * i, 8)
    assert (items[2], items[2], items[-1]) == (4, 4, 4)
    assert made == [2]


def test_no_more_items_are_held_than_wanted():
    made = []
    items = Lazy(3, lambda i: made.append(i) or i, 1)
    assert [items[0], items[1], items[0]] == [0, 1, 0]
    assert made == [0, 1, 0]


def test_it_is_iterated_and_sliced_as_a_tuple_is():
    items = Lazy(4, str, 0)
    assert list(items) == ["0", "1", "2", "3"]
    assert (items[1:3], items[::-2], len(items)) == (("1", "2"), ("3", "1"), 4)


@pytest.mark.parametrize("index", [2, -3])
def test_beyond_its_ends_there_is_nothing(index):
    with pytest.raises(IndexError):
        Lazy(2, str, 0)[index]
