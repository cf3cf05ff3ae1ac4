"""The gate as rows: what is asked, what was seen, the days it rests on. The same facts for everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.progression import Code

from .criteria import criterion_row
from .dates import DAY, date_list, date_words, day_list
from .facts import Fact, Facts, days, number, percent, sentences
from .phrases import row_ended


@dataclass(frozen=True)
class FindingRow:
    """One criterion in words. `days` may be empty; `met` is what the gate found, None where nothing was looked at."""

    code: str
    met: bool | None
    required: str
    observed: str
    days: str


Row = tuple[str, str, str]
RowWriter = Callable[[Fact, Facts, date], Row]


def finding_rows(findings: list[dict[str, Any]], audience: str, today: date) -> list[FindingRow]:
    """The criteria of the stage for a "patient" or a "clinician", sessions first. What nobody asked for has no row."""
    facts = Facts(findings)
    writers = PATIENT if audience == "patient" else CLINICIAN
    asked = [(facts.get(code), writer) for code, writer in writers.items()]
    asked += [(fact, criterion_row) for fact in facts.all(Code.CRITERION)]
    return [
        FindingRow(str(fact.code), _seen_to_be_met(fact), *writer(fact, facts, today))
        for fact, writer in asked
        if fact.met is not None
    ]


def _seen_to_be_met(fact: Fact) -> bool | None:
    """The gate lets no morning be missing before the first logged day; a tick would read as mornings that came in."""
    return None if fact.code == Code.MORNING_CHECKS and fact.observed is None else fact.met


def _of(fact: Fact) -> str:
    return _("%(got)s of %(n)s") % fact.of


def _asked_days(fact: Fact) -> str:
    """So many of the days that were looked at, if any."""
    return _of(fact) if fact.required else _("nothing logged yet")


def _good_days(count: int, span: int, green: bool) -> str:
    good = ngettext("%(n)s good day", "%(n)s good days", count)
    if green:
        good = ngettext("%(n)s green day", "%(n)s green days", count)
    return _("%(good)s in %(span)s") % {"good": good % {"n": count}, "span": days(span)}


def _named(text: str, words: str) -> str:
    """A text about days, or nothing where there are none."""
    return text % {"days": words} if words else ""


def _rests_on(fact: Fact, short: str, words: str) -> str:
    """The days that were looked at; of a check that is missed, the days that fell short, named so."""
    return words if fact.met else _named(short, words)


def _worst(fact: Fact) -> str:
    return _("not recorded") if fact.observed is None else _("worst %(pain)s") % {"pain": number(fact.observed)}


def _lowest(fact: Fact, none: str) -> str:
    return none if fact.observed is None else percent(fact.observed, fact.required)


# for patients


def _sessions(fact: Fact, facts: Facts, today: date) -> Row:
    required = _good_days(fact.required, facts.get(Code.WINDOW).required, green=False)
    observed = _("%(got)s of %(need)s") % facts.good_days
    edge = number(facts.get(Code.PAIN_DURING).required)
    good = _("Good: pain %(pain)s or less, and a calm next morning.") % {"pain": edge}
    return required, observed, sentences(good, row_ended(facts, today) or _("A bad day ends the row."))


def _morning_checks(fact: Fact, facts: Facts, today: date) -> Row:
    given = facts.get(Code.MORNINGS_GIVEN)
    required = _("A morning answer after %(share)s of your sessions") % {"share": percent(fact.required)}
    missing = _named(_("Missing after: %(days)s"), day_list(given.days, today))
    return required, _asked_days(given), missing or day_list(fact.days, today)


def _days_in_stage(fact: Fact, facts: Facts, today: date) -> Row:
    return _("At least %(days)s here") % {"days": days(fact.required)}, days(fact.observed), ""


def _every_set(fact: Fact, facts: Facts, today: date) -> Row:
    required = ngettext("Every set, last %(n)s session", "Every set, last %(n)s sessions", fact.required)
    short = _rests_on(fact, _("Not every set: %(days)s"), day_list(fact.days, today))
    return required % {"n": fact.required}, _of(fact), short or day_list(facts.get(Code.LAST_COMPLETIONS).days, today)


def _symmetry(fact: Fact, facts: Facts, today: date) -> Row:
    needs = _("Needs %(share)s. The weaker leg decides") % {"share": percent(fact.required)}
    return _("Both legs do the same"), _lowest(fact, _("not recorded")), needs


def _technique(fact: Fact, facts: Facts, today: date) -> Row:
    rests_on = _rests_on(fact, _("Not ticked: %(days)s"), day_list(fact.days, today))
    return _("Your back stays still"), _asked_days(fact), rests_on


def _variation(fact: Fact, facts: Facts, today: date) -> Row:
    required = ngettext(
        "The harder version, last %(n)s session", "The harder version, last %(n)s sessions", fact.required
    )
    rests_on = _rests_on(fact, _("Not on: %(days)s"), day_list(fact.days, today))
    return required % {"n": fact.required}, _of(fact), rests_on


def _pain_during(fact: Fact, facts: Facts, today: date) -> Row:
    required = _("Pain during exercise %(pain)s or less") % {"pain": number(fact.required)}
    return required, _worst(fact), _rests_on(fact, _("More on: %(days)s"), day_list(fact.days, today))


def _next_morning(fact: Fact, facts: Facts, today: date) -> Row:
    required = _("Next morning %(pain)s or less") % {"pain": number(fact.required)}
    return required, _worst(fact), _("Your usual is %(usual)s") % {"usual": facts.usual}


def _completion(fact: Fact, facts: Facts, today: date) -> Row:
    required = _("At least %(share)s of the sets on a good day") % {"share": percent(fact.required)}
    none = _("no good day since") if facts.get(Code.ROW_ENDED).days else _("no good day yet")
    return required, _lowest(fact, none), day_list(fact.days, today)


# for clinicians


def _green_days(fact: Fact, facts: Facts, today: date) -> Row:
    required = _good_days(fact.required, facts.get(Code.WINDOW).required, green=True)
    return required, str(fact.observed), date_list(fact.days, today)


def _mornings(fact: Fact, facts: Facts, today: date) -> Row:
    given = facts.get(Code.MORNINGS_GIVEN)
    required = _("Mornings after at least %(share)s of logged days") % {"share": percent(fact.required)}
    observed = _asked_days(given)
    if fact.observed is not None:
        observed = _("%(of)s, %(share)s") % {"of": observed, "share": percent(fact.observed, fact.required)}
    missing = _named(_("missing after %(days)s"), date_list(given.days, today))
    return required, observed, missing or date_list(fact.days, today)


def _stay(fact: Fact, facts: Facts, today: date) -> Row:
    required = _("At least %(days)s in stage") % {"days": days(fact.required)}
    began = date_words(today - fact.observed * DAY, today)
    return required, days(fact.observed), _("since %(day)s") % {"day": began}


def _full_days(fact: Fact, facts: Facts, today: date) -> Row:
    done = facts.get(Code.LAST_COMPLETIONS)
    required = ngettext("Every set on last %(n)s day", "Every set on last %(n)s days", fact.required)
    observed = _of(fact)
    if done.observed:
        shares = ", ".join(percent(share) for share in done.observed)
        observed = _("%(of)s (%(shares)s)") % {"of": observed, "shares": shares}
    return required % {"n": fact.required}, observed, date_list(done.days, today)


def _lower_side(fact: Fact, facts: Facts, today: date) -> Row:
    required = _("Lower side at least %(share)s of other") % {"share": percent(fact.required)}
    rests_on = _rests_on(fact, _("below or not recorded: %(days)s"), date_list(fact.days, today))
    return required, _lowest(fact, _("not recorded")), rests_on


def _confirmed(fact: Fact, facts: Facts, today: date) -> Row:
    rests_on = _rests_on(fact, _("not on %(days)s"), date_list(fact.days, today))
    return _("Technique confirmed"), _asked_days(fact), rests_on


def _harder(fact: Fact, facts: Facts, today: date) -> Row:
    required = ngettext("Harder variation on last %(n)s day", "Harder variation on last %(n)s days", fact.required)
    rests_on = _rests_on(fact, _("not on %(days)s"), date_list(fact.days, today))
    return required % {"n": fact.required}, _of(fact), rests_on


def _pain_at_most(fact: Fact, facts: Facts, today: date) -> Row:
    required = _("Pain during at most %(pain)s") % {"pain": number(fact.required)}
    return required, _worst(fact), _rests_on(fact, _("above on %(days)s"), date_list(fact.days, today))


def _morning_at_most(fact: Fact, facts: Facts, today: date) -> Row:
    required = _("Next morning at most %(pain)s") % {"pain": number(fact.required)}
    observed = _("%(worst)s, usual %(usual)s") % {"worst": _worst(fact), "usual": facts.usual}
    dates = date_list(fact.days, today)
    return required, observed, _named(_("after %(days)s") if fact.met else _("above after %(days)s"), dates)


def _volume(fact: Fact, facts: Facts, today: date) -> Row:
    required = _("At least %(share)s volume on each green day") % {"share": percent(fact.required)}
    return required, _lowest(fact, _("no green day yet")), date_list(fact.days, today)


PATIENT: dict[str, RowWriter] = {
    Code.SESSIONS: _sessions,
    Code.MORNING_CHECKS: _morning_checks,
    Code.DAYS_IN_STAGE: _days_in_stage,
    Code.EVERY_SET: _every_set,
    Code.SYMMETRY: _symmetry,
    Code.TECHNIQUE: _technique,
    Code.VARIATION: _variation,
    Code.PAIN_DURING: _pain_during,
    Code.NEXT_MORNING: _next_morning,
    Code.COMPLETION: _completion,
}

CLINICIAN: dict[str, RowWriter] = {
    Code.SESSIONS: _green_days,
    Code.MORNING_CHECKS: _mornings,
    Code.DAYS_IN_STAGE: _stay,
    Code.EVERY_SET: _full_days,
    Code.SYMMETRY: _lower_side,
    Code.TECHNIQUE: _confirmed,
    Code.VARIATION: _harder,
    Code.PAIN_DURING: _pain_at_most,
    Code.NEXT_MORNING: _morning_at_most,
    Code.COMPLETION: _volume,
}
