"""To the patient: what the gate of the stage still waits for, and what its end means."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.progression import Because, Code, Outcome

from .facts import Answer, Fact, Facts, days, number, percent, sentences, spoken
from .phrases import good_day, morning_of, physio, physio_first, row_ended, what_happened
from .terms import Words


def morning_checks(answer: Answer) -> Words:
    given, more = answer.facts.get(Code.MORNINGS_GIVEN), answer.facts.get(Code.MORNINGS_TO_GO).observed
    return Words(
        _("Some morning answers are missing"),
        sentences(
            ngettext(
                "We have %(got)s of %(n)s morning answer.", "We have %(got)s of %(n)s morning answers.", given.required
            )
            % given.of,
            _("Your sessions are saved."),
            ngettext(
                "Please answer the next morning after exercise.",
                "Please answer the next %(n)s mornings after exercise.",
                more,
            )
            % {"n": more},
        ),
    )


def variation(answer: Answer) -> Words:
    if answer.outcome == Outcome.SUGGEST_LEVEL_UP:
        return _level_up(answer)
    facts, name = answer.facts, {"name": physio_first(answer.names)}
    easy = facts.get(Code.EASIER_DAYS)
    if easy.observed >= easy.required:
        way = [_went_well(facts), _("%(name)s decides when you start the harder version.") % name]
        rest = [_("Carry on as you are until then."), so_far(facts)]
        return Words(_("The easier version for now"), sentences(*way, *rest))
    return Words(
        _("Which version you did"),
        sentences(
            _on_harder(facts.get(Code.VARIATION)),
            _("Please say which version you did, each time."),
            _("If you are not sure which one to do, ask %(name)s.") % {"name": physio(answer.names)},
        ),
    )


def _level_up(answer: Answer) -> Words:
    facts = answer.facts
    easy, edge = facts.get(Code.EASIER_DAYS).observed, facts.get(Code.PAIN_DURING).required
    return Words(
        _("The harder version is in your plan"),
        sentences(
            _went_well(facts) if easy else _on_harder(facts.get(Code.VARIATION)),
            _("Your plan allows the harder version now: %(variation)s.")
            % {"variation": spoken(facts.get(Code.NEXT_VARIATION).required)},
            _("If it hurts more than %(pain)s, go back to the easier one.") % {"pain": number(edge)},
            so_far(facts),
        ),
    )


def _went_well(facts: Facts) -> str:
    """The good days at the end of the row: a day without its morning answer may lie between them."""
    count = facts.get(Code.EASIER_DAYS).observed
    return ngettext(
        "You had %(n)s good day on the easier version in the last %(window)s.",
        "You had %(n)s good days on the easier version in the last %(window)s.",
        count,
    ) % {"n": count, "window": days(facts.get(Code.WINDOW).required)}


def _on_harder(harder: Fact) -> str:
    return ngettext(
        "You did the harder version in %(got)s of your last %(n)s session.",
        "You did the harder version in %(got)s of your last %(n)s sessions.",
        harder.required,
    ) % {"got": harder.observed, "n": harder.required}


def morning_pending(answer: Answer) -> Words:
    facts = answer.facts
    ago = ((answer.names.plan_day or answer.today) - facts.get(Code.MORNING_PENDING).days[0]).days
    text = _asked_tomorrow(facts) if ago <= 0 else _asked_today() if ago == 1 else _asked_before()
    return Words(_("Saved so far"), sentences(*text, so_far(facts), row_ended(facts, answer.today)))


def _asked_tomorrow(facts: Facts) -> list[str]:
    """Whether the answer completes the session or something else stands in the way, it is asked for. "Next morning" is
    also right after midnight, when the day of a late session is still running."""
    if facts.get(Code.GATE).observed in (None, Because.SESSIONS):
        return [_("Next morning we ask one question."), _("Then this session is complete.")]
    return [_("Please answer next morning as usual.")]


def _asked_today() -> list[str]:
    return [_("The morning answer after your last session is still open."), _("Please give it today.")]


def _asked_before() -> list[str]:
    return [_("The morning answer after your last session is not in yet."), _("Please give the next one as usual.")]


def so_far(facts: Facts) -> str:
    need = facts.good_days["need"]
    return (
        ngettext("%(got)s of %(need)s good day so far.", "%(got)s of %(need)s good days so far.", need)
        % facts.good_days
    )


def amber(answer: Answer) -> Words:
    cause = answer.facts.causes[0]
    calm = _("Stay at this stage and do what your plan asks, not more.")
    if morning_of(cause) == answer.today:  # of mornings since then nothing is said: they may have been calm
        calm = _("Stay at this stage until mornings are back to usual.")
    return Words(
        _("Stay at this stage for now"),
        sentences(
            what_happened(cause, answer),
            _("That can happen; it is not a setback."),
            calm,
            _("We count good days from there."),
            so_far(answer.facts) if answer.facts.good_days["got"] else "",
        ),
    )


def sessions(answer: Answer) -> Words:
    facts, count = answer.facts, answer.facts.good_days
    missing, ended = missing_parts(facts), row_ended(facts, answer.today)
    if count["got"]:
        title = ngettext("%(got)s of %(need)s good day", "%(got)s of %(need)s good days", count["need"]) % count
        return Words(
            title, sentences(_more_days(count["need"] - count["got"]), good_day(facts), ended, missing, _carry_on())
        )
    if missing:
        return Words(_("Not counted yet"), sentences(_not_counted(facts), missing, ended, _carry_on()))
    asks = ngettext(
        "This stage asks for %(need)s good day from now on.",
        "This stage asks for %(need)s good days from now on.",
        count["need"],
    )
    return Words(_("Counting good days"), sentences(ended, asks % count, good_day(facts), _carry_on()))


def _carry_on() -> str:
    return _("Carry on as planned.")


def _more_days(count: int) -> str:
    return ngettext("%(n)s more good day is needed.", "%(n)s more good days are needed.", count) % {"n": count}


def _not_counted(facts: Facts) -> str:
    count = facts.get(Code.WINDOW).observed
    return ngettext(
        "You logged %(n)s day, but it does not count yet.",
        "You logged %(n)s days, but they do not count yet.",
        count,
    ) % {"n": count}


def missing_parts(facts: Facts) -> str:
    """What keeps logged days from counting, or nothing."""
    parts = (
        (Code.MORNINGS_MISSING, _("the morning answer (%(days)s)")),
        (Code.PAIN_MISSING, _("the pain (%(days)s)")),
    )
    found = [words % {"days": days(n)} for code, words in parts if (n := facts.get(code).observed)]
    missing = _("Missing: %(what)s.") % {"what": ", ".join(found)} if found else ""
    return sentences(missing, _smaller_days(facts.get(Code.VOLUME_SHORT).observed))


def _smaller_days(count: int) -> str:
    """No reproach: a smaller dose may be what was asked for."""
    if not count:
        return ""
    return ngettext(
        "%(n)s day of less than the full dose does not count. It lets the tendon settle.",
        "%(n)s days of less than the full dose do not count. They let the tendon settle.",
        count,
    ) % {"n": count}


def min_days(answer: Answer) -> Words:
    stay = answer.facts.get(Code.DAYS_IN_STAGE)
    count = answer.facts.good_days
    return Words(
        _("Tendons need time"),
        sentences(
            ngettext("You have all %(need)s good day.", "You have all %(need)s good days.", count["need"]) % count,
            _("Each stage lasts a while: this one at least %(days)s.") % {"days": days(stay.required)},
            _("So far it is %(days)s.") % {"days": days(stay.observed)},
            _("Carry on as planned until then."),
        ),
    )


def completion(answer: Answer) -> Words:
    sets = answer.facts.get(Code.EVERY_SET)
    return Words(
        _("Next: every set"),
        sentences(
            ngettext(
                "You did every set in %(got)s of your last %(n)s session.",
                "You did every set in %(got)s of your last %(n)s sessions.",
                sets.required,
            )
            % {"got": sets.observed, "n": sets.required},
            "" if sets.observed == sets.required else _("Where your plan asked for less, that was right."),
            ngettext(
                "Try to do every set in your next session.",
                "Try to do every set in your next %(n)s sessions.",
                sets.required,
            )
            % {"n": sets.required},
            _("If you cannot, tell %(name)s why.") % {"name": physio(answer.names)},
        ),
    )


def symmetry(answer: Answer) -> Words:
    even = answer.facts.get(Code.SYMMETRY)
    if even.observed is None or even.observed >= even.required:
        found = [_("For some days we do not know what each leg did."), _("Please log both legs each time.")]
    else:
        shares = {"got": percent(even.observed, even.required), "need": percent(even.required)}
        found = [
            _("One leg did less than the other: %(got)s, and %(need)s is needed.") % shares,
            _("Do the same number on both legs."),
        ]
    return Words(_("The same on both legs"), sentences(*found, _("The weaker leg decides.")))


def technique(answer: Answer) -> Words:
    ticked = answer.facts.get(Code.TECHNIQUE)
    return Words(
        _("Did your back stay still?"),
        sentences(
            ngettext(
                "You said yes for %(got)s of %(n)s session.",
                "You said yes for %(got)s of %(n)s sessions.",
                ticked.required,
            )
            % {"got": ticked.observed, "n": ticked.required},
            _("Please tick yes or no after the next session."),
            _("If it does not stay still, tell %(name)s.") % {"name": physio(answer.names)},
        ),
    )


def criteria_met(answer: Answer) -> Words:
    name = {"name": physio_first(answer.names)}
    return Words(
        _("%(name)s now decides") % name,
        sentences(
            _("You have reached every point of this stage."),
            _("%(name)s now looks at it and decides.") % name,
            _("Carry on as you are until then."),
        ),
    )


def programme_complete(answer: Answer) -> Words:
    return Words(
        _("The last exercise of the programme"),
        sentences(
            _("You have reached every point of the last stage."),
            _("Next you plan the following step with %(name)s.") % {"name": physio(answer.names)},
            _("Please wait with fast running until then."),
        ),
    )
