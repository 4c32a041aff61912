"""In whose name people post, and what follows from it."""

import pytest


def known(message):
    """Nothing in the message is unknown to the library."""
    assert not message.api_kwargs
    assert not message.chat.api_kwargs
    return message


def test_anonymous_admin(api, parsed, anna, bot):
    group = api.supergroup("Office", anna, bot)
    group.send("/reload", anna, anonymous=True)
    message = known(parsed().message)
    assert (message.from_user.id, message.sender_chat.id) == (1087968824, group.id)


def test_only_admins_are_anonymous(api, anna, bot):
    bela = api.user("Bela")
    group = api.supergroup("Office", anna, bela, bot)
    with pytest.raises(ValueError, match="no admin"):
        group.send("/reload", bela, anonymous=True)


def test_a_channel_writes_in_a_group(api, parsed, anna, bot):
    group = api.supergroup("Office", anna, bot)
    news = api.channel("News", anna)
    group.send("/reload", news)
    message = known(parsed().message)
    assert (message.from_user.id, message.sender_chat.id) == (136817688, news.id)


def test_automatic_forward_to_the_discussion_group(api, parsed, anna, bot):
    talk = api.supergroup("Talk", anna, bot)
    news = api.channel("News", anna, discussion=talk)
    talk.add(bot, admin=True)
    post = news.send("Report is out")
    message = known(parsed().message)
    assert (message.is_automatic_forward, message.from_user.id) == (True, 777000)
    assert (message.forward_origin.chat.id, message.forward_origin.message_id) == (news.id, post.id)
    talk.send("/ask Who?", anna, reply_to=talk.history()[-1])
    assert parsed().message.message_thread_id == message.message_id


def test_a_basic_group_is_no_discussion_group(api, anna):
    with pytest.raises(ValueError, match="supergroup"):
        api.channel("News", anna, discussion=api.group("Office", anna))


def test_membership(api, parsed, anna, bot):
    group = api.supergroup("Office", anna)
    group.add(bot, admin=True)
    group.remove(bot)
    change = parsed().my_chat_member
    assert (change.old_chat_member.status, change.new_chat_member.status) == (
        "administrator",
        "kicked",
    )
