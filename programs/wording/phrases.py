"""Phrases that several sentences for the patient share."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from programs.progression import Code

from .dates import DAY, morning_after, on_day, on_morning
from .facts import Answer, Fact, Facts, number
from .terms import Names


def physio_first(names: Names) -> str:
    """The physio where a sentence begins; of one who is not there the clinic."""
    return names.physio or _("Your clinic")


def physio(names: Names) -> str:
    return names.physio or _("your clinic")


def what_happened(cause: Fact, answer: Answer) -> str:
    """What made a day amber or red."""
    kind, pain, day, today = cause.observed["cause"], cause.observed["pain"], cause.days[0], answer.today
    values = {"pain": pain, "usual": answer.facts.usual, "day": on_day(day, today)}
    if kind == "pain_during":
        return _("The pain was %(pain)s during exercise %(day)s.") % values
    if kind == "other_side":
        return _("The pain on your other side was %(pain)s %(day)s.") % values
    if kind == "stopped":
        return _("You stopped because of pain %(day)s.") % values
    values["morning"] = on_morning(day, today) if kind == "rest_day_morning" else morning_after(day, today)
    return _("The pain was %(pain)s %(morning)s, and your usual is %(usual)s.") % values


def morning_of(cause: Fact) -> date | None:
    """The date of the morning that made a day amber or red; None where it was no morning."""
    offset = {"next_morning": DAY, "rest_day_morning": 0 * DAY}.get(cause.observed["cause"])
    return None if offset is None else cause.days[0] + offset


def row_ended(facts: Facts, today: date) -> str:
    """What ended the row of good days, beside every count of them; nothing where nothing did."""
    ended = facts.get(Code.ROW_ENDED)
    if not ended.days:
        return ""
    kind, day = ended.observed["cause"], ended.days[0]
    values = {"pain": ended.observed["pain"], "day": on_day(day, today)}
    if kind == "pain_during":
        return _("The pain of %(pain)s in the exercise %(day)s ended the row.") % values
    if kind == "other_side":
        return _("The pain of %(pain)s on your other side %(day)s ended the row.") % values
    if kind == "stopped":
        return _("Stopping because of pain %(day)s ended the row.") % values
    values["morning"] = on_morning(day, today) if kind == "rest_day_morning" else morning_after(day, today)
    return _("The pain of %(pain)s %(morning)s ended the row.") % values


def row_ended_words(findings: Iterable[dict[str, Any]], today: date) -> str:
    """The same for a page that has a count of its own."""
    return row_ended(Facts(findings), today)


def good_day(facts: Facts) -> str:
    edge = number(facts.get(Code.PAIN_DURING).required)
    return _("A good day: pain %(pain)s or less, and a calm next morning.") % {"pain": edge}
