"""What stands beside the suggestion on its card: what its numbers do not show. No query but for distress."""

import datetime as dt

from patients import engine
from patients.models import FlagKind
from patients.rows import rows_of
from patients.selectors.names import names_of
from patients.wording import beside
from patients.wording.beside import Share
from programs import wording
from programs.progression.schema import NotValid
from programs.progression.stored import recommendation_to_json
from programs.progression.zones import Zone

DAY = dt.timedelta(days=1)


def lines_beside(assignment, reading, words, bad_days, around, flags, now):
    """The lines, in the order in which they weigh; `words` are those of the answer, so that nothing stands twice."""
    since, rows = reading.history.stage_started, rows_of(assignment, now)
    valid = [row for row in rows.sessions if row.local_date >= since]
    answered = [row for row in rows.mornings if row.on > since]
    review = assignment.standing.review
    lines = (
        _without_distress(assignment, flags, now) if review else "",
        _effort(reading),
        _painkillers(around, reading, valid, answered),
        *(beside.red_day_line(day.when, day.activities) for day in bad_days if day.zone == Zone.RED.value),
        wording.rest_mornings_words(review.findings, reading.today) if review else "",
        beside.late_mornings_line(sum(row.late for row in answered)),
        beside.late_sessions_line(sum(_arrived_later(assignment.patient, row) for row in valid)),
        beside.corrected_line(around.taken_out),
        beside.doubles_line(sum(row.asks_once_more for row in valid)),
        beside.wrong_clocks_line(sum(row.clock_is_no_evidence for row in valid)),
    )
    return [line for line in lines if line and line not in words.text]


def _effort(reading):
    days = {day.on for day in reading.run}
    return beside.effort_line([session.effort for session in reading.history.sessions if session.day in days])


def _painkillers(around, reading, sessions, mornings):
    """Of the days of the window, as many as the gate looks at."""
    asked = {day.on for day in reading.days if reading.in_window(day.on)}
    by_day = {row.training_day: row.painkiller for row in sorted(sessions, key=lambda row: row.painkiller)}
    after = {row.on - DAY: row.painkiller for row in mornings if row.on - DAY in asked}
    with_one = {on for on, taken in (*by_day.items(), *after.items()) if taken} | around.painkillers
    of_window = [row for row in sessions if row.training_day in asked]
    return beside.painkiller_line(
        Share(len(asked & with_one), len(asked)),
        Share(sum(row.painkiller for row in of_window), len(of_window)),
        Share(sum(after.values()), len(after)),
    )


def _arrived_later(patient, row):
    return patient.today(row.received_at) > max(row.local_date, row.training_day)


def _without_distress(assignment, flags, now):
    """Asked anew, and only where distress is all that is open: another alarm stops the rules by itself. Nothing where
    the rules cannot be read."""
    if {one.flag.kind for one in flags} != {FlagKind.DISTRESS}:
        return ""
    try:
        answer = engine.without_distress(assignment, now)
    except NotValid:
        return ""
    findings = recommendation_to_json(answer)["findings"]
    names = names_of(assignment, assignment.patient.today(now))
    return beside.without_distress_line(
        wording.clinician_words(answer.outcome, answer.because, answer.target, findings, names)
    )
