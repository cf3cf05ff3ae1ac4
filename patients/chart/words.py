"""The chart in words: the description that is read out, and the numbers behind the drawing."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from patients.chart.frame import ONE_DAY
from patients.chart.shapes import Row


def description(during, morning, gaps, stages, frame):
    """What the drawing shows, for those who hear it."""
    sentences = [_("From %(first)s to %(last)s.") % {"first": _day(frame.since), "last": _day(frame.until)}]
    sentences.append(_course(_("Pain during exercise"), during))
    sentences.append(_course(_("Pain next morning"), morning))
    sentences += [_absence(gap) for gap in gaps]
    begun = [stage for stage in stages if frame.since < stage.start <= frame.until]
    sentences += [_("%(stage)s began on %(day)s.") % {"stage": s.name, "day": _day(s.start)} for s in begun]
    return " ".join(sentences)


def _course(what, series):
    if not series.marks:
        return _("%(what)s: no entries.") % {"what": what}
    highest = max(series.marks, key=lambda mark: mark.pain)
    return _("%(what)s: first %(first)s, latest %(latest)s, highest %(highest)s on %(day)s.") % {
        "what": what,
        "first": series.marks[0].pain,
        "latest": series.marks[-1].pain,
        "highest": highest.pain,
        "day": _day(highest.day),
    }


def _absence(gap):
    text = _("Away from %(first)s to %(last)s.") if gap.away else _("No entries from %(first)s to %(last)s.")
    return text % {"first": _day(gap.first), "last": _day(gap.last)}


def _day(day):
    return date_format(day, "j F")


def rows(pain_points, until):
    """The numbers, newest first; what is missing is named, and what may still come is said to be open."""
    for pain_point in reversed(pain_points):
        if pain_point.empty:
            continue
        open_still = until - pain_point.day <= ONE_DAY
        morning = _("not yet") if open_still else _("no answer")
        yield Row(
            pain_point.day,
            _("no session") if pain_point.during is None else str(pain_point.during),
            morning if pain_point.morning is None else str(pain_point.morning),
        )
