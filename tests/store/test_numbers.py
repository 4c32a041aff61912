def test_a_report_keeps_its_number(store):
    assert store.numbers.assign(["b.md", "a.md"]) == {"b.md": 1, "a.md": 2}
    assert store.numbers.assign(["a.md", "c.md", "b.md"]) == {"a.md": 2, "c.md": 3, "b.md": 1}


def test_a_number_is_not_given_again_when_its_report_is_gone(store):
    store.numbers.assign(["a.md"])
    assert store.numbers.assign(["b.md"]) == {"b.md": 2}
