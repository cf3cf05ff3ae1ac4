"""Asking the engine and keeping what it said. A newer answer supersedes the open review."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from patients.models import Assignment, Review, Standing
from patients.reading import circumstances_of, history_of
from patients.services.errors import Refused
from programs.progression import ENGINE_VERSION, evaluate, stored
from programs.progression.reading import read
from programs.progression.zones import Zone

QUIET_DAYS = 7
RECENT_DAYS = 10
AWAYS_KEPT = 5
TRIES = 3
# What an evaluation knows. Contact, marks and pauses are other writers' columns, who may be at work at the same moment.
WRITTEN_HERE = (
    *("review", "outcome", "because", "quiet", "since", "flag_kind", "flag_at", "last_session_on", "last_morning_on"),
    *("recent", "away_until", "aways", "last_red_on", "due_at", "updated_at"),
)


def review_assignment(assignment, now):
    """Evaluates the assignment at `now` and keeps the answer; returns the open `Review`, or None while it is off.

    Runs inside the caller's transaction. When somebody else's answer came in between, it reads and evaluates again.
    """
    for _attempt in range(TRIES):
        try:
            with transaction.atomic():
                return _review_once(assignment, now)
        except IntegrityError:
            assignment.standing.refresh_from_db()
    raise Refused(_("Somebody else is writing at the same moment. Please try again."))


def _review_once(assignment, now):
    beside = circumstances_of(assignment)
    history = history_of(assignment, now, beside)
    rules = stored.rules_from_json(assignment.version.rules)
    answer = evaluate(rules, history)
    reading = read(rules, history)
    days = recent_days(reading)
    engine_on = beside.engine_on and assignment.patient.clinic.engine_on
    review = _keep(assignment, answer, history, days, now) if engine_on else _close_open(assignment, now)
    _write_standing(assignment, answer, review, beside, reading, days, now)
    return review


def _keep(assignment, answer, history, days, now):
    """Supersedes the open review, if there is one, by the new answer."""
    _close_open(assignment, now)
    standing = assignment.standing
    same = (standing.outcome, standing.because) == (answer.outcome, answer.because) and standing.since
    return Review.objects.create(
        assignment=assignment,
        stage=standing.stage,
        outcome=answer.outcome,
        because=answer.because,
        target=answer.target,
        findings=[stored.finding_to_json(finding) for finding in answer.findings],
        inputs=stored.history_to_json(history),
        engine_version=ENGINE_VERSION,
        since=standing.since if same else now,
        created_at=now,
        valid_until=answer.valid_until,
        quiet=_is_quiet(standing.declined, answer, days, now),
    )


def _close_open(assignment, now):
    Review.objects.open().filter(assignment=assignment).update(superseded_at=now)


def recent_days(reading):
    """The last logged days as plain values: date, pain during and next morning (0-10 NRS or None), zone."""
    return [
        {
            "on": day.on.isoformat(),
            "during": day.pain,
            "morning": day.morning,
            "zone": reading.zones[day.on].value,
            "qualifies": reading.qualifies(day),
        }
        for day in reading.days[-RECENT_DAYS:]
    ]


def _is_quiet(declined, answer, days, now):
    """Whether a declined suggestion stays quiet: for 7 days and until a new qualifying day; a new red day ends it."""
    if not declined or declined["says"] != [answer.outcome, answer.because, answer.target]:
        return False
    if latest(days, "red") != declined["latest_red"]:
        return False
    waited = now >= dt.datetime.fromisoformat(declined["at"]) + dt.timedelta(days=QUIET_DAYS)
    return not (waited and latest(days, "qualifies") != declined["latest_qualifying"])


def latest(days, what):
    """The last local date (ISO) among `days` that was red, or that qualified; None if none did."""
    matching = [day["on"] for day in days if (day["zone"] == Zone.RED if what == "red" else day["qualifies"])]
    return matching[-1] if matching else None


def _write_standing(assignment, answer, review, beside, reading, days, now):
    standing = assignment.standing
    flag = min(beside.flags, key=_urgency, default=None)
    due = [answer.valid_until]
    if review and review.quiet:
        due.append(dt.datetime.fromisoformat(standing.declined["at"]) + dt.timedelta(days=QUIET_DAYS))
    standing.review = review
    standing.outcome = answer.outcome if review else ""
    standing.because = answer.because if review else ""
    standing.quiet = bool(review and review.quiet)
    standing.since = review.since if review else None
    standing.flag_kind, standing.flag_at = (flag.kind, flag.at) if flag else ("", None)
    standing.last_session_on = max((day.on for day in reading.earlier_days + reading.days), default=None)
    standing.last_morning_on = max((check.on for check in reading.history.morning_checks), default=None)
    standing.recent = days
    absences = [away for away in beside.away if away.first <= reading.today <= away.last]
    standing.away_until = max((away.last for away in absences), default=None)
    latest_aways = sorted((away.first, away.last) for away in beside.away)[-AWAYS_KEPT:]
    standing.aways = [[first.isoformat(), last.isoformat()] for first, last in latest_aways]
    standing.last_red_on = max(reading.red_dates, default=None)
    standing.due_at = min((at for at in due if at and at > now), default=None)
    standing.save(update_fields=WRITTEN_HERE)


def _urgency(flag):
    return (flag.kind != "distress", flag.at)


def refresh_if_due(assignment, now):
    """Evaluates anew when time has changed the answer since the last write; so no page is stale without the loop."""
    if assignment.standing.due_at and assignment.standing.due_at <= now:
        review_assignment(assignment, now)


def run_due(now):
    """Evaluates every assignment whose answer time has changed. Returns how many; safe with several loops."""
    due = Assignment.objects.active().with_its_page().filter(standing__in=Standing.objects.due(now))
    count = 0
    for assignment in due.iterator(chunk_size=200):
        review_assignment(assignment, now)
        count += 1
    return count
