"""What the page of reminders shows."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from patients.models import Assignment
from patients.rows import read_once
from patients.selectors.reminders import reminders_of
from patients.selectors.upcoming_days import exercise_days, own_frequency
from patients.wording.places import place_words

AGREED = {
    "exercise": _("on exercise days"),
    "morning": _("for the morning question"),
    "by_email": _("by e-mail"),
    "by_push": _("by notifications"),
    "calendar_hash": _("in your calendar"),
}


@dataclass(frozen=True)
class RemindersPage:
    """`next_days` are those of the coming week that a reminder may come on; `browsers` is how many take part in push;
    `place` is whose time it is, `place_before` whose it was before the patient followed the phone's, or "". `agreed` is
    what the patient agreed to, in words. `reminds`: any reminder is on, and has a way to come; `put_off_to`: until when
    none comes, later today (`is_today`) or not, None where nobody put them off."""

    assignment: Assignment | None
    next_days: list
    own_frequency: bool
    browsers: int
    place: str
    place_before: str
    has_calendar: bool
    agreed: list
    agreed_at: dt.datetime | None
    reminds: bool
    put_off_to: dt.datetime | None
    is_today: bool


def _next_days(assignment, chosen, now):
    return [day for day in exercise_days(assignment, now, days=7) if str(day.isoweekday()) in chosen.exercise_days]


def _reminds(chosen, browsers):
    return chosen.agreed_at is not None and (chosen.exercise or chosen.morning) and bool(chosen.by_email or browsers)


def reminders_page(patient, now):
    assignment = patient.assignments.active().with_its_page().first()
    rows = read_once(assignment, now) if assignment else None
    chosen = reminders_of(patient.user)
    put_off_to = chosen.put_off_to if chosen.put_off_to and chosen.put_off_to > now else None
    browsers = patient.user.push_subscriptions.filter(dropped_at=None).count()
    return RemindersPage(
        assignment=assignment,
        next_days=_next_days(assignment, chosen, now) if assignment else [],
        own_frequency=bool(rows and own_frequency(rows)),
        browsers=browsers,
        place=place_words(patient.time_zone),
        place_before=place_words(patient.zone_before),
        has_calendar=bool(chosen.calendar_hash),
        agreed=[AGREED[name] for name in chosen.agreed_to.split()],
        agreed_at=chosen.agreed_at,
        reminds=_reminds(chosen, browsers),
        put_off_to=put_off_to,
        is_today=put_off_to is not None and patient.today(put_off_to) == patient.today(now),
    )
