"""Asking the engine and keeping what it said. A newer answer supersedes the open review."""

import datetime as dt
import logging
from collections.abc import Sequence

from django.db import Error, IntegrityError, transaction
from django.utils.translation import gettext as _

from patients import engine
from patients.domain import standing_records
from patients.domain.standing_records import Declined, RecentDay, to_json
from patients.domain.triage import flag_urgency, tick_order
from patients.models import Assignment, Review, Standing
from patients.services.errors import Refused
from patients.services.isolation import Isolation
from patients.services.lock import lock_log
from patients.told import Told
from programs.constraints import broke
from programs.prepared import AT, ID, Given
from programs.progression import ENGINE_VERSION, Outcome, Recommendation, stored
from programs.progression.zones import Zone
from programs.written import PreparedUpdate, insert, update

Days = Sequence[RecentDay]
QUIET_DAYS = 7
AWAYS_KEPT = 5
TRIES = 3
AGAIN_AFTER = dt.timedelta(minutes=10)  # an evaluation that failed; what failed once mostly fails again
MORE_LOAD = (Outcome.SUGGEST_LEVEL_UP, Outcome.SUGGEST_NEXT)
# What an evaluation knows. Contact, marks and pauses are other writers' columns, who may be at work at the same moment.
WRITTEN_HERE = (
    *("review", "outcome", "because", "quiet", "since", "flag_kind", "flag_at", "last_session_on", "last_morning_on"),
    *("recent", "away_until", "aways", "last_red_on", "due_at", "updated_at"),
)
log = logging.getLogger(__name__)


def review_assignment(assignment: Assignment, now: dt.datetime, told: Told | None = None) -> Review | None:
    """Evaluates the assignment at `now` and keeps the answer; returns the open `Review`, or None while it is off.

    Runs inside the caller's transaction, which may have `told` what there is, with what it wrote. When somebody else's
    answer came in between, it reads and evaluates again.
    """
    for _attempt in range(TRIES):
        try:
            with transaction.atomic():
                return _review_once(assignment, now, told)
        except IntegrityError as error:
            if not broke(error, Review, "one_open_review"):
                raise
            assignment.standing.refresh_from_db()
            told = None
    raise Refused(_("Somebody else is writing at the same moment. Please try again."))


def _review_once(assignment: Assignment, now: dt.datetime, told: Told | None) -> Review | None:
    if told is None:  # who told it has locked it before
        lock_log(assignment)
    answered = engine.ask(assignment, now, told)
    engine_on = answered.circumstances.engine_on and assignment.patient.clinic.engine_on
    _close_open(assignment, now)
    review = _keep(assignment, answered, now) if engine_on else None
    _write_standing(assignment, answered, review, now)
    return review


def _keep(assignment: Assignment, answered: engine.Answered, now: dt.datetime) -> Review:
    """The new answer, as the open review."""
    standing, answer = assignment.standing, answered.recommendation
    same = (standing.outcome, standing.because) == (answer.outcome, answer.because)
    review = Review(
        assignment=assignment,
        stage=standing.stage,
        outcome=answer.outcome,
        because=answer.because,
        target=answer.target,
        findings=[stored.finding_to_json(finding) for finding in answer.findings],
        inputs=stored.history_to_json(answered.history),
        engine_version=ENGINE_VERSION,
        since=standing.since if same and standing.since else now,
        created_at=now,
        valid_until=answer.valid_until,
        quiet=_is_quiet(standing_records.declined(standing), answer, answered.days, now),
    )
    insert(review)
    return review


def _close_open(assignment: Assignment, now: dt.datetime) -> None:
    _supersede(assignment=assignment.pk, at=now)


_supersede = PreparedUpdate(
    lambda: Review.objects.open().filter(assignment=Given("assignment", ID)), superseded_at=Given("at", AT)
)


def _is_quiet(declined: Declined | None, answer: Recommendation, days: Days, now: dt.datetime) -> bool:
    """Whether a declined suggestion stays quiet: for 7 days and until a new qualifying day; a new red day ends it."""
    if not declined or declined.says != answer.says or declined.latest_red != latest_red(days):
        return False
    waited = now >= declined.at + dt.timedelta(days=QUIET_DAYS)
    return not (waited and latest_qualifying(days) != declined.latest_qualifying)


def declined_then(review: Review, at: dt.datetime, days: Days) -> Declined:
    """The answer of a `Review`, declined at an instant after these `RecentDay`s."""
    return Declined(review.outcome, review.because, review.target, at, latest_red(days), latest_qualifying(days))


