"""Criteria beside the gate as words: one phrase a metric, for the patient, the clinician and the editor alike."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from programs.progression import Code, CriterionRule
from programs.progression.metrics import METRICS

from .dates import date_list
from .facts import UNKNOWN, Answer, Fact, Facts, days, number, percent, sentences
from .phrases import physio, physio_first
from .terms import Lazy, Words


@dataclass(frozen=True)
class MetricWords:
    """What a metric is called where one is chosen, and what is asked, as a phrase in lower case."""

    name: Lazy
    phrase: Lazy
    in_context: dict[str, Lazy] = field(default_factory=dict)


WORDS = {
    "sessions": MetricWords(_lazy("Green days"), _lazy("green days %(limit)s %(last)s")),
    "days_in_stage": MetricWords(_lazy("Days in this stage"), _lazy("%(limit)s in this stage")),
    "schedule": MetricWords(_lazy("Week of the stage"), _lazy("week of this stage %(limit)s")),
    "rest_hours": MetricWords(_lazy("Hours between sessions"), _lazy("%(limit)s hours between sessions %(last)s")),
    "rest_days": MetricWords(
        _lazy("Days from session to session"), _lazy("%(limit)s days from one session to the next %(last)s")
    ),
    "completion": MetricWords(_lazy("Volume of a session, %"), _lazy("%(limit)s of each session %(last)s")),
    "symmetry": MetricWords(_lazy("Lower side in sessions, %"), _lazy("lower side %(limit)s of the other %(last)s")),
    "level": MetricWords(
        _lazy("Harder variation"),
        _lazy("level %(limit)s %(last)s"),
        {"share": _lazy("the hardest variation on %(limit)s %(last)s")},
    ),
    "effort": MetricWords(_lazy("Effort"), _lazy("effort %(limit)s of 10 %(last)s")),
    "data_completeness": MetricWords(
        _lazy("Mornings answered, %"), _lazy("mornings after %(limit)s of sessions %(last)s")
    ),
    "technique": MetricWords(
        _lazy("Technique confirmed, %"),
        _lazy("technique confirmed on %(limit)s of days %(last)s"),
        {"clinician": _lazy("technique confirmed by a clinician")},
    ),
    "pain": MetricWords(_lazy("Pain"), _lazy("pain %(context)s %(limit)s %(last)s")),
    "pain_above_baseline": MetricWords(
        _lazy("Pain above usual"), _lazy("pain %(context)s %(limit)s above usual %(last)s")
    ),
    "pain_trend": MetricWords(
        _lazy("Rise of weekly pain"), _lazy("weekly pain %(context)s risen by %(limit)s %(last)s")
    ),
    "stiffness_minutes": MetricWords(_lazy("Minutes of stiffness"), _lazy("minutes of stiffness %(limit)s %(last)s")),
    "performance": MetricWords(_lazy("A test of performance"), _lazy("%(code)s: %(limit)s %(last)s")),
    "test_symmetry": MetricWords(
        _lazy("Affected side in a test, %"), _lazy("%(code)s: affected side %(limit)s of the other %(last)s")
    ),
    "outcome": MetricWords(_lazy("Score of a questionnaire"), _lazy("score of %(code)s %(limit)s %(last)s")),
    "outcome_change": MetricWords(_lazy("Change of a questionnaire"), _lazy("change of %(code)s %(limit)s %(last)s")),
    "clinician_confirms": MetricWords(_lazy("A clinician confirms"), _lazy("confirmed by a clinician: %(code)s")),
}


def look_back_unit(metric: str, context: str) -> str:
    """What "over the last" counts, by the metric and, of pain, by its place."""
    return {
        "days": _("logged days"),
        "dates": _("days"),
        "age": _("days"),
        "rests": _("rests"),
        "weeks": _("weeks"),
        "records": _("notes of it"),
        "": _("(leave it empty here)"),
    }[METRICS[metric].counts_of(context)]


def asked_beside(criteria: list[CriterionRule]) -> list[str]:
    """What a stage asks beside its gate, a sentence each; of an either-or all that are enough in one."""
    plain = [_("This stage also asks: %(what)s.") % {"what": criterion_words(one)} for one in criteria if not one.group]
    groups = sorted({one.group for one in criteria if one.group})
    return plain + [_either_or([criterion_words(one) for one in criteria if one.group == group]) for group in groups]


def _either_or(phrases: list[str]) -> str:
    if len(phrases) == 1:
        return _("This stage also asks: %(what)s.") % {"what": phrases[0]}
    return _("This stage also asks one of these: %(what)s.") % {"what": _("; or ").join(phrases)}


def missed_criteria(facts: Facts) -> list[Fact]:
    return [fact for fact in facts.all(Code.CRITERION) if fact.met is False]


def code_words(code: str) -> str:
    """A code as it is said: "heel-raises" is "heel raises"."""
    return code.replace("-", " ").replace("_", " ")


def metric_names() -> dict[str, str]:
    """What each metric is called where one is chosen."""
    return {slug: str(WORDS[slug].name) for slug in METRICS}


def context_names(metric: str) -> dict[str, str]:
    """What a metric may be asked of where there are several, each by the word that the rules have for it."""
    names = {
        "level": {
            "share": _("the hardest, in per cent of the days"),
            "index": _("the level of the easiest that was done"),
        },
        "technique": {"": _("on how many of the days"), "clinician": _("said by a clinician")},
    }
    known = names.get(metric, _contexts())
    return {context: known[context] for context in METRICS[metric].contexts if context in known}


def criterion_words(criterion: CriterionRule) -> str:
    """What is asked, as a phrase in lower case."""
    metric, words = METRICS[criterion.metric], WORDS[criterion.metric]
    amount = _amount(metric.unit_of(criterion.context), criterion.value)
    values = {
        "limit": _limit(criterion.operator, amount),
        "code": code_words(criterion.context),
        "context": _contexts().get(criterion.context, ""),
        "last": _span(metric.counts_of(criterion.context), criterion),
    }
    phrase = words.in_context.get(criterion.context, words.phrase)
    return " ".join((phrase % values).split()).rstrip(",")


def _limit(operator: str, amount: str) -> str:
    limit = _("at most %(n)s") if operator == "at_most" else _("at least %(n)s")
    return limit % {"n": amount}


def _amount(unit: str, value: float | None, at_least: float | None = None) -> str:
    if value is None:
        return UNKNOWN
    if unit == "percent":
        return percent(value / 100, 1 if at_least is None else at_least / 100)
    return days(round(value)) if unit == "days" else number(value)


def _contexts() -> dict[str, str]:
    return {
        "during": _("during exercise"),
        "after": _("in the 24 hours after"),
        "morning": _("next morning"),
        "rest": _("at rest"),
        "night": _("at night"),
        "sitting": _("when sitting"),
        "load_test": _("in the load test"),
    }


def _span(counts: str, criterion: CriterionRule) -> str:
    """Over what a number is taken: the last days, records, rests or weeks, or how old it may be."""
    last_n = criterion.last_n
    if not last_n:
        return ""
    if counts == "age":
        return ngettext("(within %(n)s day)", "(within %(n)s days)", last_n) % {"n": last_n}
    if counts == "weeks":
        return ngettext("over %(n)s week", "over %(n)s weeks", last_n) % {"n": last_n}
    if counts == "dates":
        return ngettext("within %(n)s day", "within %(n)s days", last_n) % {"n": last_n}
    spans = {
        "worst": ngettext("(last time)", "(each of last %(n)s)", last_n),
        "last": _("(last time)"),
        "mean": _("(mean of last %(n)s)"),
        "median": _("(median of last %(n)s)"),
    }
    return spans[criterion.statistic] % {"n": last_n}


def found_words(fact: Fact) -> str:
    """Where it stands: the number, or that it was not recorded."""
    unit = METRICS[fact.required.metric].unit_of(fact.required.context)
    if fact.observed is None:
        return _("not recorded")
    if unit == "confirmed":
        return _("yes") if fact.met else _("no")
    at_least = fact.required.value if fact.required.operator == "at_least" else None
    return _amount(unit, fact.observed, at_least)


def criterion_line(fact: Fact, today: date) -> str:
    what = {"what": criterion_words(fact.required), "found": found_words(fact)}
    return _("%(what)s: %(found)s") % what


def criterion_row(fact: Fact, facts: Facts, today: date) -> tuple[str, str, str]:
    """What is asked, what was found, and the days it rests on: those that miss it, where it is missed."""
    required = capfirst(criterion_words(fact.required))
    if fact.required.group:
        required = _("One of several: %(what)s") % {"what": criterion_words(fact.required)}
    return required, found_words(fact), date_list(fact.days, today)


def asked_of_patient(answer: Answer) -> Words:
    """The first point that is missed, where it stands, and what to do about it."""
    first = missed_criteria(answer.facts)[0]
    noted = METRICS[first.required.metric].is_noted(first.required.context)
    way = _("%(name)s notes it with you.") % {"name": physio_first(answer.names)}
    return Words(
        _("One more point of this stage"),
        sentences(
            _("Your good days are complete."),
            _("This stage also asks: %(what)s.") % {"what": criterion_words(first.required)},
            _("So far: %(found)s.") % {"found": found_words(first)},
            way if noted else _("Carry on as planned."),
            _("If you are not sure, ask %(name)s.") % {"name": physio(answer.names)},
        ),
    )
