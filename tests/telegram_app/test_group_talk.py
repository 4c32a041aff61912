"""What people say to each other in a group that is answered unasked (`groups: all`)."""

from pathlib import Path

from bot.assistant import Assistant
from bot.config import Config, Corpus, Index
from bot.model import Turn
from bot.talk import act_on

HERE = Path(__file__).parent
REPORTS = HERE.parents[1] / "corpus"
CHAIRED = "Who chaired the joint planning session?"


def is_answered(assistant, said, turn):
    answer = assistant.ask(said, turn)
    return act_on(answer, assistant, turn, meant=False).kind == "answer"


def test_a_hundred_lines_of_group_talk_are_met_with_silence(tmp_path):
    """The genuine answers; all is said by somebody who has an event in focus, the harder case."""
    assistant = Assistant(Config(corpus=Corpus(path=REPORTS), index=Index(path=tmp_path)))
    lines = (HERE / "data/group_talk.txt").read_text("utf-8").splitlines()
    turn = Turn(CHAIRED, "joint-planning-session.md", answer="New Zealand and Viet Nam")
    assert len(set(lines)) == 100
    assert is_answered(assistant, CHAIRED, None)
    assert [line for line in lines if is_answered(assistant, line, turn)] == []
