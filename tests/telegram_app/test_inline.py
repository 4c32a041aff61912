def test_an_inline_query_gives_passages_to_post(world):
    anna = world.api.user("Anna")
    asked = anna.ask_inline(world.bot, "who chaired the joint planning session")
    results = asked.wait_answer()["results"]
    assert 1 <= len(results) <= 5
    assert "New Zealand and Viet Nam" in results[0]["sent"]["text"]
    assert len({result["id"] for result in results}) == len(results)


def test_an_inline_result_says_where_it_is_from(world):
    anna = world.api.user("Anna")
    result = anna.ask_inline(world.bot, "joint planning session").wait_answer()["results"][0]
    assert "planning session" in result["description"].lower()


def test_an_empty_inline_query_says_what_to_do(world):
    answer = world.api.user("Anna").ask_inline(world.bot, "").wait_answer()
    assert answer["results"] == []
    assert answer["button"]["text"]


def test_a_chosen_result_is_no_question_to_the_bot(world):
    anna = world.api.user("Anna")
    chat = world.api.private(anna, world.bot)
    asked = anna.ask_inline(world.bot, "who chaired the joint planning session")
    chosen = anna.choose(asked, asked.wait_answer()["results"][0]["id"], chat)
    chat.wait_reply(chat.send("/help"))
    assert chat.replies(chosen) == []
