"""Fuzzing led by coverage: what strangers send, through the code that meets it first.

python tests/faults/mutated.py update|press|report|question [options of libFuzzer]

Needs atheris (the extra `fuzz`). Ends with an error where something else is raised than what the
code says that it raises, or where an input takes seconds.
"""

import json
import sys

import atheris

with atheris.instrument_imports(include=["bot"], enable_loader_override=False):
    from telegram import Message, Update

    from bot.answering.across import Wanted
    from bot.corpus.report_file import UnreadableError, read_report
    from bot.reader.windows import question_pieces
    from bot.reading import passages_of
    from bot.rendering.telegram_html import escape, label, plain, split, units
    from bot.rendering.telegram_messages import whole_report
    from bot.rendering.telegram_texts import LANGUAGES
    from bot.talk import spoken
    from bot.telegram_app.addressing import Me, Question, read
    from bot.telegram_app.intake import arrival
    from bot.telegram_app.keyboards import decode

ME = Me(77, "reports_bot")
LETTERS = "avceorqlsug:=-09"


def update(data):
    """Raw bytes as the webhook gets them, and a message with entities of any offsets."""
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        raw = None
    if kept := arrival(raw, 1, 0.0):
        assert kept.lane
    given = atheris.FuzzedDataProvider(data)
    entities = [
        {
            "type": given.PickValueInList(["mention", "bot_command", "text_mention", "bold"]),
            "offset": given.ConsumeIntInRange(-9, 99),
            "length": given.ConsumeIntInRange(-9, 99),
        }
        for _ in range(given.ConsumeIntInRange(0, 3))
    ]
    kind = given.PickValueInList(["private", "group", "supergroup", "channel"])
    message = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": 5, "type": kind},
        "text": given.ConsumeUnicode(200),
        "entities": entities,
    }
    made = Update.de_json({"update_id": 1, "message": message}, None)
    assert isinstance(made.message, Message)
    for groups in ("mention", "all", "off"):
        wanted = read(made.message, ME, groups)
        if isinstance(wanted, Question):
            spoken(wanted.text)


def press(data):
    """Callback data, forged."""
    given = atheris.FuzzedDataProvider(data)
    pieces = [
        given.PickValueInList([*"avceorqlsug:=-09", given.ConsumeUnicode(3)]) for _ in range(8)
    ]
    if decoded := decode("".join(pieces)):
        name, numbers, _ = decoded
        assert name.isalpha()
        assert all(number >= 0 for number in numbers)


def report(data):
    """A file of the folder, from its bytes to what is sent of it."""
    for path in ("a.md", "a.txt"):
        try:
            found, _ = read_report(path, data)
        except UnreadableError:
            continue
        for passage in passages_of(found):
            assert found.body[passage.start : passage.end] == passage.text
        for part in whole_report(found, LANGUAGES["en"]):
            assert units(plain(part)) <= 4096


def question(data):
    """What somebody asks, and what is written of it."""
    text = atheris.FuzzedDataProvider(data).ConsumeUnicode(400)
    question_pieces(text, text[::-1])
    Wanted.of(text, frozenset())
    assert plain(escape(text)) is not None
    assert "\n" not in label(text)
    assert all(units(part) <= 50 for part in split(text, 50))


TARGETS = {"update": update, "press": press, "report": report, "question": question}

if __name__ == "__main__":
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
    atheris.Fuzz()
