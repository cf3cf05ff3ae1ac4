"""What the columns of a whole record say to a reader: words for each code, a unit beside each number."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.models import Patient
from patients.models.contact import EVERY_DAY
from patients.selectors.entry_words import name_of, value_words
from patients.wording import plain
from patients.wording.acts import act_words
from patients.wording.directives import directive_words
from patients.wording.felt import FELT
from patients.wording.intake import place_words
from programs import wording
from programs.wording.facts import percent, spoken

UNITS = {
    **dict.fromkeys(
        ("pain_left", "pain_right", "pain", "effort", "intake_morning_pain", "baseline"), gettext_lazy("%(n)s of 10")
    ),
    "minutes": gettext_lazy("%(n)s min"),
    "load_kg": gettext_lazy("%(n)s kg"),
}
SHARES = ("completion", "symmetry")
# Numbers of the tables, of the engine and of what sends, of any table or of one: they stand in the JSON.
FOR_MACHINES = frozenset(
    (
        *("id", "public_id", "client_id", "clock_off", "utc_offset", "phone_zone", "captured_on"),
        *("findings", "inputs", "because", "engine_version", "quiet", "patients.Review.target"),
        *("is_staff", "is_superuser", "times_signed_out", "zone_before", "zone_kept_from", "ip", "subject"),
        *("next_try_at", "claimed_at", "tries"),
    )
)
LABELS = {
    "at": gettext_lazy("when"),
    "by": gettext_lazy("by whom"),
    "on": gettext_lazy("day"),
    "verb": gettext_lazy("what"),
    "outcome": gettext_lazy("what came of it"),
    "assignment": gettext_lazy("programme"),
    "session": gettext_lazy("session of"),
    "created_at": gettext_lazy("made"),
    "superseded_at": gettext_lazy("another followed"),
    "all_sets": gettext_lazy("every set done"),
    "completion": gettext_lazy("share of what was asked"),
    "symmetry": gettext_lazy("the lower side beside the other"),
    "user_agent": gettext_lazy("browser"),
    "intake_morning_pain": gettext_lazy("usual morning pain at the start"),
    "baseline": gettext_lazy("usual morning pain"),
    "last_login": gettext_lazy("last signed in"),
    "email": gettext_lazy("e-mail"),
    "verified": gettext_lazy("proven"),
    "primary": gettext_lazy("the first of them"),
    "over_at": gettext_lazy("closed"),
}


def label_of(model: str, field: Any) -> str:
    if (model, field.name) == ("patients.Review", "outcome"):
        return _("what the rules said")
    return str(LABELS.get(field.name, field.verbose_name))


def said(patient: Patient, row: models.Model, field: Any, value: Any) -> Any:
    """A value in words, by its column and else by what it is."""
    if own := OWN.get(f"{type(row).__name__}.{field.name}"):
        return own(row, value)
    if value in (None, "", [], {}):
        return value
    if field.choices:
        return getattr(row, f"get_{field.name}_display")()
    if field.name in SHARES:
        return percent(float(value))
    if isinstance(value, dt.datetime):
        return date_format(value.astimezone(patient.zone), "j M Y, H:i")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return UNITS[field.name] % {"n": plain(value)} if field.name in UNITS else value


def _review(row: Any, _value: str) -> str:
    names = wording.Names(today=row.created_at.date(), stage=row.stage.position, stage_name=row.stage.name)
    return wording.clinician_words(row.outcome, row.because, row.target, row.findings, names).title


def _places(row: Any, value: list[str]) -> str:
    places = place_words(row.assignment.version.program.pain_at)
    return ", ".join(places.get(one, one) for one in value)


def _weekdays(_row: Any, value: str) -> str:
    """ "1234567" as "every day", "135" as "Mon, Wed, Fri"."""
    return _("every day") if value == EVERY_DAY else ", ".join(str(WEEKDAYS_ABBR[int(day) - 1]) for day in value)


def _agreed(row: Any, names: str) -> str:
    words = {"calendar_hash": _("in a calendar")}
    return ", ".join(words.get(name) or str(row._meta.get_field(name).verbose_name) for name in names.split())


def _felt(_row: Any, value: list[str]) -> str:
    return ", ".join(str(dict(FELT).get(one, one)) for one in value)


OWN: dict[str, Callable[[Any, Any], Any]] = {
    "AuditEntry.verb": lambda _row, verb: act_words(verb, to_patient=True),
    "Directive.value": lambda row, value: directive_words(row.kind, value),
    "Intake.where": _places,
    "Measure.kind": lambda row, kind: name_of(kind),
    "Measure.value": lambda row, _value: value_words(row),
    "MeasureAsked.kind": lambda _row, kind: name_of(kind),
    "Reminders.agreed_to": _agreed,
    "Reminders.exercise_days": _weekdays,
    "Reminders.morning_days": _weekdays,
    "Review.outcome": _review,
    "TrainingSession.felt": _felt,
    "TrainingSession.variation": lambda _row, slug: spoken(slug),
}
