"""Why today asks for less than the stage, to the patient and to the clinician: one sentence a reason."""

import datetime as dt
from collections.abc import Iterator, Set

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients.domain.todays_plan import Amount, Exercise, Plan, Reason, Why
from programs import wording
from programs.wording.dates import day_list
from programs.wording.facts import sentences
from programs.wording.phrases import physio_first

RETURNS = (Why.AFTER_ALARM, Why.AFTER_PAUSE, Why.AFTER_AWAY, Why.AFTER_BREAK)
TOO_MUCH = (Why.TWO_REDS, Why.STRAINED_RUN, Why.NOT_SETTLED)
# A reason is not said to the patient beside another that says as much: three reasons at once are none.
SAID_BY = {
    Why.DAY_BETWEEN: {Why.FELT},
    Why.STOPPED: {Why.FELT},
    Why.STRAINED_RUN: {Why.TWO_REDS},
    Why.NOT_SETTLED: {Why.FELT, Why.EASED, Why.TWO_REDS, Why.STRAINED_RUN},
    Why.HARD_DAY: {Why.FELT, Why.EASED, Why.STOPPED},
    **{why: {Why.EASED} for why in RETURNS},  # half until 3 calm sessions is half in the first 2
}


def plan_words(plan: Plan, names: wording.Names, *, decides: bool = True) -> wording.Words:
    """The notice on the phone; empty for the whole plan. An alarm and a pause have notices of their own. `decides`: a
    clinician is asked to decide, which nobody is while suggestions are off. `names.today` is the date of the reader,
    who after midnight still has the plan of the day before."""
    if plan.amount is Amount.WHOLE:
        return wording.Words("", "")
    return wording.Words(_title(plan, names.today), sentences(*dict.fromkeys(_patient_sentences(plan, names, decides))))


def settled_words(plan: Plan, today: dt.date) -> str:
    """That calm days ended the easing, on the day it does; "" where they did not, or something else asks for less."""
    if not plan.settled or plan.amount is not Amount.WHOLE:
        return ""
    return ngettext(
        "%(n)s calm day in a row (%(days)s): the whole plan again.",
        "%(n)s calm days in a row (%(days)s): the whole plan again.",
        len(plan.settled),
    ) % {"n": len(plan.settled), "days": day_list(plan.settled, today)}


def night_words(plan: Plan, today: dt.date) -> str:
    """Between midnight and four, whose plan it still is; "" at any other hour. `today` is the reader's date."""
    if plan.today == today:
        return ""
    return _("Until four in the morning this is still the plan of %(day)s.") % {"day": wording.weekday(plan.today)}


def _title(plan: Plan, today: dt.date) -> str:
    return {
        Amount.NOTHING: _("No exercises today") if plan.today == today else _("No exercises tonight"),
        Amount.HALF_BEFORE: _("Half of the easier exercise for now"),
        Amount.HALF: _("Half for now"),
        Amount.BEFORE: _("The easier exercise for now"),
    }[plan.amount]


def _patient_sentences(plan: Plan, names: wording.Names, decides: bool) -> Iterator[str]:
    standing = {reason.why for reason in plan.reasons}
    for reason in plan.reasons:
        if not standing & SAID_BY.get(reason.why, set()):
            yield from filter(None, [_to_patient(reason, plan, names, standing)])
    if plan.amount is Amount.NOTHING and plan.exercise is Exercise.BEFORE and plan.because(Why.EASED):
        yield _("That is with the easier exercise: %(exercise)s.") % {"exercise": names.exercise_before}
    if plan.because(Why.FELT):
        yield _("Walking is fine if it does not hurt more.")
    if plan.because(Why.FELT, Why.EASED):
        yield names.hears
    if decides and plan.because(*TOO_MUCH):
        yield _("%(name)s looks at it and tells you.") % {"name": physio_first(names)}


def _to_patient(reason: Reason, plan: Plan, names: wording.Names, standing: Set[Why]) -> str:
    today = names.today
    values = {
        "day": wording.on_day(_come(reason.since, today), today),
        "session": capfirst(wording.day_words(reason.since, today)),
        "got": reason.got,
        "n": reason.needed,
        "exercise": names.exercise_before,
    }
    if reason.why in RETURNS:
        back = ngettext(
            "You come back after a time without exercises: half in your first session.",
            "You come back after a time without exercises: half in your first %(n)s sessions.",
            reason.needed,
        )
        return f"{back % values} {_before_today(reason)}"
    if reason.why is Why.FELT:
        return _rest(reason, plan, today)
    if reason.why is Why.FOR_NOW:
        return _for_now(reason, today, names)
    if reason.why is Why.EASED and Why.FELT in standing:
        return _("Then half until 3 calm sessions in a row: %(got)s of %(n)s so far.") % values
    return {
        Why.DAY_BETWEEN: _("%(session)s was a session. A day without exercises lies between two short ones."),
        Why.EASED: _("It was too much %(day)s. Half until 3 calm sessions in a row: %(got)s of %(n)s so far."),
        Why.TWO_REDS: _("The pain was too high on two days or more within two weeks."),
        Why.STRAINED_RUN: _("Several of your last sessions were too much."),
        Why.NOT_SETTLED: _("Since the bad day %(day)s there were no %(calm)s calm sessions in a row yet."),
        Why.DISTRESS: _("Half is enough. You need not do the exercises today."),
        Why.STOPPED: _("You stopped because of pain %(day)s. Half this time."),
        Why.HARD_DAY: _("It hurt 5 or more, or you stopped, %(day)s. Today asks for no more than that day did.")
        if plan.today == today
        else _("It hurt 5 or more, or you stopped, %(day)s. Tonight asks for no more than that day did."),
    }.get(reason.why, "") % (values | {"calm": 3})