def latest_red(days: Days) -> dt.date | None:
    return max((day.on for day in days if day.zone == Zone.RED), default=None)


def latest_qualifying(days: Days) -> dt.date | None:
    return max((day.on for day in days if day.qualifies), default=None)


def _write_standing(assignment: Assignment, answered: engine.Answered, review: Review | None, now: dt.datetime) -> None:
    standing, answer = assignment.standing, answered.recommendation
    beside, reading = answered.circumstances, answered.reading
    flag = min(beside.flags, key=lambda one: tick_order(one.kind, one.at), default=None)
    due = [answer.valid_until]
    declined = standing_records.declined(standing)
    if review and review.quiet and declined:
        due.append(declined.at + dt.timedelta(days=QUIET_DAYS))
    standing.review = review
    standing.outcome = answer.outcome if review else ""
    standing.because = answer.because if review else ""
    standing.quiet = bool(review and review.quiet)
    standing.since = review.since if review else None
    standing.flag_kind, standing.flag_at = (flag.kind, flag.at) if flag else ("", None)
    standing.last_session_on = max((day.on for day in reading.earlier_days + reading.days), default=None)
    standing.last_morning_on = max((check.on for check in reading.history.morning_checks), default=None)
    standing.recent = [to_json(day) for day in answered.days]
    absences = [away for away in beside.away if away.first <= reading.today <= away.last]
    standing.away_until = max((away.last for away in absences), default=None)
    latest_aways = sorted(beside.away, key=lambda away: (away.first, away.last))[-AWAYS_KEPT:]
    standing.aways = [to_json(away) for away in latest_aways]
    standing.last_red_on = max(reading.red_dates, default=None)
    standing.due_at = min((at for at in due if at and at > now), default=None)
    update(standing, WRITTEN_HERE)


def review_entry(assignment: Assignment, now: dt.datetime, told: Told | None = None) -> Review | None:
    """`review_assignment` after an entry, which is kept also where the evaluation fails, as with rules that cannot be
    read: then nothing suggests more load, what asks for less stands, and the alarm that was ticked shows.

    Refusals and errors of the database go to the caller, and the entry is not stored.
    """
    try:
        return _review_or_withhold(assignment, now, told)
    except (Refused, Error):
        raise
    except Exception as error:
        log.error("assignment %s failed: %s", assignment.pk, type(error).__name__)
        return None


def _review_or_withhold(assignment: Assignment, now: dt.datetime, told: Told | None = None) -> Review | None:
    """`review_assignment`; where nothing but the evaluation failed, the standing no longer suggests more load."""
    try:
        return review_assignment(assignment, now, told)
    except (Refused, Error):
        raise
    except Exception:
        _withhold(assignment, now)
        raise


@transaction.atomic
def _withhold(assignment: Assignment, now: dt.datetime) -> None:
    """The standing without a new answer, to be tried again soon."""
    standing = assignment.standing
    standing.refresh_from_db()
    flag = min(assignment.patient.flags.open(), key=flag_urgency, default=None)
    standing.flag_kind, standing.flag_at = (flag.kind, flag.raised_at) if flag else ("", None)
    if standing.outcome in MORE_LOAD:
        _close_open(assignment, now)
        standing.review, standing.outcome, standing.because, standing.since = None, "", "", None
    standing.due_at = now + AGAIN_AFTER
    standing.save(update_fields=WRITTEN_HERE)


def refresh_if_due(assignment: Assignment, now: dt.datetime) -> None:
    """Evaluates anew when time has changed the answer since the last write; so no page is stale without the loop.
    Where that fails, the page shows what the standing has, and no suggestion of more load."""
    if assignment.standing.due_at and assignment.standing.due_at <= now:
        with Isolation().job("assignment", assignment.pk, now):
            _review_or_withhold(assignment, now)


def run_due(now: dt.datetime, isolation: Isolation | None = None) -> int:
    """Evaluates every assignment whose answer time has changed, each in `isolation`. Returns how many; safe with
    several loops, for each is read when its turn comes."""
    isolation, count = isolation or Isolation(), 0
    due = Assignment.objects.active().with_its_page().filter(standing__in=Standing.objects.due(now))
    for pk in list(due.values_list("pk", flat=True)):
        with isolation.job("assignment", pk, now):
            if assignment := due.filter(pk=pk).first():
                _review_or_withhold(assignment, now)
                count += 1
    return count
