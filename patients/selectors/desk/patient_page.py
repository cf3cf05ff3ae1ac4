"""One patient at a glance, for the physio: the suggestion with its evidence, the plan, and what stands beside it."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from patients import chart, engine
from patients.domain.dose import dose_of
from patients.domain.todays_plan import Plan, Why
from patients.domain.triage import DECIDE_RANK
from patients.models import Assignment, Directive, Discharge, Review
from patients.rows import read_once
from patients.selectors.adherence import Adherence, adherence_of
from patients.selectors.desk.acts import acts_of
from patients.selectors.desk.alarms import flags_of_page
from patients.selectors.desk.around import Around
from patients.selectors.desk.bad_days import bad_days, first_looked_at
from patients.selectors.desk.beside import lines_beside
from patients.selectors.desk.caseload_row import contact_words
from patients.selectors.desk.earlier import earlier_episodes, earlier_notes
from patients.selectors.desk.measures import Measures, measures_of_page
from patients.selectors.desk.record import discharge_of, minutes_to_undo
from patients.selectors.desk.timeline import timeline_of, undoable, undoable_end
from patients.selectors.directives import directives_in_force
from patients.selectors.doubles import doubles_asked
from patients.selectors.episodes import ended_assignments, episode_heading
from patients.selectors.intake import IntakeRead, intakes_of, unseen_intakes
from patients.selectors.names import names_of
from patients.selectors.pain_charts import charts_of
from patients.selectors.stage_track import Track, track_of
from patients.selectors.usual_morning import UsualMorning, usual_morning_of
from patients.wording import directive_verb, move_verb, plan_amount, plan_reasons
from programs import wording
from programs.models import Prescription, ProgramVersion, Role, Stage
from programs.prepared import ID, prepared
from programs.progression import Outcome
from programs.selectors import thresholds_of

NOTES_SHOWN = 5
PANELS = ("decide", "stage", "directive", "dose", "ease", "whole-plan", "line", "end", "note", "measure", "ask")
WEEKS_OF_HALF = (1, 2, 3, 4)
WEEKS_UNTIL = (1, 2, 3, 4, 6, 8, 12, 26)


@dataclass(frozen=True)
class PatientPage:
    today: dt.date
    track: Track
    review: Review | None
    words: wording.Words
    facts: list
    rows: list
    flags: list
    charts: list
    other_side_quiet: bool
    adherence: Adherence
    weeks: chart.WeeksChart
    usual: UsualMorning
    directives: dict
    measures: Measures
    thresholds: list
    inputs: list
    missing_mornings: list
    version: ProgramVersion
    newer: ProgramVersion | None
    doses: list
    other_stages: list
    lines: dict
    notes: list
    intake: IntakeRead | None
    unseen_intakes: list
    bad_days: list
    entries: list
    undoable: list
    beside: list
    doubles: list
    contact: str
    plan: Plan
    earlier: list
    earlier_notes: list
    before: list
    panels = PANELS  # forms that say themselves what is wrong in them

    @property
    def asked(self):
        """What today asks of the patient."""
        return plan_amount(self.plan)

    @property
    def reasons(self):
        """Every reason for less that stands."""
        return plan_reasons(self.plan, self.today)

    @property
    def is_half_for_now(self):
        return self.plan.because(Why.FOR_NOW) is not None

    @property
    def ends_of_half(self):
        """The days that half for now may end on: after each of the next weeks."""
        return [self.today + dt.timedelta(weeks=weeks) for weeks in WEEKS_OF_HALF]

    @cached_property
    def ends(self):
        """The days that may be chosen for what is meant to end, with their words: after each of the next weeks, then of
        some. Six forms of the page offer them."""
        days = [self.today + dt.timedelta(weeks=weeks) for weeks in WEEKS_UNTIL]
        return [(day.isoformat(), date_format(day, "l j F")) for day in days]

    @property
    def measured_against(self):
        """The doses set for this patient that the gate is measured against, in words."""
        return [now.words for one, now, _change in self.doses if now.is_measured and one.role == Role.MAIN]

    @property
    def is_eased(self):
        return self.plan.because(Why.EASED) is not None

    @property
    def switches(self):
        """The directives that are on or off: kind, the value that a press sets, and what the button says."""
        held, free = self.directives.get("hold"), self.directives.get("self_paced") is None
        answers, paused = self.directives.get("engine") is None, self.directives.get("pause")
        presses = {
            "hold": None if held else 1,
            "pause": None if paused else 1,
            "self_paced": 0 if free else 1,
            "engine": 0 if answers else 1,
        }
        return [(kind, "" if value is None else value, directive_verb(kind, value)) for kind, value in presses.items()]

    @property
    def before_it_is_done(self):
        """What a press of the hold and of the pause would change, by kind."""
        held, paused = self.directives.get("hold"), self.directives.get("pause")
        return {
            "hold": _("The next stage is suggested again once its points are met.")
            if held
            else _("No further stage is suggested. Bad days still ask for less, and what today asks stays."),
            "pause": _("The exercises are asked again; the first two sessions are half.")
            if paused
            else _(
                "No exercises are asked and nothing is suggested. "
                "The patient reads “Your programme is paused” and your reason."
            ),
        }

    @property
    def kinds_with_an_end(self):
        return Directive.WITH_AN_END

    @property
    def switch_kinds(self):
        return [kind for kind, _on, _label in self.switches]

    @property
    def asks_for_a_decision(self):
        return self.review is not None and self.review.target is not None

    @property
    def accept(self):
        """What the button says that does as the rules suggest."""
        return move_verb(self.track.current, self.review.target, suggested=True)

    @property
    def is_suggested(self):
        """Whether the rules suggest the stage they point to; a review leaves it to the clinician: no button leads."""
        return self.asks_for_a_decision and self.review.outcome != Outcome.REVIEW

    @property
    def can_be_declined(self):
        """A hold asks for nothing, so there is nothing to decline."""
        return self.review is not None and self.review.outcome in DECIDE_RANK and not self.review.quiet

    @property
    def can_be_halved(self):
        """Less load at the same stage: offered where the rules say it hurts too much."""
        return self.review is not None and self.review.outcome in (Outcome.STEP_BACK, Outcome.REVIEW, Outcome.REDUCE)

    @property
    def can_be_held(self):
        return "hold" not in self.directives and self.review is not None


def patient_page(assignment, now):
    today, rows = assignment.patient.today(now), read_once(assignment, now)
    review = assignment.standing.review
    reading = engine.read(assignment, now)
    acts = acts_of(assignment)
    entries = timeline_of(assignment, reading, acts)
    findings = review.findings if review else []
    words = clinician_words_of(assignment, review, today)
    charts, adherence = charts_of(assignment, today, chart.DESK), adherence_of(assignment, reading)
    finding_rows = wording.finding_rows(findings, "clinician", today)
    intake, unseen = intakes_of(assignment)
    return PatientPage(
        **_what_was_said(assignment, reading, words, rows),
        **_before(assignment, now),
        today=today,
        track=_track(assignment, today),
        review=review,
        words=words,
        facts=wording.deciding_facts(findings, finding_rows),
        rows=finding_rows,
        charts=charts,
        other_side_quiet=len(charts) == len(assignment.affected_sides),
        adherence=adherence,
        weeks=chart.weeks_chart(adherence.weeks),
        usual=usual_morning_of(assignment, reading),
        directives=directives_in_force(assignment, today),
        thresholds=thresholds_of(assignment.version, assignment.standing.stage),
        inputs=_inputs(reading),
        missing_mornings=_missing_mornings(reading),
        version=assignment.version,
        newer=newer_version(assignment),
        doses=_doses(assignment, rows.doses),
        other_stages=_other_stages(version=assignment.version_id, stage=assignment.standing.stage_id),
        lines=rows.lines,
        notes=acts.get("note", [])[:NOTES_SHOWN],
        intake=intake,
        unseen_intakes=unseen,
        entries=entries,
        undoable=undoable(entries, assignment.assigned_at, now),
        contact=contact_words(assignment.standing, assignment.patient, today),
        plan=engine.plan(assignment, now),
    )


def _what_was_said(assignment, reading, words, rows):
    """What was ticked, measured and said beside the log; what nothing waits for is not asked."""
    now, around = rows.now, Around(assignment, first_looked_at(reading))
    today = assignment.patient.today(now)
    flags = flags_of_page(assignment.patient, now) if rows.circumstances.flags else []
    bad = bad_days(reading, around)
    return {
        "flags": flags,
        "bad_days": bad,
        "beside": lines_beside(assignment, reading, words, bad, around, flags, now),
        "doubles": doubles_asked(assignment) if around.asks else [],
        "measures": measures_of_page(assignment, today, is_asked=around.is_asked),
    }


def _before(assignment, now):
    """The programmes that have ended; asked for where the assignment was not read with whether there are any."""
    ended = ended_assignments(assignment.patient) if vars(assignment).get("has_earlier", True) else []
    return {
        "earlier": earlier_episodes(ended, now),
        "earlier_notes": earlier_notes(ended),
        "before": [(episode_heading(one), one.end_reason) for one in ended],
    }


@dataclass(frozen=True)
class PageWithoutProgramme:
    """`ended` is the programme that ended last, None where none ever ran; `waits` whether a message is unread;
    `undoable` its end, while that can be undone; `discharge` the one in force, with the minutes left to undo it."""

    ended: Assignment | None
    flags: list
    unseen_intakes: list
    waits: bool
    undoable: list
    discharge: Discharge | None
    minutes: int
    earlier: list
    earlier_notes: list
    before: list


def page_without_programme(patient, now):
    every = ended_assignments(patient)
    ended = every[0] if every else None
    discharge = discharge_of(patient)
    return PageWithoutProgramme(
        ended=ended,
        flags=flags_of_page(patient, now),
        unseen_intakes=unseen_intakes(patient),
        waits=patient.messages.filter(from_patient=True, seen_at=None).exists(),
        undoable=undoable_end(ended, now) if ended and not discharge else [],
        discharge=discharge,
        minutes=minutes_to_undo(discharge, now),
        earlier=earlier_episodes(every, now, alone=True),
        earlier_notes=earlier_notes(every),
        before=[(episode_heading(one), one.end_reason) for one in every],
    )


def _track(assignment, today):
    """With the whole days in the stage, as the rules count them."""
    track = track_of(assignment, today)
    return replace(track, label=", ".join(filter(None, (track.label, track.spent))))


def clinician_words_of(assignment, review, today):
    if review is None:
        title = _("Programme paused") if assignment.standing.paused_at else _("Suggestions are off")
        return wording.Words(title, _("The patient can still log. The rules suggest nothing."))
    names = names_of(assignment, today)
    return wording.clinician_words(review.outcome, review.because, review.target, review.findings, names)


def newer_version(assignment):
    """The latest published version of the programme, where the patient is on an earlier one; else None."""
    own = assignment.version
    return next(iter(_newer(program=own.program_id, number=own.number)), None)


@prepared(program=ID, number=ID)
def _newer(program, number):
    newer = ProgramVersion.objects.latest_published().filter(program=program, number__gt=number)
    return newer.select_related("program").defer("rules")[:1]


def _doses(assignment, changes):
    prescriptions = _prescriptions(stage=assignment.standing.stage_id)
    for one in prescriptions:
        one.stage = assignment.standing.stage
    return [(one, dose_of(one, changes.get(one.pk)), changes.get(one.pk)) for one in prescriptions]


@prepared(stage=ID)
def _prescriptions(stage):
    return Prescription.objects.filter(stage=stage).select_related("exercise")


@prepared(version=ID, stage=ID)
def _other_stages(version, stage):
    return Stage.objects.filter(version=version).exclude(pk=stage).only("position", "name")


def _inputs(reading):
    """The logged days of the stage as the rules read them, the latest first, each with its zone, whether it counts and
    what the zone is called; three months of them at most."""
    words = {zone: capfirst(wording.zone_word(zone.value, "clinician")) for zone in set(reading.zones.values())}
    return [
        (day, reading.zones[day.on], reading.qualifies(day), words[reading.zones[day.on]])
        for day in reversed(reading.days[-MOST_INPUTS:])
    ]


MOST_INPUTS = 92


def _missing_mornings(reading):
    """Dates of the mornings that were never answered, or late and calm; one that is still open is not among them."""
    return [day.on + dt.timedelta(days=1) for day in reading.answered[-MOST_INPUTS:] if day.morning is None]
