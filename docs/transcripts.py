"""Writes docs/transcripts.md: what people see in Telegram, told by the fake Bot API.

python docs/transcripts.py

The bot is `rapporteur run` itself, over a copy of the sample reports.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from bot.botapi_fake import BotHandle, ChatHandle, FakeBotApi, MessageView, UserHandle

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/transcripts.md"
TOKEN = "4242:token-of-the-transcripts"  # noqa: S105 - of the fake
ADMIN = 900
CHAIRED = "Who chaired the joint planning session?"
KITES = """---
title: Seminar on kites
date: 2024-05-07
---
The seminar on kites was chaired by Jane Roe. It took place in Apia on 5 May 2024.
"""
HEAD = """# What people see in Telegram

Written by `make transcripts`: `rapporteur run` over the sample reports, and people whom a script
plays against the fake Bot API. Buttons stand in brackets. All of this can be tried in a browser:
[try.md](try.md).
"""


class Transcript:
    """The page as it grows."""

    def __init__(self) -> None:
        self.lines = [HEAD]

    def title(self, text: str) -> None:
        """Begin a part."""
        self.lines.append(f"## {text}\n")

    def said(self, who: str, text: str, note: str = "") -> None:
        """A line of a person."""
        self.lines.append(f"**{who}**{f' ({note})' if note else ''}: {html.escape(text, False)}\n")

    def shown(self, message: MessageView, note: str = "") -> None:
        """A message of the bot, with its buttons."""
        about = f" *({note})*" if note else ""
        file = f"📎 `{message.file_name}`  \n" if message.file_name else ""
        self.lines.append(quoted(f"**bot**{about}  \n{file}{markdown(message)}"))
        rows = [" ".join(f"`[{b.text}]`" for b in row) for row in message.buttons]
        if rows:
            self.lines[-1] += "\n" + quoted("\n" + "  \n".join(rows))
        self.lines[-1] += "\n"

    def note(self, text: str) -> None:
        """A line of the narrator."""
        self.lines.append(f"*{text}*\n")

    def page(self) -> str:
        """The whole page."""
        return re.sub(r"\d+\.\d s\b", "0.1 s", "\n".join(self.lines))


def quoted(text: str) -> str:
    """Each line as one of a Markdown quote."""
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def markdown(message: MessageView) -> str:
    """The message in Markdown: a blockquote as a quote in the quote."""
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


class Play:
    """The people, and the page on which they are written down."""

    def __init__(self, api: FakeBotApi, bot: BotHandle, corpus: Path) -> None:
        self.api, self.bot, self.corpus = api, bot, corpus
        self.script = Transcript()
        self.anna = api.user("Anna", language_code="en")
        self.ben = api.user("Ben", language_code="en")
        self.sam = api.user("Sam", id=ADMIN, language_code="en")

    def asks(
        self,
        chat: ChatHandle,
        text: str,
        who: UserHandle | None = None,
        note: str = "",
        **how: Any,  # noqa: ANN401 - as `ChatHandle.send` takes
    ) -> tuple[MessageView, MessageView]:
        """Somebody writes, and the bot replies."""
        name = who.account.first_name if who else "Post"
        self.script.said(name, text, note)
        asked = chat.send(text, who if chat.state.kind != "private" else None, **how)
        answer = chat.wait_reply(asked, timeout=30)
        self.script.shown(answer)
        return asked, answer

    def presses(
        self, chat: ChatHandle, who: UserHandle, shown: MessageView, label: str, then: str = ""
    ) -> None:
        """Somebody presses a button; what it changes is shown, or told by `then`."""
        before = chat.message(shown)
        button = before.button(label).text
        toast = who.press(before, label).wait_answer().get("text")
        said = f"presses [{button}]" + (f" and sees: {toast}" if toast else "")
        self.script.note(f"{who.account.first_name} {said}{then}")
        self.bot.wait_idle(quiet=0.5)
        now = chat.message(shown)
        if now.revision != before.revision and not then:
            self.script.shown(now, "the same message, edited")
        for follows in chat.replies(shown):
            self.script.shown(follows)

    def private(self) -> None:
        """A private chat."""
        script, chat = self.script, self.api.private(self.anna, self.bot)
        script.title("A private chat")
        script.said("Anna", "/start")
        script.shown(chat.wait_reply(self.anna.start(self.bot)))
        asked, answer = self.asks(chat, CHAIRED, self.anna)
        self.presses(chat, self.anna, answer, "More passages")
        self.presses(chat, self.anna, answer, "Back", "; the answer is there again")
        self.presses(chat, self.anna, answer, "Right", " The button counts: [👍 Right 1]")
        self.asks(chat, "and who opened it?", self.anna)
        self.asks(chat, "what is his post?", self.anna)
        edited = "When was the joint planning session?"
        script.said("Anna", edited, "edits the first question")
        chat.edit(asked, edited)
        script.shown(chat.wait_edit(chat.message(answer)), "the first answer, edited")
        _, answer = self.asks(
            chat, "Where did the annual forum of the Harbour Watch Network take place?", self.anna
        )
        for label in answer.labels[:1]:
            self.presses(chat, self.anna, answer, label)
        self.asks(chat, "At which hotel was the joint planning session held?", self.anna)
        self.asks(chat, "Siapa yang memimpin sesi itu?", self.anna)
        self.asks(chat, "/reports forum 2022", self.anna)
        script.said("Anna", "t.me/reports_bot?start=r_3", "follows the link")
        script.shown(chat.wait_reply(self.anna.start(self.bot, "r_3")))

    def forum(self) -> None:
        """A group with topics."""
        script = self.script
        hall = self.api.supergroup("Hall", self.sam, self.anna, self.ben, self.bot, forum=True)
        topic = hall.topic("Meetings")
        script.title("A group with topics")
        script.said("Ben", CHAIRED, "in the topic *Meetings*")
        asked = hall.send(CHAIRED, self.ben, topic=topic)
        script.note("Nobody addressed the bot, so it says nothing")
        _, answer = self.asks(hall, f"/ask {CHAIRED}", self.ben, topic=topic)
        self.asks(
            hall, "and who opened it?", self.anna, "replies to the answer",
            reply_to=answer, topic=topic,
        )  # fmt: skip
        script.said("Anna", "/ask", "replies to Ben's first message")
        hall.send("/ask", self.anna, reply_to=asked, topic=topic)
        script.shown(hall.wait_reply(asked, timeout=30), "in reply to Ben")
        self.asks(hall, "/settings", self.ben, topic=topic)
        _, shown = self.asks(hall, "/settings", self.sam, topic=topic)
        self.presses(hall, self.sam, shown, "all")

    def channel(self) -> None:
        """A channel."""
        self.script.title("A channel")
        news = self.api.channel("News", self.sam, self.bot)
        self.asks(news, f"/ask {CHAIRED}")

    def inline(self) -> None:
        """Inline queries."""
        script = self.script
        script.title("Inline, in any chat")
        for query in ("", CHAIRED):
            script.said("Ben", f"@{self.bot.username} {query}", "types")
            found = self.ben.ask_inline(self.bot, query).wait_answer()["results"]
            lines = [
                f"{n}. **{r['title']}**  \n   {r['description']}" for n, r in enumerate(found, 1)
            ]
            script.lines.append("\n".join(lines) + "\n")

    def admin(self) -> None:
        """What admins do."""
        script, desk = self.script, self.api.private(self.sam, self.bot)
        script.title("An admin")
        self.asks(self.api.private(self.anna, self.bot), "/reload", self.anna)
        script.said("Sam", "/add", "as the caption of the file kites.md")
        sent = desk.send_document("kites.md", KITES.encode(), caption="/add")
        filed = desk.wait_reply(sent, timeout=30)
        script.shown(filed)
        self.asks(desk, "Who chaired the seminar on kites?", self.sam)
        self.presses(desk, self.sam, filed, "Undo")
        (self.corpus / "budget.md").write_text("---\ntitle: [\n---\nText.\n", "utf-8")
        script.note("Somebody copies a broken file, budget.md, into the folder")
        self.asks(desk, "/reload", self.sam)
        self.asks(desk, "/gaps", self.sam)
        self.asks(desk, "/export", self.sam)


@contextmanager
def running() -> Iterator[Play]:
    """The bot as a process of its own, and the people."""
    with TemporaryDirectory() as name, FakeBotApi() as api:
        folder = Path(name)
        corpus = folder / "reports"
        shutil.copytree(ROOT / "corpus", corpus)
        bot = api.bot(TOKEN, username="reports_bot", inline=True)
        quick = {"total_per_second": 1000, "chat_per_second": 1000, "group_per_minute": 1000}
        telegram = {"base_url": api.url, "admins": [ADMIN], "rate": quick}
        config = {"corpus": {"path": str(corpus)}, "telegram": telegram}
        config["answer"] = {"contact": "Ask the secretariat: office@example.org"}
        (folder / "config.yaml").write_text(yaml.safe_dump(config), "utf-8")
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "bot", "run", "--config", str(folder / "config.yaml")],
            cwd=ROOT,
            env={**os.environ, "TELEGRAM_BOT_TOKEN": TOKEN},
            stderr=subprocess.DEVNULL,
        )
        try:
            bot.wait_polling(60)
            yield Play(api, bot, corpus)
        finally:
            process.terminate()
            process.wait(20)


def written() -> str:
    """The page as the bot of today writes it."""
    with running() as play:
        parts: tuple[Callable[[], None], ...] = (
            play.private, play.forum, play.channel, play.inline, play.admin,
        )  # fmt: skip
        for part in parts:
            part()
        return play.script.page()


if __name__ == "__main__":
    started = time.monotonic()
    PAGE.write_text(written(), "utf-8")
    sys.stderr.write(f"{PAGE}: {time.monotonic() - started:.0f} s\n")
