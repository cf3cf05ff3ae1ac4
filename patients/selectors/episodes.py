"""The episodes of a record: programmes of a patient, one after the other. Rules read the running one alone."""

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from patients.models import Assignment
from patients.selectors.intake import IntakeRead
from patients.selectors.pain_charts import CHART_DAYS, charts_between

SHOWN = 3  # on a page; the history on paper has all of them


@dataclass(frozen=True)
class Episode:
    """A programme that has ended, with its last local date, the charts of its last six weeks and the latest entries."""

    assignment: Assignment
    until: dt.date
    charts: list
    entries: list
    courses: list
    intake: IntakeRead | None

    @property
    def heading(self):
        return episode_heading(self.assignment)

    @property
    def why(self):
        """Why it ended, "" where nobody said."""
        return self.assignment.end_reason


def ended_assignments(patient):
    """Those that have ended, the latest first; one query."""
    ended = patient.assignments.exclude(ended_at=None).with_its_page()
    found = list(ended.order_by("-ended_at", "-pk"))
    for one in found:
        one.patient = patient
    return found


def last_day(assignment):
    """The local date on which an ended programme ended."""
    return max(assignment.patient.today(assignment.ended_at), assignment.started_on)


def episode_heading(assignment):
    """ "Proximal hamstring, version 2, 3 March 2026 to 1 June 2026"."""
    return _("%(programme)s, %(first)s to %(last)s") % {
        "programme": assignment.version,
        "first": date_format(assignment.started_on, "j F Y"),
        "last": date_format(last_day(assignment), "j F Y"),
    }


def episode_of(assignment, size, entries, *, courses=(), intake=None):
    """The `Episode` of an ended programme, with its entries as they are shown."""
    until = last_day(assignment)
    since = max(assignment.started_on, until - dt.timedelta(days=CHART_DAYS - 1))
    return Episode(
        assignment=assignment,
        until=until,
        charts=[one for one in charts_between(assignment, since, until, size) if not one.empty],
        entries=list(entries),
        courses=list(courses),
        intake=intake,
    )
