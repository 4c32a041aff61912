"""A real python-telegram-bot application against the fake."""

import asyncio
import threading

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest, RetryAfter
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.trial.botapi import flood

BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])


async def answer(update, context):
    await update.effective_message.reply_html(
        f"<b>{update.effective_message.text}</b>", reply_markup=BUTTON, do_quote=True
    )


async def more(update, context):
    await update.callback_query.answer("Here")
    await update.callback_query.edit_message_text("more passages")


async def results(update, context):
    content = InputTextMessageContent("found")
    await update.inline_query.answer([InlineQueryResultArticle("1", "Title", content)])


async def document(update, context):
    file = await update.message.document.get_file()
    data = bytes(await file.download_as_bytearray())
    await update.message.reply_document(data[::-1], filename="back.txt", caption="reversed")


class Running:
    """An application that polls in a thread of its own."""

    def __init__(self, token, url):
        self.token, self.url = token, url
        self.thread = threading.Thread(target=lambda: asyncio.run(self.main()))
        self.ready = threading.Event()
        self.thread.start()
        assert self.ready.wait(10)

    async def main(self):
        self.loop, self.done = asyncio.get_running_loop(), asyncio.Event()
        builder = Application.builder().token(self.token)
        builder.base_url(f"{self.url}/bot").base_file_url(f"{self.url}/file/bot")
        async with builder.build() as app:
            app.add_handler(CommandHandler("ask", answer))
            app.add_handler(CallbackQueryHandler(more))
            app.add_handler(InlineQueryHandler(results))
            app.add_handler(MessageHandler(filters.Document.ALL, document))
            app.add_handler(MessageHandler(filters.UpdateType.CHANNEL_POST, answer))
            await app.start()
            await app.updater.start_polling(timeout=2, allowed_updates=Update.ALL_TYPES)
            await app.bot.set_my_commands([("ask", "Ask the reports")])
            self.app = app
            self.ready.set()
            await self.done.wait()
            await app.updater.stop()
            await app.stop()

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(10)

    def stop(self):
        self.loop.call_soon_threadsafe(self.done.set)
        self.thread.join(10)


@pytest.fixture(scope="module")
def real(server):
    bot = server.bot(username="real_bot")
    running = Running(bot.token, server.url)
    running.handle = bot
    yield running
    running.stop()


@pytest.fixture
def bot(real):
    return real.handle


def test_it_registers_its_commands(bot):
    assert bot.commands() == [{"command": "ask", "description": "Ask the reports"}]


def test_it_answers_a_command_in_private(chat):
    question = chat.send("/ask Who?")
    reply = chat.wait_reply(question)
    assert (reply.html, reply.labels) == ("<b>/ask Who?</b>", ["More"])


def test_it_answers_in_the_topic(api, anna, bot):
    forum = api.supergroup("Hall", anna, bot, forum=True)
    topic = forum.topic("Meetings")
    question = forum.send("/ask Who?", anna, topic=topic)
    assert forum.wait_reply(question).topic == topic


def test_it_answers_in_a_channel(api, anna, bot):
    news = api.channel("News", anna, bot)
    question = news.send("/ask Who?")
    assert news.wait_reply(question).text == "/ask Who?"


def test_it_edits_when_a_button_is_pressed(chat, anna):
    reply = chat.wait_reply(chat.send("/ask Who?"))
    press = anna.press(reply, "More")
    assert press.wait_answer()["text"] == "Here"
    assert chat.wait_edit(reply).text == "more passages"


def test_it_answers_inline(anna, bot, chat):
    asked = anna.ask_inline(bot, "who")
    assert asked.wait_answer()["results"][0]["title"] == "Title"
    assert anna.choose(asked, "1", chat).text == "found"


def test_it_fetches_and_sends_files(chat):
    sent = chat.send_document("there.txt", b"abc")
    back = chat.wait_next(sent)
    assert (back.file_name, back.text) == ("back.txt", "reversed")


def test_its_errors_are_those_of_telegram(api, real, chat, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    with pytest.raises(BadRequest, match="Can't parse entities: unsupported start tag"):
        real.run(real.app.bot.send_message(chat.id, "<p>x</p>", parse_mode="HTML"))
    api.fail("sendMessage", flood(7))
    with pytest.raises(RetryAfter) as refused:
        real.run(real.app.bot.send_message(chat.id, "x"))
    assert refused.value.retry_after.total_seconds() == 7
