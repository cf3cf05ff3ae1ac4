"""The page of progress: charts, the rule with what is met, and what was logged."""

import datetime as dt
from dataclasses import dataclass

from patients import chart, engine
from patients.domain import standing_records
from patients.rows import rows_of
from patients.selectors.adherence import Adherence, adherence_of
from patients.selectors.corrections import corrections_of
from patients.selectors.directives import directives_in_force
from patients.selectors.episodes import SHOWN, ended_assignments, episode_of
from patients.selectors.log_entries import LATEST, entries_of
from patients.selectors.pain_charts import charts_of
from patients.selectors.phone.entry_days import entry_days
from patients.selectors.stage_track import Track, track_of
from patients.selectors.words_now import words_now
from patients.wording import plain
from programs import wording
from programs.progression import Code


@dataclass(frozen=True)
class Progress:
    today: dt.date
    track: Track
    words: wording.Words
    rows: list
    good_days: list
    row_ended: str
    charts: list
    other_side_quiet: bool
    adherence: Adherence
    baseline: float
    entries: list
    changes: list
    directives: dict


def progress_page(assignment, now):
    today = assignment.patient.today(now)
    review = assignment.standing.review
    reading = engine.read(assignment, now)
    findings = engine.findings_with_row(assignment, review)
    charts = charts_of(assignment, today, chart.PHONE)
    return Progress(
        today=today,
        track=track_of(assignment, today),
        words=words_now(assignment, engine.plan(assignment, now), today, findings),
        rows=wording.finding_rows(findings, "patient", today),
        good_days=good_days(review, assignment.standing.stage.run_length),
        row_ended=wording.row_ended_words(findings, today),
        charts=charts,
        other_side_quiet=len(charts) == len(assignment.affected_sides),
        adherence=adherence_of(assignment, reading),
        baseline=plain(assignment.standing.baseline),
        entries=_entries(assignment, reading),
        changes=rows_of(assignment, now).stage_changes[::-1],
        directives=directives_in_force(assignment, today),
    )


def earlier_programmes(patient, now):
    """The `Episode`s of the latest programmes that have ended, with what the patient entered."""
    ended = ended_assignments(patient)[:SHOWN]
    return [episode_of(one, chart.PHONE, _entries(one, engine.read(one, now))) for one in ended]


def _entries(assignment, reading):
    """What the patient entered, and what somebody else put right: the latest `EntryDay`s."""
    entries = entries_of(assignment, reading, "patient") + corrections_of(assignment, reading.today, "patient")
    latest = sorted(entries, key=lambda entry: entry.at, reverse=True)[:LATEST]
    return entry_days(assignment, reading, latest)


def good_days(review, needed):
    """The dates of the run that counts now, oldest first, the last `needed` of them."""
    run = next((found for found in standing_records.findings(review) if found.code == Code.SESSIONS), None)
    return list(run.evidence)[-needed:] if run else []
