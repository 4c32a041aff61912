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
