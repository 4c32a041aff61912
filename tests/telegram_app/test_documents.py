import importlib.util
from pathlib import Path

from bot.telegram_app.intake import KINDS

DOCS = Path(__file__).parents[2] / "docs"


def loaded(name):
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_of_behaviours_is_that_of_the_tests():
    page = (DOCS / "telegram.md").read_text("utf-8")
    assert loaded("telegram_table").with_table(page) == page


def test_every_kind_of_update_is_named():
    page = (DOCS / "telegram.md").read_text("utf-8")
    assert all(f"`{kind}`" in page for kind in KINDS)
