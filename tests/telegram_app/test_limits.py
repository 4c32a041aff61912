from bot.telegram_app.limits import Limiter


def verdicts(limiter, times, person=1):
    return [limiter.judge(person, at).name for at in times]


def test_what_is_over_the_limit_gets_one_notice_a_minute():
    said = verdicts(Limiter(2), [0, 1, 2, 3, 4])
    assert said == ["ANSWER", "ANSWER", "NOTICE", "SILENCE", "SILENCE"]


def test_a_minute_later_there_are_answers_again():
    limiter = Limiter(2)
    verdicts(limiter, [0, 1, 2])
    assert verdicts(limiter, [60.5, 61.5, 62.5]) == ["ANSWER", "ANSWER", "NOTICE"]


def test_people_are_counted_apart():
    limiter = Limiter(1)
    assert verdicts(limiter, [0], 1) == verdicts(limiter, [0], 2) == ["ANSWER"]


def test_a_backlog_asked_over_a_longer_time_is_no_flood():
    assert set(verdicts(Limiter(2), range(0, 400, 40))) == {"ANSWER"}


def test_many_people_leave_no_growing_memory():
    limiter = Limiter(1)
    for person in range(30_000):
        limiter.judge(person, 0.0)
    assert len(limiter._asked) <= 10_000


def test_a_minute_has_sixty_seconds():
    limiter = Limiter(1)
    assert verdicts(limiter, [0, 59, 60]) == ["ANSWER", "NOTICE", "ANSWER"]
    assert verdicts(limiter, [61, 119]) == ["SILENCE", "NOTICE"]


def test_what_is_tried_again_was_counted_before():
    limiter = Limiter(1)
    assert verdicts(limiter, [0]) == ["ANSWER"]
    assert [limiter.judge(1, 0, attempts).name for attempts in (1, 2)] == ["ANSWER"] * 2
    assert verdicts(limiter, [1]) == ["NOTICE"]


def test_the_ten_thousand_people_who_asked_last_are_remembered():
    limiter = Limiter(1)
    for person in range(10_000):
        limiter.judge(person, 0.0)
    assert verdicts(limiter, [1], person=0) == ["NOTICE"]
    limiter.judge(10_000, 2.0)  # in the place of the one who has been silent for longest
    assert verdicts(limiter, [3], person=0) == ["SILENCE"]
    assert verdicts(limiter, [3], person=1) == ["ANSWER"]


def test_many_notices_leave_no_growing_memory():
    limiter = Limiter(1)
    for person in range(12_000):
        verdicts(limiter, [0, 1], person)
    assert len(limiter._noticed) <= 10_000
