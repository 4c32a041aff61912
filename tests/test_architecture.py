"""The rules of the code that no other tool checks."""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from at_import import DECLARED, classes, running

ROOT = Path(__file__).parent.parent
SKIPPED = {".git", ".venv", "var", "dist", "build"}
MODULES = sorted((ROOT / "bot").rglob("*.py"))
LONGEST_FILE = 400  # lines
LONGEST_FUNCTION = 30  # lines, without its docstring
# What has no test file of its own name, and where it is tested.
ELSEWHERE = {
    "bot/__init__.py": "test_docs.py",  # the version, which the changelog names
    "bot/store/jobs.py": "cluster/replicas/test_jobs.py",  # the same
    "bot/store/shared.py": "cluster/replicas/test_lanes.py",  # needs a server of PostgreSQL
}

# From parts, so that this file names none either.
REGISTRIES = re.compile(
    "|".join(
        re.escape(".".join(parts))
        for parts in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "org"),
            ("npmjs", "com"),
            ("repo", "maven"),
            ("repo1", "maven"),
            ("deb", "debian", "org"),
            ("crates", "io"),
        )
    )
)
MACHINE = re.compile(r"(^|[^A-Za-z0-9_.])/(work|farm|root|home/[a-z]+)/")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
FORBIDDEN = re.compile(r"nltk\.download|pickle\.load|\bmock\.patch\b|except: *$|assert True$")


def shown(path):
    return str(path.relative_to(ROOT))


def texts():
    """Every text file of the project; what git leaves out and what is binary is left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    names = listed.stdout.splitlines() or [str(path) for path in ROOT.rglob("*")]
    for path in (ROOT / name for name in names):
        if path.is_file() and not SKIPPED & set(path.relative_to(ROOT).parts):
            data = path.read_bytes()
            if b"\0" not in data:
                yield path, data.decode("utf-8", errors="replace")


def lines_that_match(pattern, folders=None, but=()):
    return [
        f"{shown(path)}:{number}: {line.strip()}"
        for path, text in texts()
        if path not in but and (not folders or path.relative_to(ROOT).parts[0] in folders)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def functions(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            said = ast.get_docstring(node, clean=False)
            yield node.name, node.end_lineno - node.lineno + 1 - len((said or "").splitlines())


def test_a_file_is_no_longer_than_a_reader_keeps_in_mind():
    lengths = {shown(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_a_function_fits_on_a_screen():
    lengths = {(shown(path), name): n for path in MODULES for name, n in functions(path)}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_the_tests_mirror_the_house():
    tests = ROOT / "tests"
    missing = [
        shown(path)
        for path in MODULES
        if shown(path) not in ELSEWHERE
        and does_something(path)
        and not any(place.exists() for place in mirrored(path, tests))
    ]
    assert missing == []


@pytest.mark.parametrize("module", ELSEWHERE)
def test_what_is_tested_elsewhere_is_there_and_has_no_file_of_its_own(module):
    tests = ROOT / "tests"
    assert (tests / ELSEWHERE[module]).exists()
    assert not any(place.exists() for place in mirrored(ROOT / module, tests))


def mirrored(path, tests):
    """Where the tests of a module may be; those of a folder are in it, or beside it."""
    inside = path.relative_to(ROOT / "bot")
    if path.name != "__init__.py":
        return [tests / inside.parent / f"test_{path.stem.strip('_')}.py"]
    name = f"test_{path.parent.name}.py"
    return [tests / inside.parent / name, tests / inside.parent.parent / name]


def does_something(path):
    """Whether there is more in a module than what it says of its folder and what it passes on."""
    body = ast.parse(path.read_text("utf-8")).body
    passed = (ast.Import, ast.ImportFrom, ast.Expr)
    return any(
        not isinstance(node, passed) and not ast.unparse(node).startswith("__all__")
        for node in body
    )


def test_each_class_has_a_name_of_its_own():
    places = defaultdict(list)
    for path in (*MODULES, *sorted((ROOT / "training").rglob("*.py"))):
        for name in classes([path.read_text("utf-8")]):
            places[name].append(shown(path))
    assert len(places) > 100
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def test_the_layers_hold():
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    ended = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize("pattern", [REGISTRIES, MACHINE], ids=["registries", "machine"])
def test_no_address_of_a_registry_and_no_path_of_a_machine(pattern):
    assert lines_that_match(pattern) == []


@pytest.mark.parametrize("parts", [("files", "pythonhosted", "org"), ("crates", "io")])
def test_the_hosts_of_registries_are_known(parts):
    assert REGISTRIES.search(f"see https://{'.'.join(parts)}/a")


@pytest.mark.parametrize("pattern", [UNFINISHED, FORBIDDEN], ids=["unfinished", "forbidden"])
def test_nothing_is_left_unfinished_and_nothing_forbidden_is_used(pattern):
    assert lines_that_match(pattern, {"bot", "tests"}, but={Path(__file__)}) == []


def test_the_test_files_that_begin_first_are_there():
    named = re.findall(r'"(test_\w+\.py)"', (ROOT / "tests/conftest.py").read_text("utf-8"))
    assert len(named) > 10
    assert [name for name in named if not list((ROOT / "tests").rglob(name))] == []


def test_the_document_names_every_layer():
    document = (ROOT / "docs/architecture.md").read_text("utf-8")
    layers = {
        path.stem
        for path in (ROOT / "bot").iterdir()
        if not path.name.startswith("_") and path.suffix in {"", ".py"}
    }
    assert {layer for layer in layers if f"`{layer}`" not in document} == set()


def test_nothing_runs_at_import():
    sources = {shown(path): path.read_text("utf-8") for path in MODULES}
    ours = classes(sources.values())
    found = [
        f"{path}:{line}: {kind}"
        for path, source in sources.items()
        for line, kind in running(source, ours)
        if (path, kind) not in DECLARED
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "print(1)",
        "for n in range(3): pass",
        "while False: pass",
        "with A: pass",
        "try: import a\nexcept ImportError: a = None",
        "if a: b = 1",
        "del a",
        "a += 1",
        "assert a",
        "main()",
        "a = open('a')",
        "a: Final = Path('a').read_text()",
        "a = [load(name) for name in NAMES]",
        "a = {'b': (1, time.time())}",
        "a = Popen('true')",
        "a = frozenset(open('a'))",
        "def f(a=open('a')): pass",
        "def f(*, a=load()): pass",
        "@register('a')\ndef f(): pass",
        "class A(make()): pass",
        "class A:\n    a = open('a')",
        "class A:\n    print(1)",
        "if TYPE_CHECKING:\n    import a\nelse:\n    print(1)",
    ],
)
def test_what_runs_at_import_is_found(source):
    assert running(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""What it is."""',
        "a = 1",
        "a: Final = {'b': (1, -2.5)}",
        "a = re.compile('a')",
        "log = logging.getLogger(__name__)",
        "T = TypeVar('T')",
        "a = Ours('b', field(default_factory=lambda: load()))",
        "def f():\n    print(open('a'))",
        "@dataclass(frozen=True)\nclass A:\n    a: int = 0",
        "if __name__ == '__main__':\n    main()",
        "if TYPE_CHECKING:\n    import a",
    ],
)
def test_naming_a_value_is_no_running(source):
    assert running(source, {"Ours"}) == []


def test_everything_that_is_pinned_is_pinned_once_and_exactly():
    pins = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", pin) for pin in pins)
    names = [pin.partition("==")[0].lower().replace("_", "-") for pin in pins]
    assert len(set(names)) == len(names)