def _come(day: dt.date, today: dt.date) -> dt.date:
    """A traveller's phone may be a date ahead of the page: what was felt on it was felt by now."""
    return min(day, today)


def _rest(reason: Reason, plan: Plan, today: dt.date) -> str:
    felt = _("It hurt too much %(day)s.") % {"day": wording.on_day(_come(reason.since, today), today)}
    if reason.until == plan.today < today:
        return f"{felt} {_('Tonight no exercises that load the tendon.')}"
    if reason.until == today:
        return f"{felt} {_('Today no exercises that load the tendon.')}"
    return f"{felt} {_('Today and tomorrow no exercises that load the tendon.')}"


def _for_now(reason: Reason, today: dt.date, names: wording.Names) -> str:
    values = {"name": physio_first(names), "n": reason.needed}
    if reason.until:
        values["day"] = wording.day_words(reason.until, today)
        said = _("%(name)s set half for now, up to and including %(day)s.") % values
    else:
        words = ngettext(
            "%(name)s set half for now, for %(n)s session.",
            "%(name)s set half for now, for %(n)s sessions.",
            reason.needed,
        )
        said = f"{words % values} {_before_today(reason)}"
    return f"{said} {_('These days let the tendon settle. They do not count as good days, and that is as planned.')}"


def _before_today(reason: Reason) -> str:
    """True before the session of today and after it."""
    return _("Done before today: %(got)s of %(n)s.") % {"got": reason.got, "n": reason.needed}


def plan_amount(plan: Plan) -> str:
    """What is asked, for the clinician: "half of this stage"."""
    return {
        Amount.NOTHING: _("nothing that loads the tendon"),
        Amount.HALF_BEFORE: _("half of the stage before"),
        Amount.HALF: _("half of this stage"),
        Amount.BEFORE: _("the whole stage before"),
        Amount.WHOLE: _("the whole stage"),
    }[plan.amount]


def plan_reasons(plan: Plan, today: dt.date) -> list[str]:
    """Every reason that stands, for the clinician, in the order of the rules, after whose plan it is; `today` is the
    date of the page."""
    return [*filter(None, [night_words(plan, today)]), *(_to_clinician(reason, today) for reason in plan.reasons)]


def _to_clinician(reason: Reason, today: dt.date) -> str:
    values = {"day": wording.day_words(_come(reason.since, today), today), "got": reason.got, "n": reason.needed}
    if reason.until:
        values["until"] = wording.day_words(reason.until, today)
    return {
        Why.ALARM: _("Alarm open since %(day)s."),
        Why.PAUSE: _("Paused since %(day)s."),
        Why.FELT: _("Felt %(day)s; rest up to and including %(until)s."),
        Why.DAY_BETWEEN: _("A session %(day)s; a day lies between while it is eased."),
        Why.EASED: _("Eased since the bad day %(day)s: %(got)s of %(n)s green days in a row."),
        Why.TWO_REDS: _("Two red dates in 14 days, the latest %(day)s."),
        Why.STRAINED_RUN: _("At least 3 of the last 5 days strained, the latest %(day)s."),
        Why.NOT_SETTLED: _("Not settled since %(day)s."),
        Why.DISTRESS: _("Distress open since %(day)s."),
        Why.AFTER_ALARM: _("Alarm closed %(day)s: %(got)s of %(n)s sessions since."),
        Why.AFTER_PAUSE: _("Resumed %(day)s: %(got)s of %(n)s sessions since."),
        Why.AFTER_AWAY: _("Away from %(day)s: %(got)s of %(n)s sessions since."),
        Why.AFTER_BREAK: _("A week or more without a session after %(day)s: %(got)s of %(n)s sessions since."),
        Why.STOPPED: _("Stopped for pain %(day)s."),
        Why.HARD_DAY: _("Pain of 5 or more, or stopped, %(day)s: no more than was asked then."),
        Why.FOR_NOW: _("Half for now, set %(day)s, up to and including %(until)s.")
        if reason.until
        else _("Half for now, set %(day)s: %(got)s of %(n)s sessions done."),
    }[reason.why] % values
