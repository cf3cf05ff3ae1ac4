"""What an editor is shown of a draft that was tried."""

from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients.models import WhatIf
from patients.what_if.chart import Chart, shift_chart, spans_of
from patients.what_if.counts import Counts
from patients.what_if.figures import LEAST_PATIENTS, Figures, groups_of, total_of
from patients.what_if.running import is_outdated
from patients.what_if.small_counts import KINDS, shown_of
from programs.editor.publishing import faults_of
from programs.models import ProgramVersion

SIGNS = {"earlier": -1, "later": 1}  # of the days by which the draft's suggestion is later


@dataclass(frozen=True)
class Stat:
    """A figure of all histories in words, and what it means."""

    number: str
    meaning: str


@dataclass(frozen=True)
class Row:
    """One line of the old rules against the new ones."""

    what: str
    published: str
    draft: str


@dataclass(frozen=True)
class Group:
    """Some stages: how many histories, and the figures of these in words, in the order of `KINDS`."""

    name: str
    histories: int
    figures: list[str]


@dataclass(frozen=True)
class Moved:
    """By how many days suggestions moved. Without a chart it is none, or too few to show."""

    chart: Chart | None
    none: bool
    description: str
    same_day: str
    neither: str


@dataclass(frozen=True)
class Page:
    """`total` is None where it would speak of too few people; the rest is empty then. No word of it says 1 to 4."""

    draft: ProgramVersion
    tried: WhatIf | None
    outdated: bool
    problems: list
    total: Figures | None
    stats: list[Stat]
    rows: list[Row]
    groups: list[Group]
    moved: Moved | None
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
    total, groups = total_of(counts), groups_of(counts)
    shown = total and shown_of(total, groups)
    if tried:
        tried.draft = draft
    return Page(
        draft=draft,
        tried=tried,
        outdated=bool(tried) and is_outdated(tried),
        problems=faults_of(draft) if draft.is_draft else [],
        total=total,
        stats=stats_of(total, shown) if total else [],
        rows=rows_of(shown) if total else [],
        groups=groups_in_words(groups, shown) if total else [],
        moved=moved_of(total, shown) if total else None,
        left_out=_left_out(counts.left_out) if total else "",
    )


def stats_of(total, shown):
    return [
        Stat(shown.words("earlier"), _by(total, shown, "earlier", _("suggested earlier"))),
        Stat(shown.words("later"), _by(total, shown, "later", _("suggested later"))),
        Stat(shown.words("draft_only"), _("suggested by the draft alone")),
        Stat(shown.words("published_only"), _("no longer suggested before the stage ended")),
    ]


def _by(total, shown, kind, meaning):
    """ "suggested earlier, half of them by 3 days or more"; the longest and the shortest would be single people's."""
    sign = SIGNS[kind]
    days = sorted(chain.from_iterable([abs(day)] * n for day, n in total.days.items() if day * sign > 0))
    if not days or not shown.is_exact(kind):
        return meaning
    middle = days[len(days) // 2]
    half = ngettext(
        "%(what)s, half of them by %(n)s day or more", "%(what)s, half of them by %(n)s days or more", middle
    )
    return half % {"what": meaning, "n": middle}


def moved_of(total, shown):
    spans = {kind: spans_of(total.days, sign) if shown.is_exact(kind) else [] for kind, sign in SIGNS.items()}
    values = {kind: shown.words(kind) for kind in KINDS}
    return Moved(
        chart=shift_chart(**spans),
        none=not total.earlier and not total.later,
        description=_("%(earlier)s earlier, %(same_day)s on the same day, %(later)s later.") % values,
        same_day=shown.words("same_day"),
        neither=shown.words("neither"),
    )


def groups_in_words(groups, shown):
    return [
        Group(stages_in_words(of.stages), of.histories, [shown.short(kind, row) for kind in KINDS])
        for row, of in enumerate(groups, start=1)
    ]


def rows_of(shown):
    def line(what, words):
        return Row(what, words("published"), words("draft"))

    def figure(name):
        return lambda side: shown.words(f"{side}:{name}")

    def red_after(side):
        if not shown.cells[0, f"{side}:followed"]:
            return _("not known yet")
        values = {"n": shown.words(f"{side}:red_after"), "all": shown.words(f"{side}:followed")}
        return _("%(n)s of %(all)s") % values

    return [
        line(_("Next stage suggested, or the programme called complete"), figure("suggested")),
        line(_("Held throughout"), figure("held")),
        line(_("Suggestions followed by a red day within 7 days"), red_after),
        line(_("Step back or review advised because the stage was too much"), figure("stepped_back")),
        line(_("Days on which less load was advised"), figure("easing_days")),
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
