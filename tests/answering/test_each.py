from bot.answering.each import whole_list
from bot.answering.proposals import Proposal


def proposal(text, *items, report=0):
    return Proposal("sheet" if items else "reader", (0.0,), report, text, items, ())


BOTH = proposal("Ana Silva, Ben Tan", "Ana Silva", "Ben Tan")


def test_a_list_goes_before_one_of_its_items():
    ana = proposal("Ana Silva")
    assert whole_list(ana, [(0.9, ana), (0.8, BOTH)]) == (0.8, BOTH)


def test_the_likelier_of_two_lists_is_taken():
    three = proposal("Ana Silva, Ben Tan, Fiji", "Ana Silva", "Ben Tan", "Fiji")
    assert whole_list(proposal("Ana Silva"), [(0.7, three), (0.8, BOTH)]) == (0.8, BOTH)


def test_another_answer_another_report_and_a_list_of_its_own_stay():
    elsewhere = proposal("Ana Silva, Ben Tan", "Ana Silva", "Ben Tan", report=1)
    assert whole_list(proposal("Carl Dahl"), [(0.8, BOTH)]) is None
    assert whole_list(proposal("Ana Silva"), [(0.8, elsewhere)]) is None
    assert whole_list(BOTH, [(0.8, BOTH)]) is None
    assert whole_list(proposal("Ana Silva"), []) is None
