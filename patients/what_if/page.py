"""What an editor is shown of a draft that was tried."""

from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients.models import WhatIf
from patients.what_if.chart import Chart, shift_chart
from patients.what_if.counts import Counts
from patients.what_if.figures import LEAST_PATIENTS, Figures, groups_of, total_of
from patients.what_if.running import is_outdated
from programs.publishing import problems_of


@dataclass(frozen=True)
class Stat:
    """A figure of all histories, and what it means."""

    number: int
    meaning: str


@dataclass(frozen=True)
class Row:
    """One line of the old rules against the new ones."""

    what: str
    published: str
    draft: str


@dataclass(frozen=True)
class Page:
    """`total` is None where it would speak of too few people; the rest is empty then."""

    draft: object
    tried: WhatIf | None
    outdated: bool
    problems: list
    total: Figures | None
    stats: list[Stat]
    rows: list[Row]
    groups: list[tuple[str, Figures]]
    chart: Chart | None
    left_out: str

    @property
    def may_ask(self):
        """While one is worked out, and while the draft could not be published, there is nothing to ask."""
        under_way = self.tried and not self.tried.finished_at and not self.outdated
        return self.draft.is_draft and not self.problems and not under_way

    @property
    def is_current(self):
        return self.tried is not None and not self.outdated


def what_if_page(draft):
    """The latest try of a draft, in figures. Queries: the same number whatever was logged."""
    tried = WhatIf.objects.filter(draft=draft).select_related("published", "requested_by").first()
    counts = Counts.from_json(tried.counts if tried and tried.finished_at else {})
    total = total_of(counts)
    if tried:
        tried.draft = draft
    return Page(
        draft=draft,
        tried=tried,
        outdated=bool(tried) and is_outdated(tried),
        problems=problems_of(draft) if draft.is_draft else [],
        total=total,
        stats=stats_of(total) if total else [],
        rows=rows_of(total) if total else [],
        groups=[(stages_in_words(figures.stages), figures) for figures in groups_of(counts)],
        chart=shift_chart(total.days) if total else None,
        left_out=_left_out(counts.left_out) if total else "",
    )


def stats_of(figures):
    return [
        Stat(figures.earlier, _by(figures, _("suggested earlier"), -1)),
        Stat(figures.later, _by(figures, _("suggested later"), 1)),
        Stat(figures.draft_only, _("suggested by the draft alone")),
        Stat(figures.published_only, _("no longer suggested before the stage ended")),
    ]


def _by(figures, meaning, sign):
    """ "suggested earlier, by 2 to 6 days, half of them by 3 or more"."""
    days = sorted(chain.from_iterable([abs(day)] * n for day, n in figures.days.items() if day * sign > 0))
    if not days:
        return meaning
    least, most = days[0], days[-1]
    if least == most:
        return ngettext("%(what)s, by %(n)s day", "%(what)s, by %(n)s days", most) % {"what": meaning, "n": most}
    values = {"what": meaning, "least": least, "most": most, "middle": days[len(days) // 2]}
    return _("%(what)s, by %(least)s to %(most)s days, half of them by %(middle)s or more") % values


def rows_of(figures):
    published, draft = figures.published, figures.draft
    of = _("%(n)s of %(all)s")

    def line(what, number):
        return Row(what, str(number(published)), str(number(draft)))

    return [
        line(_("Next stage suggested, or the programme called complete"), lambda side: side.suggested),
        line(_("Held throughout"), lambda side: figures.histories - side.suggested),
        line(
            _("Suggestions followed by a red day within 7 days"),
            lambda side: of % {"n": side.red_after, "all": side.followed} if side.followed else _("not known yet"),
        ),
        line(_("Step back or review advised because the stage was too much"), lambda side: side.stepped_back),
        line(_("Days on which less load was advised"), lambda side: side.easing_days),
    ]


def stages_in_words(stages):
    if len(stages) == 1:
        return _("Stage %(n)s") % {"n": stages[0]}
    return _("Stages %(first)s to %(last)s") % {"first": stages[0], "last": stages[-1]}


def _left_out(count):
    if not count:
        return ""
    number = str(count) if count >= LEAST_PATIENTS else _("Fewer than %(n)s") % {"n": LEAST_PATIENTS}
    return _("%(number)s histories are left out: their stage is not in both versions.") % {"number": number}
