"""A strict fake of the Telegram Bot API over real HTTP on loopback.

The bot under test is whatever calls `<url>/bot<token>/<method>`; the script plays the people:

    with FakeBotApi() as api:
        bot = api.bot("1234:secret", username="reports_bot")
        ...                          # start the real bot with bot.token and api.url
        bot.wait_polling()
        anna = api.user("Anna", username="anna", language_code="en")

        chat = api.private(anna, bot)
        question = chat.send("Who chaired it?")
        answer = chat.wait_reply(question)     # a bot's message in reply to it
        answer.text, answer.html, answer.parts("bold"), answer.quotes, answer.labels, answer.raw

        press = anna.press(answer, "More passages")   # by text, data or part of the text
        press.wait_answer()["text"]
        more = chat.wait_edit(answer)

        group = api.group("Office", anna, bot)        # the first user owns it
        forum = api.supergroup("Hall", anna, bot, forum=True)
        topic = forum.topic("Meetings")
        forum.send("/ask Who?", anna, topic=topic)
        forum.send("/ask Who?", anna, anonymous=True)
        talk = api.supergroup("Talk", anna, bot)
        news = api.channel("News", anna, bot, signatures=True, discussion=talk)
        news.send("/ask Who?")                        # `news.send(text, anna)` is signed
        group.send("/ask Who?", news)                 # as a channel, in a group

        asked = anna.ask_inline(bot, "who chaired", offset="")
        result = asked.wait_answer()["results"][0]
        result["sent"]["text"]                        # what choosing it sends
        anna.choose(asked, result["id"], group)

Bots: `api.bot(token, username=, privacy=, inline=, guest=)` -> `BotHandle`: `token`, `id`,
    `mention`, `commands(scope, language, chat_id, user_id)`, `menu(chat, user)`, `calls(method)`,
    `pending`, `inject(update)` (any shape), `wait_call(method, count=)`, `wait_polling()`,
    `wait_idle(quiet=)`.
Users: `api.user(...)` -> `UserHandle`: `start(bot, payload)`, `block(bot)`, `react`, `press`,
    `press_forged`, `ask_inline`, `choose`.
Chats: `api.private/group/supergroup/channel` -> `ChatHandle`: `send(text, by, reply_to=, topic=,
    anonymous=, entities=)`, `send_document(name, data, by, caption=, size=)`,
    `send_media("photo" | "sticker" | "voice" ...)`, `edit`, `delete`, `add(who, admin=)`,
    `remove(who, kicked=)`, `silence(bot)`, `migrate()`, `topic`, `close_topic`,
    `delete_topic`; to read: `history(topic)`, `message(id)`, `replies(message)`,
    `after(message)`; to wait: `wait_reply(message, count=)`, `wait_next(message)`,
    `wait_edit(message)`, `wait_for(condition)`.
    A private chat with `started=False` is "not found" until its user writes.
    `api.business(owner, bot).chat(customer)` is one in which the bot answers for its owner; a bot
    with `guest=True` is called into any group by its mention.
Messages are `MessageView`s: frozen, as they stood when they were read (`text`, `html`, `links`,
    `buttons`, `reply_to`, `topic`, `kind`, `file_name`, `raw` ...).
Faults: `api.fail("sendMessage", flood(3), times=2)`, `api.fail("*", reset(after=True),
    times=None, rate=0.1, seed=1)`, `api.heal()`; kinds: `error(code)`, `flood(seconds)`,
    `reset(after=)`, `hang(seconds, after=)`, `slow(seconds)`, `garbage(body)`.
Limits: `FakeBotApi(flood=FloodLimits())` enforces Telegram's 30 a second, 1 a second and chat,
    20 a minute and group with 429.
Everything: `api.calls`, `api.wait(condition)`, `api.events()` (async), `api.app` (to mount).

Where it differs from Telegram: only the HTML mode is spoken, a quote in a quote and more than 100
entities are refused instead of dropped, webhooks may be plain HTTP and are served one update at
a time, names of files are not cleaned.

All waits take `timeout` in seconds (30) and raise TimeoutError, which says what came instead.
"""

from bot.trial.botapi.api import FakeBotApi
from bot.trial.botapi.requests import Fault, FloodLimits, error, flood, garbage, hang, reset, slow
from bot.trial.botapi.script.chats import BusinessHandle, ChatHandle
from bot.trial.botapi.script.users import BotHandle, UserHandle
from bot.trial.botapi.script.views import Button, MessageView

__all__ = [
    "BotHandle",
    "BusinessHandle",
    "Button",
    "ChatHandle",
    "FakeBotApi",
    "Fault",
    "FloodLimits",
    "MessageView",
    "UserHandle",
    "error",
    "flood",
    "garbage",
    "hang",
    "reset",
    "slow",
]
