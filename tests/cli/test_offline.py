"""Nothing is downloaded: with an empty home and no sockets, questions are answered."""

import json
import os
import subprocess
import sys

SCRIPT = """
import sys

def refuse(event, arguments):
    if event.startswith("socket."):
        raise RuntimeError(f"a socket was used: {event} {arguments}")
    if event == "open" and "nltk_data" in str(arguments[0]):
        raise RuntimeError(f"nltk data was looked for: {arguments[0]}")

sys.addaudithook(refuse)
from bot.cli import main
main(sys.argv[1:])
"""


def test_a_question_is_answered_without_nltk_data_or_network(corpus, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    question = "When did the planning session in Suva take place?"
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT, "ask", "--json", question, "--corpus", str(corpus)],
        capture_output=True,
        check=False,
        text=True,
        env=environment,
        cwd=home,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["answered"]
    assert not [path for path in home.rglob("*") if "nltk" in path.name]
