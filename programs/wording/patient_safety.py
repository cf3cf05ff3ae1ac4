"""To the patient: what is alarming, too much, or held. Less load is said at once; the rest is for a clinician."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.progression import Because, Code, Outcome

from .dates import DAY, day_words
from .facts import Answer, Fact, days, sentences, spoken
from .flags import flag_tick, flag_urgency
from .phrases import physio, physio_first, what_happened
from .terms import Names, Words


def open_flag(answer: Answer) -> Words:
    kinds = [fact.observed["kind"] for fact in answer.facts.all(Code.OPEN_FLAG)]
    alone = _("You do not have to do this alone") if kinds[0] == "distress" else ""
    ticks = [_("You ticked: “%(tick)s.”") % {"tick": flag_tick(kind)} for kind in kinds]
    return Words(
        alone or _("Stop the exercises for now"),
        sentences(
            *ticks,
            *(flag_urgency(kind, answer.names.hospital) for kind in kinds),
            _contact(answer.names),
            _reopening(answer.names) if {*kinds} != {"distress"} else "",
        ),
    )


def _reopening(names: Names) -> str:
    return _("%(name)s will open your exercises again after speaking with you.") % {"name": physio_first(names)}


def _contact(names: Names) -> str:
    clinic = names.clinic or _("the clinic")
    if not names.phone:
        return _("Please contact %(clinic)s.") % {"clinic": clinic}
    return _("Please contact %(clinic)s on %(phone)s.") % {"clinic": clinic, "phone": names.phone}


def gap(answer: Answer) -> Words:
    away = _("Days away are not counted.") if answer.without_away else ""
    if answer.outcome == Outcome.REVIEW:
        name = {"name": physio_first(answer.names)}
        way = [away, _("%(name)s will look at where to begin again.") % name, _("Please send a short message.")]
    else:
        way = [_("That is fine."), away, _("Begin again with half the sets for the first 2 sessions.")]
    return Words(_("After a break"), sentences(_break(answer), *way))


def _break(answer: Answer) -> str:
    count = answer.facts.get(Code.GAP).observed
    if answer.facts.nothing_logged:
        return ngettext(
            "%(n)s day has passed at this stage without a session.",
            "%(n)s days have passed at this stage without a session.",
            count,
        ) % {"n": count}
    return ngettext("You have had a break of %(n)s day.", "You have had a break of %(n)s days.", count) % {"n": count}


def step_back(answer: Answer) -> Words:
    """Too much for this stage. In the first stage there is no easier exercise, and the clinician calls."""
    name = {"name": physio_first(answer.names)}
    if answer.facts.all(Code.FIRST_DAYS):
        way = [
            _("Do half the sets for now, every second day at most."),
            _("%(name)s looks at it and tells you.") % name,
        ]
        return Words(_("Half the sets for now"), sentences(WHY_TOO_MUCH[answer.because](answer), *way))
    if answer.outcome == Outcome.REVIEW:
        way = [
            _("The exercise is still too much."),
            _("Rest tomorrow."),
            _halved(answer),
            answer.names.hears,
        ]
        return Words(_("Half the sets for now"), sentences(WHY_TOO_MUCH[answer.because](answer), *way))
    exercise = answer.names.exercise_before
    easier = _("Do the easier exercise for now: %(exercise)s.") if exercise else _("Do the easier exercise for now.")
    way = [easier % {"exercise": exercise}, _("%(name)s looks at it and tells you.") % name]
    return Words(_("The easier exercise for now"), sentences(WHY_TOO_MUCH[answer.because](answer), *way))


def _halved(answer: Answer) -> str:
    easier = answer.facts.get(Code.NEXT_VARIATION).observed
    if not easier:
        return _("Then do half the sets.")
    return _("Then do half the sets, the easier way: %(variation)s.") % {"variation": spoken(easier)}


def _two_reds(answer: Answer) -> str:
    reds = answer.facts.get(Code.TWO_REDS)
    return ngettext(
        "The pain was too high on %(n)s day in the last %(span)s.",
        "The pain was too high on %(n)s days in the last %(span)s.",
        reds.observed,
    ) % {"n": reds.observed, "span": days(reds.required)}


def _strained_run(answer: Answer) -> str:
    count = len(answer.facts.get(Code.RECENT_PAINS).observed)
    return ngettext(
        "%(got)s of your last %(n)s session was too much.",
        "%(got)s of your last %(n)s sessions were too much.",
        count,
    ) % {"got": answer.facts.get(Code.STRAINED_RUN).observed, "n": count}


def _flare_unsettled(answer: Answer) -> str:
    return _("Your tendon has not calmed down yet.")


WHY_TOO_MUCH: dict[str, Callable[[Answer], str]] = {
    Because.TWO_REDS: _two_reds,
    Because.STRAINED_RUN: _strained_run,
    Because.FLARE_UNSETTLED: _flare_unsettled,
}


def second_flare(answer: Answer) -> Words:
    return Words(
        _("A second bad spell"), sentences(*_second_spell(answer), _("Keep to short, easy sessions until then."))
    )


def _second_spell(answer: Answer) -> list[str]:
    span = answer.facts.get(Code.EARLIER_FLARE).required // 7
    weeks = ngettext("%(n)s week", "%(n)s weeks", span) % {"n": span}
    return [
        _("This is the second bad spell in %(weeks)s.") % {"weeks": weeks},
        _("%(name)s will look for the reason with you.") % {"name": physio_first(answer.names)},
    ]


def flare(answer: Answer) -> Words:
    row = answer.facts.get(Code.FLARE)
    if row.observed:
        return _settling(answer, row)
    cause = answer.facts.causes[-1]
    return Words(
        _("Your tendon is irritated"),
        sentences(
            what_happened(cause, answer),
            _("That can happen; it is not a setback."),
            *_rest(cause, answer),
            _short_sessions(cause, row, answer),
            answer.names.hears,
        ),
    )


def _settling(answer: Answer, row: Fact) -> Words:
    since = day_words(row.days[0], answer.today)
    done = ngettext(
        "%(got)s of %(n)s calm session done since %(day)s.",
        "%(got)s of %(n)s calm sessions done since %(day)s.",
        row.required,
    ) % {"got": row.observed, "n": row.required, "day": since}
    return Words(
        _("Short sessions for now"),
        sentences(done, _("Do half the sets until all of them are done."), _("Then your usual plan goes on.")),
    )


def _rest(cause: Fact, answer: Answer) -> list[str]:
    """24 to 48 hours without load, counted from the day the pain was felt."""
    felt = cause.days[0] + DAY if cause.observed["cause"] == "next_morning" else cause.days[0]
    passed = (answer.today - felt).days
    if passed > 1:
        return []
    today = _("Today: no exercises that load the tendon.")
    both = _("Today and tomorrow: no exercises that load the tendon.")
    return [today if passed == 1 else both, _("Walking is fine if it does not hurt more.")]


def _short_sessions(cause: Fact, row: Fact, answer: Answer) -> str:
    if _rest(cause, answer):
        return ngettext(
            "Then do %(n)s short session with half the sets.",
            "Then do %(n)s short sessions with half the sets.",
            row.required,
        ) % {"n": row.required}
    return ngettext(
        "Now do %(n)s short session with half the sets.",
        "Now do %(n)s short sessions with half the sets.",
        row.required,
    ) % {"n": row.required}


def clinician_hold(answer: Answer) -> Words:
    name = {"name": physio_first(answer.names)}
    reason = _("Reason: “%(reason)s”.") % {"reason": answer.names.quotable_reason} if answer.names.reason else ""
    return Words(
        _("Stay at this stage for now"),
        sentences(
            _("%(name)s wants you to stay at this stage for now.") % name,
            reason,
            _("Carry on as planned until %(name)s changes it.") % {"name": physio(answer.names)},
        ),
    )


def long_in_stage(answer: Answer) -> Words:
    count = answer.facts.get(Code.LONG_IN_STAGE).observed // 7
    weeks = ngettext("%(n)s week", "%(n)s weeks", count) % {"n": count}
    return Words(
        _("%(weeks)s at this stage") % {"weeks": weeks},
        sentences(
            _("You have been at this stage for %(weeks)s.") % {"weeks": weeks},
            _("That is common."),
            _("%(name)s will check if the plan fits you.") % {"name": physio_first(answer.names)},
            _("Carry on as planned until then."),
        ),
    )
