"""People start bots; of a bot it is known what it calls."""

import pytest
from fakes import later


def test_calls_are_waited_for(bot, chat, say):
    later(say, "Ben")
    assert bot.wait_call("sendMessage")[0].params["text"] == "Ben"
    with pytest.raises(TimeoutError):
        bot.wait_call("sendMessage", count=2, timeout=0.1)


def test_a_bot_is_idle_once_nothing_waits_for_it(bot, chat, updates):
    chat.send("Who?")
    with pytest.raises(TimeoutError, match="1 updates wait"):
        bot.wait_idle(quiet=0.05, timeout=0.3)
    updates()
    bot.wait_idle(quiet=0.05)


def test_a_bot_that_does_not_poll_is_noticed(bot):
    with pytest.raises(TimeoutError, match="did not ask for updates"):
        bot.wait_polling(timeout=0.1)


def test_start_carries_a_deep_links_payload(updates, anna, bot):
    anna.start(bot, "r_17")
    assert updates()[0]["message"]["text"] == "/start r_17"
