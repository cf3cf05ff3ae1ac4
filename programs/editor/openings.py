"""When each stage of a draft opens at the earliest, and why one never does: a perfect patient is walked through it."""

import re

from django.utils.translation import gettext as _

from programs.gate import rules_of
from programs.progression.stored import finding_to_json
from programs.wording import finding_rows
from programs.workshop.virtual.people import MONDAY
from programs.workshop.virtual.perfect import opening

# What the words of a rhythm leave room for, in sessions a week. They are English, as what the patient reads is.
NUMBERS = {"one": 1, "once": 1, "two": 2, "twice": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
COUNTED = re.compile(rf"\b(\d{{1,2}}|{'|'.join(NUMBERS)})(?: times| sessions)? (?:a|per|each) (week|day)\b")
RHYTHMS = {
    re.compile(r"\b(every day|daily)\b"): 7,
    re.compile(r"\b(every (second|other) day|alternate days)\b"): 4,
    re.compile(r"\bevery third day\b"): 3,
    re.compile(r"\b(every week|weekly)\b"): 1,
}


def openings_of(version, stages):
    """[(stage, day or None, why never)]: the first day of a stage is 1, and the reason is a sentence, or empty."""
    rules, told = rules_of(version, stages), []
    for stage in stages:
        found = opening(rules, stage.position, stage.sessions_per_week)
        told.append((stage, found.day, "" if found.day else _why_never(found, stage, version)))
    return told


def _why_never(found, stage, version):
    missed = [_missed(findings) for findings in found.nearest]
    values = {"n": stage.sessions_per_week, "days": version.review_after_days, "what": _list(missed[0])}
    if len(missed) == 1:
        words = _(
            "never opens: with every session done well, %(n)s a week, a review is due after %(days)s days, and not "
            "met is still: %(what)s."
        )
        return words % values
    asked = dict.fromkeys(required for rows in missed for required, _observed in rows)
    words = _("never opens: these are never met on the same day, however well it goes: %(what)s.")
    return words % {"what": "; ".join(asked)}


def _missed(findings):
    rows = finding_rows([finding_to_json(each) for each in findings], "clinician", MONDAY)
    return [(row.required, row.observed) for row in rows if row.met is False]


def _list(missed):
    return "; ".join(_("%(asked)s (at best %(found)s)") % {"asked": asked, "found": found} for asked, found in missed)


def rhythm_fault(stage):
    """Why the words of a rhythm leave no room for its number, as a sentence; empty where they do or say nothing."""
    most = max(_rooms(stage.frequency.lower()), default=stage.sessions_per_week)
    if stage.sessions_per_week <= most:
        return ""
    words = _("“%(rhythm)s” is at most %(most)s sessions a week, and %(n)s are asked for.")
    return words % {"rhythm": stage.frequency, "most": most, "n": stage.sessions_per_week}


def _rooms(words):
    for number, span in COUNTED.findall(words):
        yield (NUMBERS.get(number) or int(number)) * (7 if span == "day" else 1)
    yield from (most for pattern, most in RHYTHMS.items() if pattern.search(words))
