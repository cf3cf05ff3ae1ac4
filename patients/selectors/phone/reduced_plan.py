"""The reduced plan, day by day: quiet first, then short sessions with a day between them."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients.domain.dose import Way, dose_of
from patients.domain.load_reduction import BETWEEN, DAY
from patients.selectors.todays_dose import earlier_hold
from programs import wording
from programs.models import Role

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


def reduced_plan(asked, prescriptions, position, today, logged_today):
    """The `ReducedPlan` while the tendon is irritated, else None. `logged_today`: a session stands in today's log."""
    reduction = asked.reduction
    if not reduction.is_irritated:
        return None
    steps = _quiet_steps(reduction, today)
    first = _first_short(reduction, today)
    for number in range(reduction.calm + 1, reduction.needed + 1):
        on = first + (number - reduction.calm - 1) * BETWEEN
        exercise = _exercise(asked, prescriptions, position, number)
        steps.append(_short_step(on, today, number, reduction.needed, exercise, logged_today))
    return ReducedPlan(steps, _so_far(reduction))


def _first_short(reduction, today):
    """The date of the next short session: after the quiet days, and a day after the last one."""
    if reduction.last_short == today:
        return today
    after = [today, reduction.quiet[-1] + DAY]
    return max(after + ([reduction.last_short + BETWEEN] if reduction.last_short else []))


def _quiet_steps(reduction, today):
    quiet = [on for on in reduction.quiet if on >= today]
    same = _("The same as today.") if today in quiet else _("The same.")
    if not quiet and reduction.way == Way.QUIET:
        text = _("A day without exercises between two short sessions. Walking is fine.")
        return [Step(today, _today_or(today, today), _("rest day"), text, True)]
    text = _("No exercises that load the tendon. Walking is fine if it does not hurt more.")
    texts = [text, *[same] * len(quiet)]
    return [Step(on, _today_or(on, today), "", said, on == today) for on, said in zip(quiet, texts, strict=False)]


def _short_step(on, today, number, needed, exercise, logged_today):
    title = _("short session %(number)s of %(needed)s") % {"number": number, "needed": needed}
    done = on == today and logged_today
    text = _("Done. Tomorrow morning we ask one question.") if done else exercise
    return Step(on, _today_or(on, today), title, text, on == today)


def _exercise(asked, prescriptions, position, number):
    """What a short session is: the first one eases in with an earlier isometric, where there is one."""
    held = earlier_hold(prescriptions, position) if number == 1 else []
    main = [one for one in prescriptions if one.stage.position == position and one.role == Role.MAIN]
    doses = [dose_of(one, asked.changes.get(one.pk), Way.HALVED) for one in held or main]
    return "; ".join(
        _("%(exercise)s, %(dose)s") % {"exercise": dose.prescription.exercise.name, "dose": dose.words}
        for dose in doses
    )


def _so_far(reduction):
    return ngettext(
        "%(got)s of %(n)s calm session so far.", "%(got)s of %(n)s calm sessions so far.", reduction.needed
    ) % {"got": reduction.calm, "n": reduction.needed}


def _today_or(on, today):
    if on == today:
        return _("Today")
    return wording.weekday(on) if (on - today).days < WEEK else wording.day_words(on, today)
