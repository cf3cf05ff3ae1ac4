"""One patient at a glance, for the physio: the suggestion with its evidence, and everything that happened."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from patients import chart
from patients.models import Review
from patients.selectors.levers import levers_in_force
from patients.selectors.measures import measures_of_page
from patients.selectors.plan import names_of, track_of
from patients.selectors.progress import (
    TIMELINE_ENTRIES,
    Entry,
    adherence_of,
    charts_of,
    entries_of,
    other_side_is_quiet,
    other_than_patient,
    plain,
    reading_of,
)
from patients.triage import DECIDE_RANK
from programs import wording
from programs.selectors import thresholds_of


@dataclass(frozen=True)
class PatientPage:
    today: dt.date
    track: object
    review: Review | None
    words: wording.Words
    rows: list
    flags: list
    charts: list
    other_side_quiet: bool
    adherence: object
    baseline: float
    levers: dict
    measures: object
    thresholds: list
    inputs: list
    missing_mornings: list
    version: object
    doses: list
    entries: list
    late_mornings: int

    @property
    def switches(self):
        """The levers that are on or off: kind, the value that a press sets, and what the button says."""
        held, free = self.levers.get("hold"), self.levers.get("self_paced") is None
        on = self.levers.get("engine") is None
        return [
            ("hold", "" if held else 1, _("Release the hold") if held else _("Hold at this stage")),
            (
                "self_paced",
                0 if free else 1,
                _("Harder variation waits for me") if free else _("Harder variation free"),
            ),
            ("engine", 0 if on else 1, _("Switch suggestions off") if on else _("Switch suggestions on")),
        ]

    @property
    def asks_for_a_decision(self):
        return self.review is not None and self.review.target is not None

    @property
    def can_be_declined(self):
        """A hold asks for nothing, so there is nothing to decline."""
        return self.review is not None and self.review.outcome in DECIDE_RANK and not self.review.quiet


def patient_page(assignment, now):
    today = assignment.patient.today(now)
    review = assignment.standing.review
    reading = reading_of(assignment, now)
    findings = review.findings if review else []
    return PatientPage(
        today=today,
        track=track_of(assignment, today),
        review=review,
        words=_clinician_words(assignment, review, today),
        rows=wording.finding_rows(findings, "clinician", today),
        flags=[(flag, flag.get_kind_display()) for flag in assignment.flags.open()],
        charts=charts_of(assignment, today, chart.DESK),
        other_side_quiet=other_side_is_quiet(assignment),
        adherence=adherence_of(assignment, reading),
        baseline=plain(assignment.standing.baseline),
        levers=levers_in_force(assignment, today),
        measures=measures_of_page(assignment, today),
        thresholds=thresholds_of(assignment.version, assignment.standing.stage),
        inputs=_inputs(reading),
        missing_mornings=_missing_mornings(reading),
        version=assignment.version,
        doses=list(assignment.standing.stage.prescriptions.select_related("exercise")),
        entries=_everything(assignment, reading)[: 2 * TIMELINE_ENTRIES],
        late_mornings=_late_mornings(assignment),
    )


def _clinician_words(assignment, review, today):
    if review is None:
        return wording.Words(_("Suggestions are off"), _("Logging goes on; no rule runs."))
    names = names_of(assignment, today)
    return wording.clinician_words(review.outcome, review.because, review.target, review.findings, names)


def _inputs(reading):
    """The logged days of the stage as the rules read them, the latest first."""
    return [(day, reading.zones[day.on], reading.qualifies(day)) for day in reversed(reading.days)]


def _missing_mornings(reading):
    """Dates of the mornings that were never answered; a morning that is still open is not among them."""
    return [day.on + dt.timedelta(days=1) for day in reading.answered if day.morning is None]


def _late_mornings(assignment):
    since = assignment.standing.stage_started_on
    return assignment.morning_checks.standing().filter(on__gt=since, late=True).count()


def _everything(assignment, reading):
    entries = (
        entries_of(assignment, reading, "clinician")
        + _decisions(assignment, reading.today)
        + _flags(assignment, reading.today)
        + _directives(assignment, reading.today)
    )
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _decisions(assignment, today):
    when = _when(assignment, today)
    changes = assignment.stage_changes.select_related("stage", "by")
    declined = assignment.reviews.filter(decision=Review.Decision.DECLINED).select_related("decided_by")
    return [
        Entry(
            change.at,
            when(change.at),
            _("Stage %(n)s. “%(reason)s”") % {"n": change.stage.position, "reason": change.reason}
            if change.reason
            else _("Stage %(n)s.") % {"n": change.stage.position},
            str(change.by),
        )
        for change in changes
    ] + [
        Entry(
            review.decided_at,
            when(review.decided_at),
            _("Suggestion declined. “%(reason)s”") % {"reason": review.reason},
            str(review.decided_by),
        )
        for review in declined
    ]


def _when(assignment, today):
    return lambda at: wording.day_words(assignment.patient.today(at), today)


def _flags(assignment, today):
    when = _when(assignment, today)
    entries = []
    for flag in assignment.flags.select_related("raised_by", "closed_by"):
        tick = wording.flag_short(flag.kind)
        text = _("Ticked “%(tick)s”.") % {"tick": tick}
        by = other_than_patient(assignment, flag.raised_by)
        entries.append(Entry(flag.raised_at, when(flag.raised_at), text, by))
        if flag.closed_at:
            text = _("Closed “%(tick)s”. “%(words)s”") % {"tick": tick, "words": flag.closing_words}
            entries.append(Entry(flag.closed_at, when(flag.closed_at), text, str(flag.closed_by)))
    return entries


def _directives(assignment, today):
    when = _when(assignment, today)
    return [
        Entry(one.at, when(one.at), f"{wording.directive_words(one.kind, one.value)} “{one.reason}”", str(one.by))
        for one in assignment.directives.select_related("by")
    ]
