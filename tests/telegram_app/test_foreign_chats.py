QUESTION = "who chaired the seminar on tide gauges"


def test_the_answer_comes_first_then_passages(world):
    asked = world.api.user("Anna").ask_inline(world.bot, QUESTION)
    results = asked.wait_answer()["results"]
    assert 3 <= len(results) <= 5
    assert results[0]["title"] == "Tonga"
    assert "chaired by Tonga" in results[0]["sent"]["text"]
    assert len({result["id"] for result in results}) == len(results)


def test_a_result_says_where_it_is_from(world):
    result = world.api.user("Anna").ask_inline(world.bot, QUESTION).wait_answer()["results"][0]
    assert result["description"] == "Seminar on tide gauges · 4 May 2022"


def test_of_a_question_that_fits_several_events_each_gives_its_answer(world):
    asked = world.api.user("Anna").ask_inline(world.bot, "who chaired the seminar")
    results = asked.wait_answer()["results"]
    assert {r["title"] for r in results} == {"Tonga", "Samoa"}
    assert {r["description"].partition(" · ")[0] for r in results} == {
        "Seminar on tide gauges",
        "Seminar on tide tables",
    }


def test_ids_are_the_same_each_time(world):
    anna = world.api.user("Anna")
    asked = [anna.ask_inline(world.bot, QUESTION).wait_answer()["results"] for _ in range(2)]
    assert [r["id"] for r in asked[0]] == [r["id"] for r in asked[1]]


def test_further_results_come_by_offset(world):
    anna = world.api.user("Anna")
    first = anna.ask_inline(world.bot, "seminar").wait_answer()
    assert first["next_offset"] in ("", "5")
    again = anna.ask_inline(world.bot, "seminar", offset="5").wait_answer()
    assert not {r["id"] for r in first["results"]} & {r["id"] for r in again["results"]}


def test_a_question_without_an_answer_says_so_first_then_the_nearest(world):
    asked = world.api.user("Anna").ask_inline(world.bot, "who closed the seminar on tide gauges")
    first, *others = asked.wait_answer()["results"]
    assert first["title"] == "The reports don't say"
    assert "the reports don't say who closed" in first["sent"]["text"]
    assert 2 <= len(others) <= 4
    nearest = first["sent"]["text"].splitlines()[-2]
    assert not [other for other in others if nearest in other["sent"]["text"]]


def test_a_query_that_is_no_question_is_told_why(world):
    asked = world.api.user("Anna").ask_inline(world.bot, "🎉")
    [result] = asked.wait_answer()["results"]
    assert result["title"].startswith("Ask in words about the events")


def test_an_empty_query_is_told_what_to_type(world):
    answer = world.api.user("Anna").ask_inline(world.bot, "").wait_answer()
    assert [r["title"] for r in answer["results"]] == ["Ask a question about the reports"]
    assert answer["is_personal"] is True
    assert 0 < answer["cache_time"] <= 300


def test_a_chosen_result_is_no_question_to_the_bot(world):
    anna = world.api.user("Anna")
    chat = world.api.private(anna, world.bot)
    asked = anna.ask_inline(world.bot, QUESTION)
    chosen = anna.choose(asked, asked.wait_answer()["results"][0]["id"], chat)
    chat.wait_reply(chat.send("/help"))
    assert chat.replies(chosen) == []
