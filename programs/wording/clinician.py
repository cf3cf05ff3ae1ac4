"""What a review says to a clinician: a lead, and one line of evidence with its numbers and dates."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.progression import Because, Code, Outcome

from .criteria import criterion_line, missed_criteria
from .dates import DAY, date_list, record_day, record_instant
from .evidence import (
    at_least,
    bad_lead,
    cause_list,
    confirmed,
    every_set,
    first_criterion,
    flare_lead,
    gate_missed,
    green_days,
    lower_side,
    on_harder,
    others_met,
    run_dates,
)
from .facts import Answer, Facts, days, number, percent, sentences, spoken
from .flags import flag_short, flag_shown
from .terms import Names, Words


def clinician_words(
    outcome: str, because: str, target: int | None, findings: list[dict[str, Any]], names: Names
) -> Words:
    """The lead and the evidence of a stored review. KeyError for a reason the engine does not give."""
    return WORDS[because](Answer(outcome, because, target, Facts(findings), names))


def open_flag(answer: Answer) -> Words:
    first, *others = ticked = [fact.observed for fact in answer.facts.all(Code.OPEN_FLAG)]
    also = [
        _("Also “%(tick)s”, %(when)s.")
        % {"tick": flag_short(flag["kind"]), "when": record_instant(flag["at"], answer.today)}
        for flag in others
    ]
    since = _("Since %(when)s.") % {"when": record_instant(first["at"], answer.today)}
    stopped = _("Rules are paused.")
    if all(flag["kind"] == "distress" for flag in ticked):
        stopped = _("Exercises go on, half of the plan at most. Nothing is suggested meanwhile.")
    return Words(
        _("Ticked “%(tick)s”") % {"tick": flag_short(first["kind"])},
        sentences(since, flag_shown(first["kind"]), *also, stopped, _("Only a clinician can close it.")),
    )


def gap(answer: Answer) -> Words:
    found = answer.facts.get(Code.GAP)
    since = {"day": record_day(found.days[0], answer.today), "need": found.required}
    last = _("Last session %(day)s (%(need)s days or more).")
    if answer.facts.nothing_logged:
        last = _("Not one since the stage began, %(day)s (%(need)s days or more).")
    if answer.outcome == Outcome.REVIEW:
        title, way = _("Review: no session for %(days)s"), _("Decide where to begin again.")
    else:
        title, way = _("No session for %(days)s"), _("Earlier days no longer count.")
    away = _("Days away are not counted.") if answer.without_away else ""
    return Words(title % {"days": days(found.observed)}, sentences(last % since, away, way))


def two_reds(answer: Answer) -> Words:
    reds = answer.facts.get(Code.TWO_REDS)
    what = ngettext("%(n)s red day in %(span)s", "%(n)s red days in %(span)s", reds.observed)
    causes = _("Red: %(causes)s.") % {"causes": cause_list(answer)}
    return _step_down(answer, what % {"n": reds.observed, "span": reds.required}, causes)


def strained_run(answer: Answer) -> Words:
    facts = answer.facts
    strained, pains = facts.get(Code.STRAINED_RUN), facts.get(Code.RECENT_PAINS).observed
    what = ngettext("%(got)s of last %(n)s day strained", "%(got)s of last %(n)s days strained", len(pains))
    course = _("Strained: %(days)s. Pain during, oldest first: %(pains)s (%(trend)s).") % {
        "days": date_list(strained.days, answer.today),
        "pains": ", ".join(number(pain) for pain in pains),
        "trend": _trend(facts.get(Code.TREND).observed),
    }
    return _step_down(answer, what % {"got": strained.observed, "n": len(pains)}, course)


def _trend(trend: str) -> str:
    return {"rising": _("rising"), "falling": _("falling"), "flat": _("flat")}[trend]


def flare_unsettled(answer: Answer) -> Words:
    facts = answer.facts
    row = facts.get(Code.FLARE)
    sessions = facts.get(Code.FLARE_SESSIONS).observed
    course = _("Opened by %(causes)s. Since then %(sessions)s in %(days)s; green in a row %(got)s of %(need)s.")
    values = {
        "causes": cause_list(answer),
        "sessions": ngettext("%(n)s session", "%(n)s sessions", sessions) % {"n": sessions},
        "days": days(facts.get(Code.FLARE_DAYS).observed),
        "got": row.observed,
        "need": row.required,
    }
    return _step_down(answer, _("flare not settled"), course % values)


def _step_down(answer: Answer, what: str, evidence: str) -> Words:
    if answer.outcome == Outcome.REVIEW:
        title = _("Review: %(what)s") % {"what": what}
        return Words(title, sentences(evidence, _why_no_step(answer)))
    title = _("Suggests one step down: %(what)s") % {"what": what}
    return Words(title, sentences(evidence, _("Or: keep the stage, halve the dose.")))


def _why_no_step(answer: Answer) -> str:
    if not answer.facts.all(Code.FIRST_DAYS):
        return _("There is no earlier stage. Contact the patient.")
    young = answer.facts.get(Code.FIRST_DAYS)
    return sentences(
        ngettext("%(n)s day in this stage.", "%(n)s days in this stage.", young.observed) % {"n": young.observed},
        _("A step down is judged from day %(n)s on.") % {"n": young.required},
        _("Contact the patient."),
    )


def second_flare(answer: Answer) -> Words:
    earlier, row = answer.facts.get(Code.EARLIER_FLARE), answer.facts.get(Code.FLARE)
    spells = _("Flares of %(first)s and %(second)s, %(days)s apart. Latest: %(causes)s.") % {
        "first": record_day(earlier.days[0], answer.today),
        "second": record_day(row.days[0], answer.today),
        "days": days(earlier.observed),
        "causes": cause_list(answer),
    }
    return Words(
        _("Review: second flare within %(days)s") % {"days": days(earlier.required)},
        sentences(spells, _("Look for a pattern outside the programme.")),
    )


def flare(answer: Answer) -> Words:
    row = answer.facts.get(Code.FLARE)
    advised = ngettext(
        "Advised: 24–48 h without loading, then %(n)s reduced session.",
        "Advised: 24–48 h without loading, then %(n)s reduced sessions.",
        row.required,
    ) % {"n": row.required}
    greens = _("Green in a row since: %(got)s of %(need)s.") % {"got": row.observed, "need": row.required}
    opened = _("Opened by %(causes)s.") % {"causes": cause_list(answer)}
    return Words(flare_lead(answer), sentences(opened, advised, greens))


def clinician_hold(answer: Answer) -> Words:
    reason = _("Reason: “%(reason)s”.") % {"reason": answer.names.quotable_reason} if answer.names.reason else ""
    return Words(_("Held by a clinician"), sentences(reason, _("%(green)s.") % {"green": green_days(answer.facts)}))


def long_in_stage(answer: Answer) -> Words:
    stay = answer.facts.get(Code.LONG_IN_STAGE)
    values = {"days": days(stay.observed), "stage": answer.names.stage}
    title = _("Review: %(days)s in stage %(stage)s") if answer.names.stage else _("Review: %(days)s in this stage")
    due = _("Review after %(days)s.") % {"days": days(stay.required)}
    return Words(title % values, sentences(due, _("Missing: %(what)s.") % {"what": gate_missed(answer.facts)}))


def morning_checks(answer: Answer) -> Words:
    facts = answer.facts
    given, share = facts.get(Code.MORNINGS_GIVEN), facts.get(Code.MORNING_CHECKS)
    more = facts.get(Code.MORNINGS_TO_GO).observed
    found = ngettext(
        "Mornings after %(got)s of %(n)s logged day (%(share)s, needs %(need)s).",
        "Mornings after %(got)s of %(n)s logged days (%(share)s, needs %(need)s).",
        given.required,
    )
    values = {"share": percent(share.observed, share.required), "need": percent(share.required)}
    enough = ngettext("%(n)s more would be enough.", "%(n)s more in a row would be enough.", more) % {"n": more}
    missing = _("Missing after %(days)s.") % {"days": date_list(given.days, answer.today)}
    return Words(
        _("Too few mornings: %(got)s of %(all)s") % {"got": given.observed, "all": given.required},
        sentences(found % (values | given.of), missing, enough),
    )


def variation(answer: Answer) -> Words:
    facts = answer.facts
    easy, others = facts.get(Code.EASIER_DAYS), facts.get(Code.VARIATION).days
    trailing = ngettext(
        "%(n)s green day on the easier variation.", "%(n)s green days on the easier variation.", easy.observed
    ) % {"n": easy.observed}
    found = [trailing if easy.observed else "", _("Not on it: %(days)s.") % {"days": date_list(others, answer.today)}]
    if answer.outcome == Outcome.SUGGEST_LEVEL_UP:
        step = {"variation": spoken(facts.get(Code.NEXT_VARIATION).required)}
        title, way = _("Harder variation open: %(variation)s"), _("The plan lets the patient go to %(variation)s.")
        return Words(title % step, sentences(*found, way % step, _sore_rests(answer.facts, answer.today)))
    way = _("Easier, mixed or not logged on those days.")
    if easy.observed >= easy.required:
        way = _("The patient may not change it alone: decide.")
    return Words(capfirst(on_harder(facts)), sentences(*found, way))


def morning_pending(answer: Answer) -> Words:
    facts = answer.facts
    pending = facts.get(Code.MORNING_PENDING)
    day = record_day(pending.days[0], answer.today)
    closed = ""
    if facts.get(Code.GATE).observed not in (None, Because.SESSIONS):
        closed = _("It cannot open the gate: %(what)s.") % {"what": gate_missed(facts)}
    latest = _("Latest session %(day)s: next morning not in yet, due by %(time)s.")
    return Words(
        _("Morning after %(day)s pending") % {"day": day},
        sentences(
            latest % {"day": day, "time": record_instant(pending.required, answer.today)},
            _("%(green)s.") % {"green": green_days(facts)},
            closed,
        ),
    )


def amber(answer: Answer) -> Words:
    facts = answer.facts
    counted = _("Counted from then: %(green)s.") % {"green": green_days(facts)}
    return Words(bad_lead(facts.causes[0], answer), sentences(_numbers_of_the_day(facts), counted))


def _numbers_of_the_day(facts: Facts) -> str:
    """Nothing of a red rest-day morning: no day was logged, and the lead has its number."""
    if not facts.all(Code.DAY_PAIN):
        return ""
    pain, morning = facts.get(Code.DAY_PAIN), facts.get(Code.DAY_MORNING)
    numbers = _("Pain during %(pain)s (edge %(pain_edge)s), next morning %(morning)s (edge %(edge)s), usual %(usual)s.")
    values = {
        "pain": number(pain.observed),
        "pain_edge": number(pain.required),
        "morning": number(morning.observed),
        "edge": number(morning.required),
        "usual": facts.usual,
    }
    return numbers % values


def sessions(answer: Answer) -> Words:
    facts = answer.facts
    run, window = facts.get(Code.SESSIONS), facts.get(Code.WINDOW)
    logged = ngettext("%(n)s day logged in %(span)s.", "%(n)s days logged in %(span)s.", window.observed)
    short = facts.get(Code.VOLUME_SHORT)
    parts = (
        (short, _("under %(share)s volume %(n)s")),
        (facts.get(Code.PAIN_MISSING), _("without pain %(n)s")),
        (facts.get(Code.MORNINGS_MISSING), _("without a morning %(n)s")),
    )
    found = [text % {"n": fact.observed, "share": percent(short.required)} for fact, text in parts if fact.observed]
    return Words(
        green_days(facts) if run.observed else _("No green day counts yet"),
        sentences(
            _("Green: %(days)s.") % {"days": date_list(run.days, answer.today)} if run.days else "",
            logged % {"n": window.observed, "span": days(window.required)},
            _("Not qualifying: %(what)s.") % {"what": ", ".join(found)} if found else "",
        ),
    )


def min_days(answer: Answer) -> Words:
    stay = answer.facts.get(Code.DAYS_IN_STAGE)
    began = record_day(answer.today - stay.observed * DAY, answer.today)
    return Words(
        capfirst(at_least(answer.facts)),
        sentences(
            _("In this stage since %(day)s.") % {"day": began},
            _("Other criteria met.") if others_met(answer.facts) else "",
            run_dates(answer),
        ),
    )


def completion(answer: Answer) -> Words:
    facts = answer.facts
    sets, volumes = facts.get(Code.EVERY_SET), facts.get(Code.LAST_COMPLETIONS)
    return Words(
        capfirst(every_set(facts)),
        sentences(
            _("Volume on %(days)s: %(shares)s.")
            % {
                "days": date_list(volumes.days, answer.today),
                "shares": ", ".join(percent(share) for share in volumes.observed),
            },
            _("Not complete: %(days)s.") % {"days": date_list(sets.days, answer.today)},
        ),
    )


def symmetry(answer: Answer) -> Words:
    even = answer.facts.get(Code.SYMMETRY)
    return Words(
        capfirst(lower_side(answer.facts)),
        sentences(
            _("Below %(share)s or not recorded: %(days)s.")
            % {"share": percent(even.required), "days": date_list(even.days, answer.today)},
        ),
    )


def technique(answer: Answer) -> Words:
    ticked = answer.facts.get(Code.TECHNIQUE)
    return Words(
        capfirst(confirmed(answer.facts)),
        _("Not confirmed: %(days)s.") % {"days": date_list(ticked.days, answer.today)},
    )


def criterion(answer: Answer) -> Words:
    """The first that is missed leads; every other that is missed follows with its numbers."""
    _lead, *others = missed_criteria(answer.facts)
    also = [criterion_line(fact, answer.today) for fact in others]
    return Words(
        capfirst(first_criterion(answer.facts)),
        sentences(_("The gate is met."), _("Also missed: %(what)s.") % {"what": "; ".join(also)} if also else ""),
    )


def tried_before(answer: Answer) -> Words:
    backs = answer.facts.get(Code.STEPS_BACK)
    values = {"stage": answer.target, "steps": steps_back(backs.observed)}
    return Words(
        _("Review: stage %(stage)s again, after %(steps)s") % values,
        sentences(
            _("Stepped back on %(days)s.") % {"days": date_list(backs.days, answer.today)},
            _met(answer),
            _("The rules do not suggest it once more; you may."),
        ),
    )


def steps_back(count: int) -> str:
    return ngettext("%(n)s step back", "%(n)s steps back", count) % {"n": count}


def criteria_met(answer: Answer) -> Words:
    values = {"stage": answer.target, "name": answer.names.next_stage_name}
    title = _("Suggests stage %(stage)s: %(name)s") if answer.names.next_stage_name else _("Suggests stage %(stage)s")
    return Words(title % values, _met(answer))


def programme_complete(answer: Answer) -> Words:
    rest = _("Not covered: deep-hip loading, running, jumping. Plan what follows.")
    return Words(_("Review: programme complete"), sentences(_met(answer), rest))


def _met(answer: Answer) -> str:
    facts = answer.facts
    missing = facts.get(Code.MORNINGS_MISSING).observed
    worst = _("Worst pain during %(pain)s, worst next morning %(morning)s, usual %(usual)s.") % {
        "pain": number(facts.get(Code.PAIN_DURING).observed),
        "morning": number(facts.get(Code.NEXT_MORNING).observed),
        "usual": facts.usual,
    }
    return sentences(
        _("Every criterion is met."),
        run_dates(answer),
        worst,
        _("Missing mornings in the window: %(n)s.") % {"n": missing},
        _sore_rests(answer.facts, answer.today),
    )


def rest_mornings_words(findings: Iterable[dict[str, Any]], today: date) -> str:
    """The rest-day mornings above the edge of the findings of a review, for a page whose answer does not name them."""
    return _sore_rests(Facts(findings), today)


def _sore_rests(facts: Facts, today: date) -> str:
    """They stop nothing, and whoever decides should know of them."""
    sore = facts.get(Code.REST_MORNINGS)
    if not sore.days:
        return ""
    values = {"days": date_list(sore.days, today), "worst": number(sore.observed), "edge": number(sore.required)}
    return _("Rest-day mornings above %(edge)s: %(days)s (worst %(worst)s).") % values


WORDS: dict[str, Callable[[Answer], Words]] = {
    Because.OPEN_FLAG: open_flag,
    Because.GAP: gap,
    Because.TWO_REDS: two_reds,
    Because.STRAINED_RUN: strained_run,
    Because.FLARE_UNSETTLED: flare_unsettled,
    Because.SECOND_FLARE: second_flare,
    Because.FLARE: flare,
    Because.CLINICIAN_HOLD: clinician_hold,
    Because.LONG_IN_STAGE: long_in_stage,
    Because.MORNING_CHECKS: morning_checks,
    Because.VARIATION: variation,
    Because.MORNING_PENDING: morning_pending,
    Because.AMBER: amber,
    Because.SESSIONS: sessions,
    Because.MIN_DAYS: min_days,
    Because.COMPLETION: completion,
    Because.SYMMETRY: symmetry,
    Because.TECHNIQUE: technique,
    Because.CRITERION: criterion,
    Because.TRIED_BEFORE: tried_before,
    Because.CRITERIA_MET: criteria_met,
    Because.PROGRAMME_COMPLETE: programme_complete,
}
