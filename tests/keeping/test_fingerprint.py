"""What is kept is read anew where the code that makes it is another."""

import ast
from pathlib import Path

import bot
from bot.keeping import packing
from bot.keeping.fingerprint import READING


def test_whatever_makes_what_is_packed_is_in_the_fingerprint():
    root = Path(bot.__file__).parent
    tree = ast.parse(Path(packing.__file__).read_text("utf-8"))
    modules = [
        node.module.removeprefix("bot.").replace(".", "/")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot.")
    ]
    assert "retrieval/table" in modules
    for module in modules:
        assert (root / module).exists() or (root / f"{module}.py").exists()
        assert any(f"{module}.py" == name or module.split("/")[0] == name for name in READING)
