"""Why a patient is on the list, in one row of at most about 70 characters."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.progression import Because, Code, Outcome
from programs.wording import evidence
from programs.wording.dates import date_words
from programs.wording.facts import Answer, Facts, number, percent, spoken
from programs.wording.flags import flag_short, flag_shown
from programs.wording.terms import Names

LENGTH = 70


def caseload_reason(
    outcome: str, because: str, target: int | None, findings: list[dict[str, Any]], names: Names
) -> str:
    """One line for a stored review. KeyError for a reason the engine does not give."""
    answer = Answer(outcome, because, target, Facts(findings), names)
    reason = LEADS[because](answer) if because in LEADS else PHRASES[because](answer.facts)
    return Truncator(_("%(reason)s.") % {"reason": capfirst(reason)}).chars(LENGTH)


def silent_reason(days: int, per_week: int) -> str:
    return ngettext(
        "No log for %(n)s day, plan %(plan)s a week.", "No log for %(n)s days, plan %(plan)s a week.", days
    ) % {"n": days, "plan": per_week}


def mornings_reason(count: int) -> str:
    words = ngettext("%(n)s morning missing in 7 days.", "%(n)s mornings missing in 7 days.", count)
    return words % {"n": count}


def message_reason(days: int) -> str:
    """`days` are working days of the clinic."""
    words = ngettext("Message not read for %(n)s working day.", "Message not read for %(n)s working days.", days)
    return words % {"n": days}


def danger_reason(kind: str) -> str:
    return _("Wrote words of “%(tick)s”.") % {"tick": flag_short(kind)}


def ended_reason(kind: str, on: dt.date) -> str:
    """What was set until a day that has passed. KeyError for what has no end."""
    words = {
        "pause": _("Pause meant until %(day)s still holds."),
        "hold": _("Hold meant until %(day)s still holds."),
        "ceiling": _("Own pain limit meant until %(day)s still holds."),
        "dose": _("Own dose meant until %(day)s still holds."),
    }
    return words[kind] % {"day": date_format(on, "j F")}


def stuck_reason(days: int, stage: int) -> str:
    words = ngettext("%(n)s day in stage %(stage)s.", "%(n)s days in stage %(stage)s.", days)
    return words % {"n": days, "stage": stage}


def open_flag(answer: Answer) -> str:
    kind = answer.facts.get(Code.OPEN_FLAG).observed["kind"]
    shown = flag_shown(kind).rstrip(".")
    return _("Ticked “%(tick)s”. %(shown)s") % {"tick": flag_short(kind), "shown": shown}


def gap(answer: Answer) -> str:
    count = answer.facts.get(Code.GAP).observed
    return ngettext("No log for %(n)s day", "No log for %(n)s days", count) % {"n": count}


def two_reds(answer: Answer) -> str:
    reds = answer.facts.get(Code.TWO_REDS)
    pains = [number(cause.observed["pain"]) for cause in answer.facts.causes]
    what = ngettext(
        "%(n)s red day in %(span)s (%(pains)s)", "%(n)s red days in %(span)s (%(pains)s)", reds.observed
    ) % {"n": reds.observed, "span": reds.required, "pains": _joined(pains)}
    return _step_down(answer, what)


def _joined(words: list[str]) -> str:
    *before, last = words
    return _("%(before)s and %(last)s") % {"before": ", ".join(before), "last": last} if before else last


def strained_run(answer: Answer) -> str:
    count = len(answer.facts.get(Code.RECENT_PAINS).observed)
    got = answer.facts.get(Code.STRAINED_RUN).observed
    what = ngettext("%(got)s of last %(n)s day strained", "%(got)s of last %(n)s days strained", count)
    return _step_down(answer, what % {"got": got, "n": count})


def flare_unsettled(answer: Answer) -> str:
    day = date_words(answer.facts.get(Code.FLARE).days[0], answer.today)
    return _step_down(answer, _("flare of %(day)s not settled") % {"day": day})


def _step_down(answer: Answer, what: str) -> str:
    lead = _("Review: %(what)s") if answer.outcome == Outcome.REVIEW else _("Suggests one step down: %(what)s")
    return lead % {"what": what}


def second_flare(answer: Answer) -> str:
    values = {
        "span": answer.facts.get(Code.EARLIER_FLARE).required,
        "cause": evidence.cause_words(answer.facts.causes[-1], answer.facts),
    }
    return _("Second flare in %(span)s days: %(cause)s") % values


def clinician_hold(answer: Answer) -> str:
    if not answer.names.reason:
        return _("Held by a clinician")
    return _("Held: “%(reason)s”") % {"reason": Truncator(answer.names.quotable_reason).chars(LENGTH - 10)}


def long_in_stage(answer: Answer) -> str:
    count = answer.facts.get(Code.LONG_IN_STAGE).observed
    values = {"n": count, "stage": answer.names.stage, "what": evidence.gate_missed(answer.facts)}
    if not answer.names.stage:
        return ngettext("%(n)s day in stage: %(what)s", "%(n)s days in stage: %(what)s", count) % values
    return ngettext("%(n)s day in stage %(stage)s: %(what)s", "%(n)s days in stage %(stage)s: %(what)s", count) % values


def morning_checks(answer: Answer) -> str:
    need = percent(answer.facts.get(Code.MORNING_CHECKS).required)
    return _("%(mornings)s, needs %(need)s") % {"mornings": evidence.mornings(answer.facts), "need": need}


def variation(answer: Answer) -> str:
    facts = answer.facts
    if answer.outcome != Outcome.SUGGEST_LEVEL_UP:
        return evidence.on_harder(facts)
    to = Truncator(spoken(facts.get(Code.NEXT_VARIATION).required)).chars(LENGTH // 2)
    return _("Harder variation open: %(variation)s") % {"variation": to}


def morning_pending(answer: Answer) -> str:
    day = date_words(answer.facts.get(Code.MORNING_PENDING).days[0], answer.today)
    values = {"day": day, "green": evidence.green_days(answer.facts)}
    return _("Morning after %(day)s pending; %(green)s") % values


def bad_day(answer: Answer) -> str:
    cause = answer.facts.causes[0]
    red, amber = _("Red %(day)s: %(cause)s; %(green)s"), _("Amber %(day)s: %(cause)s; %(green)s")
    return (red if cause.code == Code.RED_DAY else amber) % {
        "day": date_words(cause.days[0], answer.today),
        "cause": evidence.cause_words(cause, answer.facts),
        "green": evidence.green_days(answer.facts),
    }


def min_days(answer: Answer) -> str:
    stay = evidence.at_least(answer.facts)
    return _("%(stay)s; other points met") % {"stay": stay} if evidence.others_met(answer.facts) else stay


def tried_before(answer: Answer) -> str:
    count = answer.facts.get(Code.STEPS_BACK).observed
    one, many = "Review: stage %(stage)s again, %(n)s step back", "Review: stage %(stage)s again, %(n)s steps back"
    return ngettext(one, many, count) % {"stage": answer.target, "n": count}


def criteria_met(answer: Answer) -> str:
    values = {"stage": answer.target, "green": evidence.run_length(answer.facts)}
    return _("Suggests stage %(stage)s: %(green)s") % values


def programme_complete(answer: Answer) -> str:
    return _("Programme complete: %(green)s") % {"green": evidence.run_length(answer.facts)}


LEADS: dict[str, Callable[[Answer], str]] = {
    Because.OPEN_FLAG: open_flag,
    Because.GAP: gap,
    Because.TWO_REDS: two_reds,
    Because.STRAINED_RUN: strained_run,
    Because.FLARE_UNSETTLED: flare_unsettled,
    Because.SECOND_FLARE: second_flare,
    Because.FLARE: evidence.flare_lead,
    Because.CLINICIAN_HOLD: clinician_hold,
    Because.LONG_IN_STAGE: long_in_stage,
    Because.MORNING_CHECKS: morning_checks,
    Because.VARIATION: variation,
    Because.MORNING_PENDING: morning_pending,
    Because.AMBER: bad_day,
    Because.MIN_DAYS: min_days,
    Because.TRIED_BEFORE: tried_before,
    Because.CRITERIA_MET: criteria_met,
    Because.PROGRAMME_COMPLETE: programme_complete,
}

PHRASES: dict[str, Callable[[Facts], str]] = {
    Because.SESSIONS: evidence.green_days,
    Because.COMPLETION: evidence.every_set,
    Because.SYMMETRY: evidence.lower_side,
    Because.TECHNIQUE: evidence.confirmed,
    Because.CRITERION: evidence.first_criterion,
}
