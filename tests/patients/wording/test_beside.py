import pytest

from patients.wording import beside
from patients.wording.beside import Share
from programs.wording import Words


@pytest.mark.parametrize(
    ("efforts", "said"),
    [
        ([], ""),
        ([None, None], "Effort on the qualifying days: not given."),
        ([0], "Effort on the qualifying days: 0 to 0 of 10, median 0, said in 1 of 1."),
        ([10, None, 7, 8], "Effort on the qualifying days: 7 to 10 of 10, median 8, said in 3 of 4."),
        ([3, 4], "Effort on the qualifying days: 3 to 4 of 10, median 3.5, said in 2 of 2."),
    ],
)
def test_says_the_effort_that_was_given_and_how_often(efforts, said):
    assert beside.effort_line(efforts) == said


def test_counts_painkillers_by_day_session_and_morning():
    said = beside.painkiller_line(Share(8, 8), Share(8, 9), Share(1, 1))
    assert said == "8 of 8 days with a painkiller: 8 of 9 sessions, 1 of 1 morning."


def test_says_nothing_of_a_painkiller_that_nobody_ticked():
    """Not ticked is not the same as not taken."""
    assert beside.painkiller_line(Share(0, 8), Share(0, 8), Share(0, 7)) == ""


@pytest.mark.parametrize(
    ("line", "one", "two"),
    [
        (beside.late_mornings_line, "1 morning was entered on a later day", "2 mornings were entered on a later day"),
        (beside.late_sessions_line, "1 session reached us on a later day", "2 sessions reached us on a later day"),
        (beside.corrected_line, "1 session or morning of this stage was", "2 sessions or mornings of this stage were"),
        (beside.wrong_clocks_line, "1 session came from a phone", "2 sessions came from a phone"),
    ],
)
def test_counts_what_is_weaker_evidence(line, one, two):
    assert (line(0), line(1)[: len(one)], line(2)[: len(two)]) == ("", one, two)


def test_names_what_stood_round_a_red_day():
    said = beside.red_day_line("Monday", ["football, 90 minutes", "day before: run, 20 minutes"])
    assert said == "Beside the red day (Monday): football, 90 minutes; day before: run, 20 minutes."
    assert beside.red_day_line("Monday", []) == ""


def test_says_what_the_rules_would_say_without_distress():
    said = beside.without_distress_line(Words("Ready for stage 2.", "Every criterion is met."))
    assert said == "Without the open distress tick the rules would say: Ready for stage 2. Every criterion is met."
