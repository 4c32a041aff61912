"""What fetching needs is named before anything is fetched."""

from bot import fetching


def test_with_its_packages_nothing_is_missing():
    assert fetching.needs() is None


def test_a_package_that_is_missing_is_named_by_its_extra(monkeypatch):
    monkeypatch.setattr(fetching, "MODULES", ("json", "no_such_package"))
    assert fetching.needs() == "fetching needs an extra; run: pip install 'rapporteur[fetch]'"
