"""The plan until it is calm, day by day: rest first, then short sessions with a day between them."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients.domain.todays_plan import Why
from programs import wording

DAY = dt.timedelta(days=1)
BETWEEN = 2 * DAY  # from one short session to the next
WEEK = 7


@dataclass(frozen=True)
class Step:
    """One line of the plan: the local date, when it is in words, what it is, what to do, and whether it is today's."""

    on: dt.date
    when: str
    title: str
    text: str
    is_now: bool


@dataclass(frozen=True)
class ReducedPlan:
    """The steps from today on, and the calm sessions so far in words."""

    steps: list
    so_far: str


def reduced_plan(asked, prescriptions, position, logged_today, today):
    """The `ReducedPlan` while bad days are not settled, else None. `logged_today`: a session stands in the log of the
    plan's day; `today` is the date of the reader."""
    plan = asked.plan
    eased = plan.because(Why.EASED)
    if eased is None or plan.because(Why.ALARM, Why.PAUSE):
        return None
    steps, first = _rests(plan, today), _first_short(plan, logged_today)
    exercise = _exercise(asked.next_short, prescriptions, position)
    for number in range(eased.got + 1, eased.needed + 1):
        on = first + (number - eased.got - 1) * BETWEEN
        done = on == plan.today and logged_today
        title = _("short session %(number)s of %(needed)s") % {"number": number, "needed": eased.needed}
        text = _("Done. Next morning we ask one question.") if done else exercise
        steps.append(_step(on, plan, today, title, text))
    return ReducedPlan(steps, _so_far(eased))


def _first_short(plan, logged_today):
    """The date of the next short session: after the days of rest, and a day after the last session."""
    felt, between = plan.because(Why.FELT), plan.because(Why.DAY_BETWEEN)
    if logged_today:
        return max(felt.until + DAY, plan.today + BETWEEN) if felt else plan.today
    return max([plan.today, *(reason.until + DAY for reason in (felt, between) if reason)])


def _rests(plan, today):
    felt = plan.because(Why.FELT)
    if felt is None and plan.because(Why.DAY_BETWEEN):
        text = _("A day without exercises between two short sessions. Walking is fine.")
        return [_step(plan.today, plan, today, _("rest day"), text)]
    days = (felt.until - plan.today).days + 1 if felt else 0
    texts = [_("No exercises that load the tendon. Walking is fine if it does not hurt more."), _("The same.")]
    return [_step(plan.today + number * DAY, plan, today, "", texts[min(number, 1)]) for number in range(days)]


def _exercise(asked, prescriptions, position):
    doses = [asked.dose(one) for one in asked.exercises(prescriptions, position)]
    return "; ".join(
        _("%(exercise)s, %(dose)s") % {"exercise": dose.prescription.exercise.name, "dose": dose.words}
        for dose in doses
    )


def _so_far(eased):
    return ngettext("%(got)s of %(n)s calm session so far.", "%(got)s of %(n)s calm sessions so far.", eased.needed) % {
        "got": eased.got,
        "n": eased.needed,
    }


def _step(on, plan, today, title, text):
    return Step(on, _when(on, plan, today), title, text, on == plan.today)


def _when(on, plan, today):
    if on == plan.today:
        return _("Today") if on == today else _("Tonight")
    return wording.weekday(on) if (on - today).days < WEEK else wording.day_words(on, today)
