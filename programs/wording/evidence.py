"""Phrases of evidence that a clinician's sentences and list rows share. They begin in lower case."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.progression import Because, Code

from .criteria import criterion_words, found_words, missed_criteria
from .dates import date_list, record_day
from .facts import Answer, Fact, Facts, number, percent


def green_days(facts: Facts) -> str:
    count = facts.good_days
    return ngettext("%(got)s of %(need)s green day", "%(got)s of %(need)s green days", count["need"]) % count


def run_length(facts: Facts) -> str:
    """How many green days a complete run has."""
    run = facts.get(Code.SESSIONS)
    more = ngettext("%(got)s green day, %(need)s needed", "%(got)s green days, %(need)s needed", run.observed)
    return more % {"got": run.observed, "need": run.required} if run.observed > run.required else green_days(facts)


def run_dates(answer: Answer) -> str:
    """The same with the days."""
    days = date_list(answer.facts.get(Code.SESSIONS).days, answer.today)
    return _("%(green)s: %(days)s.") % {"green": run_length(answer.facts), "days": days}


def cause_words(cause: Fact, facts: Facts) -> str:
    """Why a day is amber or red: "next morning 6, usual 2"."""
    kind, pain = cause.observed["cause"], cause.observed["pain"]
    return {
        "pain_during": _("pain during %(pain)s"),
        "other_side": _("other side %(pain)s"),
        "next_morning": _("next morning %(pain)s, usual %(usual)s"),
        "rest_day_morning": _("rest-day morning %(pain)s, usual %(usual)s"),
        "stopped": _("stopped for pain"),
    }[kind] % {"pain": number(pain), "usual": facts.usual}


def cause_list(answer: Answer) -> str:
    """Every bad day with its cause: "2 June, pain during 6; Tuesday 9 June, next morning 7, usual 2"."""
    return "; ".join(
        _("%(day)s, %(cause)s")
        % {"day": record_day(cause.days[0], answer.today), "cause": cause_words(cause, answer.facts)}
        for cause in answer.facts.causes
    )


def flare_lead(answer: Answer) -> str:
    row = answer.facts.get(Code.FLARE)
    if row.observed:
        return ngettext(
            "Flare settling: %(got)s of %(n)s green day", "Flare settling: %(got)s of %(n)s green days", row.required
        ) % (row.of)
    return _("Flare: %(cause)s") % {"cause": cause_words(answer.facts.causes[-1], answer.facts)}


def bad_lead(cause: Fact, answer: Answer) -> str:
    """ "Amber Tuesday 9 June: pain during 5"."""
    lead = _("Red %(day)s: %(cause)s") if cause.code == Code.RED_DAY else _("Amber %(day)s: %(cause)s")
    day = record_day(cause.days[0], answer.today)
    return lead % {"day": day, "cause": cause_words(cause, answer.facts)}


def mornings(facts: Facts) -> str:
    given = facts.get(Code.MORNINGS_GIVEN)
    return (
        ngettext(
            "mornings after %(got)s of %(n)s logged day", "mornings after %(got)s of %(n)s logged days", given.required
        )
        % given.of
    )


def at_least(facts: Facts) -> str:
    stay = facts.get(Code.DAYS_IN_STAGE)
    return ngettext("%(got)s of at least %(n)s day", "%(got)s of at least %(n)s days", stay.required) % stay.of


def others_met(facts: Facts) -> bool:
    """Whether the rest of the gate is met."""
    deciding = (Code.MORNING_CHECKS, Code.SESSIONS, Code.EVERY_SET, Code.SYMMETRY, Code.TECHNIQUE, Code.VARIATION)
    return all(fact.met is not False for fact in facts.all(*deciding, Code.CRITERION))


def every_set(facts: Facts) -> str:
    sets = facts.get(Code.EVERY_SET)
    return (
        ngettext("every set on %(got)s of last %(n)s day", "every set on %(got)s of last %(n)s days", sets.required)
        % sets.of
    )


def lower_side(facts: Facts) -> str:
    even = facts.get(Code.SYMMETRY)
    if even.observed is None or even.observed >= even.required:
        count = len(even.days)
        return ngettext("sides not recorded on %(n)s day", "sides not recorded on %(n)s days", count) % {"n": count}
    values = {"share": percent(even.observed, even.required), "need": percent(even.required)}
    return _("lower side at %(share)s of the other, needs %(need)s") % values


def confirmed(facts: Facts) -> str:
    ticked = facts.get(Code.TECHNIQUE)
    return (
        ngettext(
            "technique confirmed on %(got)s of %(n)s day",
            "technique confirmed on %(got)s of %(n)s days",
            ticked.required,
        )
        % ticked.of
    )


def on_harder(facts: Facts) -> str:
    harder = facts.get(Code.VARIATION)
    return (
        ngettext(
            "harder variation on %(got)s of last %(n)s day",
            "harder variation on %(got)s of last %(n)s days",
            harder.required,
        )
        % harder.of
    )


def first_criterion(facts: Facts) -> str:
    """The first criterion that is missed, and where it stands."""
    missed = missed_criteria(facts)[0]
    return _("%(what)s: %(found)s") % {"what": criterion_words(missed.required), "found": found_words(missed)}


def gate_missed(facts: Facts) -> str:
    """What the gate waits for first, with its numbers."""
    return {
        Because.MORNING_CHECKS: mornings,
        Because.SESSIONS: green_days,
        Because.AMBER: _green_after_amber,
        Because.MIN_DAYS: at_least,
        Because.COMPLETION: every_set,
        Because.SYMMETRY: lower_side,
        Because.TECHNIQUE: confirmed,
        Because.VARIATION: on_harder,
        Because.CRITERION: first_criterion,
    }[facts.get(Code.GATE).observed](facts)


def _green_after_amber(facts: Facts) -> str:
    return _("%(green)s since an amber or red day") % {"green": green_days(facts)}
