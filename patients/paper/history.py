"""The history on paper: the chart, every day with its numbers, and who decided what."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from patients import chart, engine
from patients.models import StageChange
from patients.selectors.adherence import adherence_of
from patients.selectors.entry_words import double_words, load_words, pain_words
from patients.selectors.episodes import ended_assignments, episode_heading
from patients.selectors.pain_charts import charts_between
from patients.selectors.stage_spans import stage_spans
from patients.wording import activity_words, plain
from patients.wording.sets import sets_of_all

CHART_DAYS = 84  # the most days that one drawing takes; a longer history gets several
ONE_DAY = dt.timedelta(days=1)
A4 = chart.Size(width=660, height=230, right=84, mark=3.2, character=7.1)
CHART_CSS = "css/print-chart.css"


@dataclass
class PaperDay:
    """A local date and what was logged for it; the morning is the one after. Notes may be long: they take the whole
    width."""

    on: dt.date
    done: list = field(default_factory=list)
    during: list = field(default_factory=list)
    morning: list = field(default_factory=list)
    beside: list = field(default_factory=list)
    notes: list = field(default_factory=list)


@dataclass(frozen=True)
class PaperStretch:
    """A stage as it was lived: the change that began it, its last date (None: still on), and its days."""

    change: StageChange
    until: dt.date | None
    days: list


def history_paper(assignment, now, *, own=False):
    """(context, pictures) of print/history.html: the programme, then each that ended before it, the latest first. In
    the patient's `own` nobody's reason for an end stands."""
    context, pictures = _episode(assignment, now)
    context |= {"earlier": [], "own": own}
    for one in ended_assignments(assignment.patient):
        if one.pk != assignment.pk:
            part, more = _episode(one, now, at=f"{one.pk}-")
            context["earlier"].append(part | {"heading": episode_heading(one)})
            pictures |= more
    return context, pictures


def _episode(assignment, now, *, at=""):
    """(context, pictures) of one programme; of an ended one as it stood on its last day. `at` begins the names of its
    pictures."""
    now = min(now, assignment.ended_at or now)
    today = assignment.patient.today(now)
    pictures, charts = charts_of(assignment, assignment.started_on, max(today, assignment.started_on), at=at)
    stretches = _stretches(assignment, _days(assignment))
    context = {
        "assignment": assignment,
        "clinic": assignment.patient.clinic,
        "today": today,
        "charts": charts,
        "stretches": stretches,
        "adherence": adherence_of(assignment, engine.read(assignment, now)),
        "baseline": plain(assignment.standing.baseline),
        "decisions": _decisions(assignment),
        "aways": list(assignment.aways.valid()),
        "is_empty": not any(stretch.days for stretch in stretches),
    }
    return context, pictures


# The chart ------------------------------------------------------------------------------------------------------------


def charts_of(assignment, since, until, *, at=""):
    """({name: SVG}, [(heading, [(name, the chart)])]): for each side its drawings, the oldest first."""
    pictures, by_side = {}, {}
    for number, (first, last) in enumerate(_spans(since, until)):
        for one in charts_between(assignment, first, last, A4):
            name = f"chart/{at}{one.side}-{number}"
            by_side.setdefault((one.side, one.heading), [])
            if not one.empty:
                pictures[name] = _drawn(one)
                by_side[one.side, one.heading].append((name, one))
    return pictures, [(heading, shown) for (_side, heading), shown in by_side.items()]


def _spans(since, until):
    """As few spans of the same length as there must be, each CHART_DAYS at most."""
    total = (until - since).days + 1
    count = -(-total // CHART_DAYS)
    length = dt.timedelta(days=-(-total // count))
    starts = [since + n * length for n in range(count)]
    return [(start, min(start + length - ONE_DAY, until)) for start in starts if start <= until]


def _drawn(one):
    """The drawing as a picture of its own: with its namespace and its colours, for a page's style does not reach it."""
    drawing = render_to_string("_pain_chart_drawing.html", {"chart": one, "frame": one.frame})
    head, rest = drawing.split(">", 1)
    head = head.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return f"{head}><style>{_chart_css()}</style>{rest}"


