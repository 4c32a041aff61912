"""Writes docs/transcripts.md: the dialogues of tests/dialogues as they go today.

PYTHONPATH=tests python docs/transcripts.py

The bot is `rapporteur run` itself, over copies of the reports. Where a dialogue doesn't go as it is
written, that is shown and the page stays as it was.
"""

from __future__ import annotations

import html
import re
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from dialogue_play import Played, Seen, play, running, story
from dialogue_text import Turn, every

from bot.trial.botapi import MessageView

PAGE = Path(__file__).parent / "transcripts.md"
HEAD = """# What people see in Telegram

Written by `make transcripts` from the dialogues in `tests/dialogues`, which are tests as well:
`rapporteur run` over the sample reports, or over two short ones, and people whom a script plays
against the fake Bot API. Buttons are in brackets. All of this can be tried in a browser:
[try.md](try.md).
"""
LINK = "t.me/reports_bot?start="
HOW = {
    "reply": "replies to {}",
    "edit": "edits that",
    "link": "follows the link",
    "file": "sends the file {}",
    "sticker": "sends a sticker",
}


def page(played: Iterable[Played]) -> str:
    """Return the page with these dialogues; what differs from run to run is made alike."""
    text = "\n".join([HEAD, *(line for one in played for line in part(one))])
    return re.sub(r"\d+\.\d s\b", "0.1 s", text)


def part(played: Played) -> Iterator[str]:
    """Yield a dialogue: what people say, and what the bot shows."""
    yield f"## {played.dialogue.title}\n"
    yield f"{played.dialogue.about}\n"
    for seen in played.seen:
        yield f"{done(seen)}\n"
        if seen.results:
            yield f"{results(seen)}\n"
        elif seen.message is not None:
            yield f"{shown(seen.message, *heading(seen))}\n"
        elif seen.turn.silent:
            yield "*The bot says nothing*\n"


def done(seen: Seen) -> str:
    """Return what a person does, or what is done beside the talk."""
    turn, text = seen.turn, html.escape(seen.turn.text, quote=False)
    what, _, name = text.partition(" ")
    popped_up = f", and reads: {seen.popped_up}" if seen.popped_up else ""
    beside = {
        "topic": f"In the topic {text}:",
        "folder": f"`{name}` is {'copied into' if what == 'put' else 'taken out of'} the folder",
        "press": f"{turn.who} presses [{seen.pressed}]{popped_up}",
        "choose": f"{turn.who} sends what was found:",
    }
    if turn.action in beside:
        return f"*{beside[turn.action]}*"
    who = "The channel" if turn.action == "post" else turn.who
    before = {"type": "@reports_bot ", "user": LINK if turn.how == "link" else ""}
    said = f"{before.get(turn.action, '')}{text}".strip()
    return f"**{who}**{said_how(turn)}{f': {said}' if said else ''}"


def said_how(turn: Turn) -> str:
    """Return what follows the name, in parentheses."""
    if turn.action == "type":
        return " (types)"
    kind, _, about = turn.how.partition(" ")
    what = about.removeprefix("to ") or "the answer"
    if number := re.fullmatch(r"bot (\d+)", what):
        what = "the first answer" if number[1] == "1" else f"answer {number[1]}"
    return f" ({HOW[kind].format(what)})" if kind else ""


def heading(seen: Seen) -> tuple[str, str]:
    """Whose message it is, and what is to be said of it."""
    if seen.turn.action == "choose":
        return seen.turn.who, "by way of the bot"
    return "bot", "the same message, edited" if seen.edited else ""


def results(seen: Seen) -> str:
    """Inline results, as a numbered list."""
    lines = []
    for number, result in enumerate(seen.results, 1):
        lines.append(f"{number}. **{result['title']}**")
        if about := result.get("description"):
            lines[-1] += f"  \n   {about}"
    return "\n".join(lines)


def shown(message: MessageView, who: str, note: str) -> str:
    """Return a message, with its buttons."""
    about = f" *({note})*" if note else ""
    file = f"📎 `{message.file_name}`  \n" if message.file_name else ""
    text = quoted(f"**{who}**{about}  \n{file}{markdown(message)}")
    rows = [" ".join(f"`[{b.text}]`" for b in row) for row in message.buttons]
    return text + "\n" + quoted("\n" + "  \n".join(rows)) if rows else text


def quoted(text: str) -> str:
    """Each line as one of a Markdown quote."""
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def markdown(message: MessageView) -> str:
    """Return the message in Markdown: a blockquote as a quote in the quote."""
    text = re.sub(
        r"<blockquote[^>]*>(.*?)</blockquote>\n?",
        lambda quote: "\n" + quoted(quote[1]) + "\n\n",
        message.html,
        flags=re.DOTALL,
    )
    text = re.sub(r'<a href="([^"]*)">(.*?)</a>', r"[\2](\1)", text)
    text = re.sub(r"</?b>", "**", text)
    text = re.sub(r"<code>(.*?)</code>", r"`\1`", text)
    return re.sub(r"(?<![>\n])\n(?=[^\n>])", "  \n", text).strip()


def today() -> list[Played]:
    """All dialogues, as the bot of today carries them on."""
    dialogues, played = every(), {}
    for reports in sorted({one.reports for one in dialogues}):
        with TemporaryDirectory() as folder, running(reports, Path(folder)) as world:
            for one in dialogues:
                if one.reports == reports:
                    played[one.name] = play(world, one)
    return [played[one.name] for one in dialogues]


if __name__ == "__main__":
    started = time.monotonic()
    found = today()
    if failed := [story(one) for one in found if one.unmet]:
        sys.exit("\n".join(failed))
    PAGE.write_text(page(found), "utf-8")
    sys.stderr.write(f"{PAGE}: {time.monotonic() - started:.0f} s\n")
