"""What holds for every test: no network but this machine's, no time limit on examples, Ctrl-C."""

import signal
import sys
from pathlib import Path

import pytest
from hypothesis import settings
from search_network import SUBNETS

from bot.assistant import Assistant
from bot.config import Config, CorpusSection, IndexSection

# Files that take ten seconds or more, the longest first: one that began last would be waited for.
LONG = (
    "test_quality.py", "test_reloading.py", "test_life.py", "test_robust.py", "test_dialogues.py",
    "test_readme.py", "test_running.py", "test_limits_for_all.py", "test_engine_down.py",
    "test_platform.py", "test_questions.py", "test_asking.py", "test_console.py",
)  # fmt: skip
SAMPLES = Path(__file__).parents[1] / "corpus"
LOCAL = ("127.", "::1", "localhost", SUBNETS)


def _refuse_the_network(event, args):
    if event == "socket.connect" and isinstance(args[1], tuple):
        assert str(args[1][0]).startswith(LOCAL), f"a test calls {args[1]}"
    if event == "socket.getaddrinfo" and args[0]:
        assert str(args[0]).startswith((*LOCAL, "b'127", "b'localhost")), (
            f"a test asks for {args[0]}"
        )


sys.addaudithook(_refuse_the_network)
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background of a script, where
    signal.signal(signal.SIGINT, signal.default_int_handler)  # programs under test would ignore it


@pytest.hookimpl(trylast=True)  # after the order was drawn by chance
def pytest_collection_modifyitems(items):
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.name, len(LONG)))


@pytest.fixture(scope="session")
def sample_assistant(request):
    """The assistant over the sample reports, for questions only: one a process.

    Its index is kept in pytest's cache, as the program keeps one: where the code, the weights, the
    libraries or a report differ from then, it is read anew.
    """
    kept = IndexSection(path=request.config.cache.mkdir("samples"))
    config = Config(corpus=CorpusSection(path=SAMPLES), index=kept)
    return Assistant(config, must_read=True)