@cache
def _chart_css():
    return Path(finders.find(CHART_CSS)).read_text(encoding="utf-8")


# The days -------------------------------------------------------------------------------------------------------------


def _days(assignment):
    """{date: PaperDay} of everything that stands; what was taken out is left out."""
    days = {}
    sessions = assignment.sessions.valid().select_related("repeats").prefetch_related("sets__prescription__exercise")
    for session in sessions.order_by("performed_at"):
        _add_session(_day(days, session.local_date), session)
    for check in assignment.morning_checks.valid().order_by("on"):
        _add_morning(_day(days, check.on - ONE_DAY), check)
    for activity in assignment.activities.valid().order_by("on", "pk"):
        words = activity_words(activity.get_kind_display(), activity.minutes, activity.pain)
        _day(days, activity.on).beside.append(words)
    for reason in assignment.day_reasons.valid().order_by("on", "pk"):
        _day(days, reason.on).beside.append(_("behind it: %(reason)s") % {"reason": reason.get_kind_display()})
    return days


def _day(days, on):
    return days.setdefault(on, PaperDay(on))


def _add_session(day, session):
    day.done.append(_sets(session))
    day.during += pain_words(session)
    if session.stopped_for_pain:
        day.beside.append(_("stopped because of pain"))
    if session.painkiller:
        day.beside.append(_("painkiller taken"))
    if double := double_words(session):
        day.beside.append(double)
    if session.note:
        day.notes.append(session.note)


def _sets(session):
    """ "Single-leg bridge, 18 of 20 holds", each exercise of the session by itself."""
    sets = {}
    for one in session.sets.all():
        sets.setdefault(one.prescription, []).append(one)
    affected = session.assignment.affected_sides
    return "; ".join(_done(one, done, affected) for one, done in sets.items()) or _("Session without a set")


def _done(one, sets, affected):
    wanted = one.sets * len(one.sides_of(affected))
    words = sets_of_all(len(sets), wanted, holds=one.is_hold)
    return ", ".join(filter(None, (one.exercise.name, words, load_words(sets))))


def _add_morning(day, check):
    day.morning += pain_words(check)
    if check.painkiller:
        day.beside.append(_("painkiller in the morning"))
    if check.late:
        day.beside.append(_("morning entered later"))


# The stages and decisions ---------------------------------------------------------------------------------------------


def _stretches(assignment, days):
    """One stretch a stage change that lasted a day, each with its days; the last is open while the programme runs."""
    ended_on = assignment.patient.today(assignment.ended_at) if assignment.ended_at else None
    stretches = [
        PaperStretch(change, until, [days[on] for on in sorted(days) if _within(on, change.started_on, until)])
        for change, until in stage_spans(assignment, ended_on)
    ]
    before = [days[on] for on in sorted(days) if stretches and on < stretches[0].change.started_on]
    if before:  # the morning of the first day stands with the day before
        stretches[0] = PaperStretch(stretches[0].change, stretches[0].until, before + stretches[0].days)
    return stretches


def _within(on, since, until):
    return on >= since and (until is None or on <= until)


def _decisions(assignment):
    """(local date, who, what, why) of every stage change and every suggestion that was declined, oldest first."""
    zone = assignment.patient.zone
    rows = [
        (change.at, change.by, str(change.stage), change.reason)
        for change in assignment.stage_changes.select_related("stage", "by").order_by("at", "pk")
    ]
    declined = assignment.reviews.decided().filter(decision="declined").select_related("decided_by")
    rows += [(one.decided_at, one.decided_by, _("Stayed at this stage"), one.reason) for one in declined]
    return [(at.astimezone(zone).date(), by, what, why) for at, by, what, why in sorted(rows, key=lambda row: row[0])]
