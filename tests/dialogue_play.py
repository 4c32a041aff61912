"""Plays a dialogue over a running bot, and says what was shown and which wishes it didn't meet."""

import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot_process import started
from dialogue_text import FOLDER, Dialogue, Turn

from bot.rendering.telegram_texts import texts_for
from bot.trial.botapi import MessageView

ENGLISH = texts_for("en")
REPORTS = {"sample": Path(__file__).parents[1] / "corpus", "two": FOLDER / "reports"}
CONTACT = "Ask the secretariat: office@example.org"
ANSWERED = 30  # s in which the bot answers; only what fails takes so long
MET = 10  # s in which an answer takes its last form


@dataclass(frozen=True)
class Seen:
    """What a turn brought: a message, new or edited; what popped up; inline results."""

    turn: Turn
    message: MessageView | None = None
    edited: bool = False
    popped_up: str | None = None
    pressed: str = ""
    results: tuple = ()
    wrong: tuple[str, ...] = ()  # what no wish speaks of, such as an answer in another topic

    @property
    def text(self):
        if self.results:
            return "\n".join(f"{r['title']}\n{r.get('description', '')}" for r in self.results)
        if self.message is None:
            return ""
        return "\n".join(filter(None, (self.message.file_name, self.message.text)))

    @property
    def unmet(self):
        """The wishes that it doesn't meet, and what else is wrong."""
        wrong = (f"line {self.turn.line}: {what}" for what in self.wrong)
        return (*wrong, *(str(wish) for wish in self.turn.wishes if not self.meets(wish)))

    def meets(self, wish):
        if wish.kind == "say nothing":
            return (self.message is None) != wish.reverse
        shown = {
            "contain": [self.text],
            "refuse": [self.text],
            "quote": self.message.quotes if self.message else [],
            "offer": self.message.labels if self.message else [],
            "pop up": [self.popped_up or ""],
        }[wish.kind]
        has_one = any(has(one, text) for one in shown for text in wish.texts)
        return has_one != wish.reverse and (self.shows_something or wish.kind == "pop up")

    @property
    def shows_something(self):
        return bool(self.message or self.results)


def has(shown, text):
    return bool(shown) if text == "*" else text.casefold() in shown.casefold()


@dataclass(frozen=True)
class Played:
    dialogue: Dialogue
    seen: tuple[Seen, ...]  # one for each turn, also for what is done beside the talk

    @property
    def unmet(self):
        return [wish for seen in self.seen for wish in seen.unmet]


def story(played):
    """The dialogue as it went: at each wish that wasn't met, what was shown instead."""
    lines = [f"tests/dialogues/{played.dialogue.name}.txt, of whose wishes these aren't met:"]
    for seen in played.seen:
        turn = seen.turn
        how = f" ({turn.how})" if turn.how else ""
        lines.append(f"  {turn.line:3} {turn.action} {turn.who}{how}: {turn.text}")
        if seen.unmet:
            lines += [f"      | {line}" for line in shown(seen)]
            lines += [f"-     {wish}" for wish in seen.unmet]
    return "\n".join(lines)


def shown(seen):
    """What people see, in lines."""
    popped_up = [f"({seen.popped_up})"] if seen.popped_up else []
    rows = seen.message.buttons if seen.message else ()
    buttons = [" ".join(f"[{button.text}]" for button in row) for row in rows]
    return [*popped_up, *seen.text.splitlines(), *buttons] or ["(nothing)"]


@contextmanager
def running(reports, folder):
    """`rapporteur run` over a copy of these reports, until it is ended in good order."""
    shutil.copytree(REPORTS[reports], folder / "reports")
    settings = {"answer": {"contact": CONTACT}}
    with started(folder, folder / "reports", settings, plain=False) as world:
        yield world
        assert world.process.stop() == 0
        assert "Traceback" not in world.process.log.read_text()


def play(world, dialogue):
    """Plays it to its end, whatever is met."""
    stage = Stage(world, dialogue)
    seen = [stage.act(turn) for turn in dialogue.turns]
    world.bot.wait_idle()
    return Played(dialogue, tuple(stage.silence_kept(one) for one in seen))


