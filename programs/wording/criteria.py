"""Criteria beside the gate as words: one phrase a metric, for the patient, the clinician and the editor alike."""

from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.progression import Code

from .dates import date_list
from .facts import UNKNOWN, Answer, Fact, Facts, days, number, percent, sentences
from .phrases import physio, physio_first
from .terms import Words

# Noted with the physio, not logged on the phone.
NOTED = ("stiffness_minutes", "performance", "test_symmetry", "outcome", "outcome_change", "clinician_confirms")
NOTED_PAINS = ("rest", "night", "sitting", "load_test")
IN_PERCENT = ("completion", "symmetry", "test_symmetry", "data_completeness", "technique")
IN_DAYS = ("days_in_stage",)


def look_back_unit(counts: str, context: str) -> str:
    """What "over the last" counts, by what a metric counts, and of pain by its place."""
    units = {
        "days": _("logged days"),
        "dates": _("days"),
        "age": _("days"),
        "rests": _("rests"),
        "weeks": _("weeks"),
        "records": _("notes of it"),
        "": _("(leave it empty here)"),
    }
    return units["records" if context in NOTED_PAINS else counts]


def asked_beside(required: list[list]) -> list[str]:
    """What a stage asks beside its gate, a sentence each; of an either-or all that are enough in one.

    Each of `required` is what a finding of a criterion keeps.
    """
    plain = [_("This stage also asks: %(what)s.") % {"what": criterion_words(one)} for one in required if not one[6]]
    groups = sorted({one[6] for one in required if one[6]})
    return plain + [_either_or([criterion_words(one) for one in required if one[6] == group]) for group in groups]


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
    return {
        "sessions": _("Green days"),
        "days_in_stage": _("Days in this stage"),
        "rest_hours": _("Hours between sessions"),
        "pain": _("Pain"),
        "pain_above_baseline": _("Pain above usual"),
        "pain_trend": _("Rise of weekly pain"),
        "stiffness_minutes": _("Minutes of stiffness"),
        "completion": _("Volume of a session, %"),
        "performance": _("A test of performance"),
        "symmetry": _("Lower side in sessions, %"),
        "test_symmetry": _("Affected side in a test, %"),
        "level": _("Harder variation"),
        "effort": _("Effort"),
        "outcome": _("Score of a questionnaire"),
        "outcome_change": _("Change of a questionnaire"),
        "data_completeness": _("Mornings answered, %"),
        "technique": _("Technique confirmed, %"),
        "clinician_confirms": _("A clinician confirms"),
        "schedule": _("Week of the stage"),
    }


def criterion_words(required: list) -> str:
    """What is asked, as a phrase in lower case. `required` is what a finding of a criterion keeps."""
    metric, operator, value, last_n, context, statistic, _group = required
    values = {
        "n": _amount(metric, context, value),
        "limit": _limit(operator, _amount(metric, context, value)),
        "code": code_words(context),
        "context": _contexts().get(context, ""),
        "last": _span(metric, last_n, statistic),
    }
    phrase = _phrases()[metric]
    if metric in ("technique", "level"):
        phrase = phrase[context]
    return " ".join((phrase % values).split()).rstrip(",")


def _limit(operator: str, amount: str) -> str:
    limit = _("at most %(n)s") if operator == "at_most" else _("at least %(n)s")
    return limit % {"n": amount}


def _amount(metric: str, context: str, value: float | None) -> str:
    if value is None:
        return UNKNOWN
    if metric in IN_PERCENT or (metric == "level" and context == "share"):
        return percent(value / 100)
    return days(round(value)) if metric in IN_DAYS else number(value)


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


def _phrases() -> dict:
    return {
        "sessions": _("green days %(limit)s %(last)s"),
        "days_in_stage": _("%(limit)s in this stage"),
        "schedule": _("week of this stage %(limit)s"),
        "rest_hours": _("%(limit)s hours between sessions %(last)s"),
        "pain": _("pain %(context)s %(limit)s %(last)s"),
        "pain_above_baseline": _("pain %(context)s %(limit)s above usual %(last)s"),
        "pain_trend": _("weekly pain %(context)s risen by %(limit)s %(last)s"),
        "stiffness_minutes": _("minutes of stiffness %(limit)s %(last)s"),
        "completion": _("%(limit)s of each session %(last)s"),
        "performance": _("%(code)s: %(limit)s %(last)s"),
        "symmetry": _("lower side %(limit)s of the other %(last)s"),
        "test_symmetry": _("%(code)s: affected side %(limit)s of the other %(last)s"),
        "level": {
            "share": _("the hardest variation on %(limit)s %(last)s"),
            "index": _("level %(limit)s %(last)s"),
        },
        "effort": _("effort %(limit)s of 10 %(last)s"),
        "outcome": _("score of %(code)s %(limit)s %(last)s"),
        "outcome_change": _("change of %(code)s %(limit)s %(last)s"),
        "data_completeness": _("mornings after %(limit)s of sessions %(last)s"),
        "technique": {
            "": _("technique confirmed on %(limit)s of days %(last)s"),
            "clinician": _("technique confirmed by a clinician"),
        },
        "clinician_confirms": _("confirmed by a clinician: %(code)s"),
    }


def _span(metric: str, last_n: int | None, statistic: str) -> str:
    """Over what a number is taken: the last days, records, rests or weeks, or how old it may be."""
    if not last_n:
        return ""
    if metric in NOTED and metric != "stiffness_minutes":
        return ngettext("(not older than %(n)s day)", "(not older than %(n)s days)", last_n) % {"n": last_n}
    if metric == "pain_trend":
        return ngettext("over %(n)s week", "over %(n)s weeks", last_n) % {"n": last_n}
    if metric == "sessions":
        return ngettext("within %(n)s day", "within %(n)s days", last_n) % {"n": last_n}
    spans = {
        "worst": ngettext("(last time)", "(each of last %(n)s)", last_n),
        "last": _("(last time)"),
        "mean": _("(mean of last %(n)s)"),
        "median": _("(median of last %(n)s)"),
    }
    return spans[statistic] % {"n": last_n}


def found_words(fact: Fact) -> str:
    """Where it stands: the number, or that it was not recorded."""
    metric, context = fact.required[0], fact.required[4]
    if fact.observed is None:
        return _("not recorded")
    if metric == "clinician_confirms" or (metric == "technique" and context == "clinician"):
        return _("yes") if fact.met else _("no")
    return _amount(metric, context, fact.observed)


def criterion_line(fact: Fact, today: date) -> str:
    what = {"what": criterion_words(fact.required), "found": found_words(fact)}
    return _("%(what)s: %(found)s") % what


def criterion_row(fact: Fact, facts: Facts, today: date) -> tuple[str, str, str]:
    """What is asked, what was found, and the days it rests on: those that miss it, where it is missed."""
    required = capfirst(criterion_words(fact.required))
    if fact.required[6]:
        required = _("One of several: %(what)s") % {"what": criterion_words(fact.required)}
    return required, found_words(fact), date_list(fact.days, today)


def asked_of_patient(answer: Answer) -> Words:
    """The first point that is missed, where it stands, and what to do about it."""
    first = missed_criteria(answer.facts)[0]
    metric, context = first.required[0], first.required[4]
    noted = metric in NOTED or context in (*NOTED_PAINS, "clinician")
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
