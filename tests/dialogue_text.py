"""Dialogues as plain text: who says what, and what the bot has to show then.

    title: A private chat
    about: What it is about, in a sentence or two.
    place: private
    reports: sample

    # A comment, for whoever reads the file.
    user Ben (reply): and who opened it?
    bot: must contain Johnathan Kings | Mr Kings
    bot: must not contain Jane Roe

`place` is private, group, forum, channel or inline; `reports` is sample (the folder corpus) or two
(the folder dialogues/reports). Somebody without a name is Anna; the Operator is the bot's admin.

What people do:
    user: TEXT      writes it; (reply) to the bot's last message, (reply to bot 2) to its second in
                    this dialogue, (reply to Ben) to Ben's last; (edit) changes their last message;
                    (link) opens the bot with TEXT; (file NAME) sends a file of dialogues/files
                    with TEXT as its caption; (sticker) sends one
    press: LABEL    presses a button, named by a part of its label; `*` is the first
    post: TEXT      the channel posts it
    type: TEXT      types it inline
    choose: TITLE   sends a result of that, named by a part of its title
    topic: NAME     from here on, people write in this topic
    folder: put A   copies the file A of dialogues/files into the folder of reports; `take A` takes
                    it out again

What the bot has to do, a line for each wish; `|` is between alternatives, `*` is anything, and
capitals don't matter:
    bot: must contain A | B    its text (or inline results, or file name) has one of them
    bot: must quote A | B      one of them is in a passage that it quotes
    bot: must offer A | B      a button has one of them in its label
    bot: must pop up A | B     the press is answered with one of them
    bot: must refuse           it says that the reports don't say, or that it isn't sure
    bot: must say nothing
    bot: must not ...          the reverse of each
"""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("dialogues")
HEAD = ("title", "about", "place", "reports")
ORDER = (  # in which they are read
    "newcomer", "private", "follow-ups", "hurried", "wrong-headed", "rude",
    "group", "group-all", "forum", "channel", "inline", "admin",
)  # fmt: skip
PLACES = ("private", "group", "forum", "channel", "inline")
LINE = re.compile(r"(\w+)(?: (\w+))?(?: \(([^)]+)\))?:(?: (.*))?")
WISH = re.compile(r"must (not )?(contain|quote|offer|pop up|refuse|say nothing)(?: (.+))?")
HOW = re.compile(r"|reply(?: to (?:bot \d+|\w+))?|edit|link|sticker|file [\w.-]+")
TURNS = ("user", "press", "post", "type", "choose")
BESIDE = ("topic", "folder")
REFUSALS = ("the reports don't say", "I'm not sure the reports say")


@dataclass(frozen=True)
class Wish:
    """What the bot has to show, or must not."""

    kind: str
    texts: tuple[str, ...]
    reverse: bool
    line: int

    def __str__(self):
        words = f"line {self.line}: must {'not ' if self.reverse else ''}{self.kind}"
        return words if self.kind == "refuse" else f"{words} {' | '.join(self.texts)}".rstrip()


@dataclass(frozen=True)
class Turn:
    """What a person does, and what is wished for then; beside the talk: a topic, a file."""

    line: int
    action: str
    who: str
    how: str
    text: str
    wishes: tuple[Wish, ...] = ()

    @property
    def silent(self):
        return any(wish.kind == "say nothing" for wish in self.wishes)


@dataclass(frozen=True)
class Dialogue:
    name: str
    title: str
    about: str
    place: str
    reports: str
    turns: tuple[Turn, ...]

    @property
    def spoken(self):
        """Its turns without what is done beside the talk."""
        return tuple(turn for turn in self.turns if turn.action in TURNS)


def every():
    """All dialogues of the folder, in ORDER."""
    return sorted(map(read, FOLDER.glob("*.txt")), key=lambda one: ORDER.index(one.name))


def read(path):
    return parsed(path.stem, path.read_text("utf-8"))


def parsed(name, text):
    """The dialogue; ValueError with the line where the text is none."""
    head, turns = {}, []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = LINE.fullmatch(line.strip())
        word = found[1] if found else ""
        if word in HEAD and not turns:
            head[word] = found[4]
        elif word in (*TURNS, *BESIDE) and HOW.fullmatch(found[3] or ""):
            turns.append(Turn(number, word, found[2] or "Anna", found[3] or "", found[4] or ""))
        elif word == "bot" and turns and (wish := wished(found[4] or "", number)):
            turns[-1] = replaced(turns[-1], wish)
        else:
            raise ValueError(f"{name}.txt, line {number}: what is meant? {line}")
    return checked(Dialogue(name, *(head.get(key, "") for key in HEAD), tuple(turns)))


def wished(text, line):
    found = WISH.fullmatch(text)
    if not found or (found[3] is None) != (found[2] in ("refuse", "say nothing")):
        return None
    texts = REFUSALS if found[2] == "refuse" else tuple((found[3] or "").split(" | "))
    return Wish(found[2], tuple(filter(None, texts)), bool(found[1]), line)


def replaced(turn, wish):
    return Turn(turn.line, turn.action, turn.who, turn.how, turn.text, (*turn.wishes, wish))


def checked(dialogue):
    where = f"{dialogue.name}.txt"
    if not (dialogue.title and dialogue.about and dialogue.place in PLACES):
        raise ValueError(f"{where}: title, about and place (one of {', '.join(PLACES)}) are needed")
    if dialogue.reports not in ("sample", "two"):
        raise ValueError(f"{where}: reports are sample or two")
    for turn in dialogue.spoken:
        if not turn.wishes:
            raise ValueError(f"{where}, line {turn.line}: what must the bot do then?")
    if not dialogue.spoken or dialogue.spoken[-1].silent:
        raise ValueError(f"{where}: the last turn has to be answered, or nobody saw the silence")
    return dialogue