class Stage:
    """The people and the rooms of one dialogue."""

    def __init__(self, world, dialogue):
        self.world, self.dialogue = world, dialogue
        self.api, self.bot = world.api, world.bot
        self.people = {"Operator": world.admin}
        self.said = {}  # who -> (chat, their last message)
        self.shown = []  # (chat, message) of the bot, one for each turn that brought one
        self.known = {}  # chat id -> {message id: revision}
        self.topic, self.topics = None, {}
        self.inline = {}
        self.unanswered = {}  # line of the turn -> (chat, message) that silence is to meet
        self.room = self.news = None
        self._rooms(dialogue.place)

    def _rooms(self, place):
        anna = self.person("Anna")
        if place in ("group", "forum", "channel"):
            name = {"group": "Office", "forum": "Hall", "channel": "Talk"}[place]
            self.room = self.api.supergroup(name, anna, forum=place == "forum")
            self.room.add(self.bot, admin=True)
        if place == "inline":
            self.room = self.api.supergroup("Kitchen", anna)
        if place == "channel":
            self.news = self.api.channel("News", anna, self.bot, discussion=self.room)

    def person(self, name):
        if name not in self.people:
            self.people[name] = self.api.user(name)
        return self.people[name]

    def chat(self, who):
        """Where this person writes."""
        person = self.person(who)
        if self.room is None:
            return self.api.private(person, self.bot)
        if not self.room.state.has(person.id):
            self.room.add(person)
        return self.room

    def act(self, turn):
        """What the turn brought; where the machine was too busy to answer, once more."""
        seen = getattr(self, f"_{turn.action}")(turn)
        if ENGLISH.took_long in seen.text and turn.how != "edit":
            self.shown = [one for one in self.shown if one[1] is not seen.message]
            seen = getattr(self, f"_{turn.action}")(turn)
        return seen

    # -- beside the talk

    def _topic(self, turn):
        if turn.text not in self.topics:
            self.topics[turn.text] = self.room.topic(turn.text)
        self.topic = self.topics[turn.text]
        return Seen(turn)

    def _folder(self, turn):
        what, _, name = turn.text.partition(" ")
        if what == "put":
            shutil.copy(FOLDER / "files" / name, self.world.corpus)
        else:
            (self.world.corpus / name).unlink()
        return Seen(turn)

    # -- what people do

    def _user(self, turn):
        chat = self.chat(turn.who)
        if turn.how == "edit":
            chat, before = self.said[turn.who]
            self._all_known(chat)
            chat.edit(before, turn.text)
            return self._awaited(turn, chat, before, edits=True)
        self._all_known(chat)
        sent = self._sent(turn, chat)
        self.said[turn.who] = (chat, sent)
        return self._awaited(turn, chat, sent)

    def _sent(self, turn, chat):
        kind, _, about = turn.how.partition(" ")
        person = self.person(turn.who)
        if kind == "link":
            return person.start(self.bot, turn.text)
        by = None if chat.state.kind == "private" else person
        if kind == "file":
            data = (FOLDER / "files" / about).read_bytes()
            return chat.send_document(about, data, by, caption=turn.text, topic=self.topic)
        if kind == "sticker":
            return chat.send_media("sticker", by, topic=self.topic)
        original = self._original(about.removeprefix("to ")) if kind == "reply" else None
        return chat.send(turn.text, by, reply_to=original, topic=self.topic)

    def _original(self, whose):
        """The message that is replied to."""
        if not whose:
            return self.shown[-1][1]
        if number := re.fullmatch(r"bot (\d+)", whose):
            return self.shown[int(number[1]) - 1][1]
        return self.said[whose][1]

    def _post(self, turn):
        self._all_known(self.news)
        return self._awaited(turn, self.news, self.news.send(turn.text))

    def _press(self, turn):
        chat, message = next(
            ((c, now) for c, m in reversed(self.shown) if (now := offered(c, m, turn.text))),
            (None, None),
        )
        if message is None:
            return Seen(turn, wrong=(f"no message offers [{turn.text}]",))
        label = message.labels[0] if turn.text == "*" else message.button(turn.text).text
        self._all_known(chat)
        self.chat(turn.who)
        answer = self.person(turn.who).press(message, label).wait_answer(ANSWERED)
        popped_up = answer.get("text") or ""
        if all(wish.kind == "pop up" for wish in turn.wishes):
            return Seen(turn, None, False, popped_up, label)
        return self._awaited(turn, chat, message, edits=True, popped_up=popped_up, pressed=label)

    def _type(self, turn):
        asked = self.person(turn.who).ask_inline(self.bot, turn.text)
        answer = asked.wait_answer(ANSWERED)
        self.inline[turn.who] = asked
        return Seen(turn, results=tuple(answer["results"]))

    def _choose(self, turn):
        asked = self.inline[turn.who]
        found = [r for r in asked.wait_answer()["results"] if has(r["title"], turn.text)]
        if not found:
            return Seen(turn, wrong=(f"no result is called {turn.text}",))
        chat = self.chat(turn.who)
        return Seen(turn, self.person(turn.who).choose(asked, found[0]["id"], chat))

    # -- what the bot does then

    def _all_known(self, chat):
        self.known[chat.id] = {m.id: m.revision for m in chat.history()}

    def _awaited(self, turn, chat, cause, *, edits=False, popped_up=None, pressed=""):
        """What the bot shows, as soon as it meets all wishes, else what it showed at the end."""
        if turn.silent:
            self.unanswered[turn.line] = (chat, cause)
            return Seen(turn)
        known = self.known[chat.id]

        def candidates():
            for message in chat.history():
                new = message.id not in known
                changed = edits and not new and message.revision > known[message.id]
                if message.from_bot and (new or changed):
                    yield Seen(
                        turn, message, changed, popped_up, pressed, wrong=astray(message, cause)
                    )

        def met():
            return next((seen for seen in candidates() if not seen.unmet), None)

        condition = self.api.world.condition
        condition.wait(lambda: list(candidates()), ANSWERED)
        seen = condition.wait(met, MET) or next(iter(reversed(list(candidates()))), None)
        if seen is None:
            return Seen(turn, popped_up=popped_up, pressed=pressed)
        self.shown.append((chat, seen.message))
        return seen

    def silence_kept(self, seen):
        """What was seen; where silence was broken, with the message that broke it.

        It is looked at when all is over: a chat's messages are answered in their order.
        """
        chat, sent = self.unanswered.get(seen.turn.line, (None, None))
        asked_for = {message.id for _, message in self.shown}
        for message in chat.after(sent) if chat else ():
            if message.reply_to in (None, sent.id) and message.id not in asked_for:
                return Seen(seen.turn, message)
        return seen


def astray(message, cause):
    """Says so where an answer isn't in the topic in which it was asked for."""
    return () if message.topic == cause.topic else ("the answer is in another topic",)


def offered(chat, message, text):
    """The message as it is now, where it has such a button."""
    now = chat.message(message)
    labels = [label for label in now.labels if has(label, text)]
    return now if labels else None
