"""What the patient sees first: today's exercises, the morning question, and what holds just now."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.domain.dose import Dose
from patients.domain.todays_plan import Amount, Why
from patients.domain.triage import away_until
from patients.rows import rows_of
from patients.selectors.flags import open_flags, pauses
from patients.selectors.phone.plan_lines import lines_of
from patients.selectors.phone.reduced_plan import ReducedPlan, reduced_plan
from patients.selectors.stage_track import Track, track_of
from patients.selectors.todays_dose import TodaysDose, practice_of, todays_dose_of, variation_up
from patients.selectors.words_now import words_now
from patients.wording import dose_reason, night_words, settled_words
from patients.wording.sets import sets_of_all
from programs import wording
from programs.models import Prescription, Role, Stage, Variation
from programs.selectors import stages_shown

NEWS_DAYS = 7
OVER = {
    Role.MAINTENANCE: gettext_lazy("Keep this one going, on the same day"),
    Role.BETWEEN: gettext_lazy("Keep this one going, on the days between"),
}


@dataclass(frozen=True)
class Card:
    """One exercise of today: its dose today, how many sets of it are done, the variation that is up (None of none).
    Where the stage has several sessions a day, the dose is of one, and `wanted` are the sets of all.

    `leads`: it is the main thing of today. `over` is the line above its name, if it has one.
    """

    prescription: Prescription
    variation: Variation | None
    dose: Dose
    done: int
    leads: bool
    today: dt.date
    over: str = ""

    @property
    def is_main(self):
        return self.prescription.role == Role.MAIN

    @property
    def wanted(self):
        return self.dose.wanted * self.prescription.stage.times_a_day

    @property
    def done_words(self):
        return sets_of_all(self.done, self.wanted, holds=self.prescription.is_hold)

    @property
    def dose_reason(self):
        return dose_reason(self.dose, self.today)

    @property
    def finished(self):
        return self.done >= self.wanted

    @property
    def shown(self):
        return self.variation and self.variation.shown

    @property
    def own_cue(self):
        """What this variation says beside the exercise's cue."""
        return self.variation.said.cue if self.variation and self.variation.slug != "standard" else ""


@dataclass(frozen=True)
class MorningAsked:
    """The morning question: which date it asks about, and the words for the session it belongs to."""

    on: dt.date
    side: str
    belongs_to: str


@dataclass(frozen=True)
class TodaysPlan:
    today: dt.date
    track: Track
    stage: Stage
    cards: list
    morning: MorningAsked | None
    words: wording.Words
    outcome: str
    flags: list
    news: list
    away_until: dt.date | None
    asked: TodaysDose
    reduced: ReducedPlan | None
    lines: list
    logged_today: bool
    gear_ahead: Prescription | None

    @property
    def is_paused(self):
        return pauses(self.flags)

    @property
    def pause(self):
        """The clinician's directive that paused the programme, or None."""
        return self.asked.pause

    @property
    def is_reduced(self):
        return self.reduced is not None

    @property
    def asks_for_exercises(self):
        return self.asked.plan.amount is not Amount.NOTHING

    @property
    def is_less(self):
        """Whether today asks for less than the stage; `words` then say why, and nothing else does."""
        return self.asked.plan.amount is not Amount.WHOLE

    @property
    def night_words(self):
        """Whose plan this still is, between midnight and four; else ""."""
        return night_words(self.asked.plan, self.today)

    @property
    def notice_kind(self):
        """How the notice of that looks: "red" while bad days are not settled, "amber" where it hurt, else "calm"."""
        if self.is_reduced:
            return "red"
        return "amber" if self.asked.easiest else "calm"

    @property
    def goes_on(self):
        """Whether the day has a further session after what was logged."""
        begun = self.logged_today and self.stage.times_a_day > 1
        return begun and any(card.is_main and not card.finished for card in self.cards)

    @property
    def frequency(self):
        """The physio's own line on how often, or None for the programme's."""
        return next((line for line in self.lines if line.kind == "frequency"), None)

    @property
    def notes(self):
        return [line for line in self.lines if line.kind != "frequency"]


def todays_plan(assignment, now):
    today = assignment.patient.today(now)
    standing = assignment.standing
    shown = stages_shown(assignment.version)
    stages = [stage for stage in shown if stage.position <= standing.stage.position]
    prescriptions = [one for stage in stages for one in stage.prescriptions.all()]
    rows = rows_of(assignment, now)
    asked = todays_dose_of(rows)
    practice = practice_of(assignment, asked.plan.today)
    done = practice.done
    return TodaysPlan(
        today=today,
        track=track_of(assignment, today),
        stage=stages[-1],
        cards=_cards(assignment, asked, prescriptions, practice, today),
        morning=_morning(rows, today) if asked.plan.today == today else None,  # first they sleep
        words=words_now(assignment, asked.plan, today),
        outcome=standing.outcome,
        flags=open_flags(assignment),
        news=[*filter(None, [settled_words(asked.plan, today)]), *_news(rows, today)],
        away_until=away_until(standing, today),
        asked=asked,
        reduced=reduced_plan(asked, prescriptions, standing.stage.position, bool(done), today),
        lines=lines_of(rows, today, running_paused=asked.plan.because(Why.EASED) is not None),
        logged_today=bool(done),
        gear_ahead=_gear_ahead(shown, standing.stage.position),
    )


def _gear_ahead(stages, position):
    """The prescription of the next stage whose exercise needs what none so far did, or None: who has to buy it knows in
    time."""
    known = {one.exercise.equipment for stage in stages[:position] for one in stage.prescriptions.all()}
    following = [one for stage in stages[position : position + 1] for one in stage.prescriptions.all()]
    return next(
        (one for one in following if one.exercise.equipment_guide and one.exercise.equipment not in known), None
    )


def _cards(assignment, asked, prescriptions, practice, today):
    position = assignment.standing.stage.position
    offered = asked.exercises(prescriptions, position)
    return [
        Card(
            prescription=one,
            variation=variation_up(one, asked, practice),
            dose=asked.dose(one),
            done=practice.done.get(one.pk, 0),
            leads=one.role == Role.MAIN,
            today=today,
            over=str(OVER.get(one.role, "")),
        )
        for one in offered
    ]


def _morning(rows, today):
    """The question of this morning, unless it is answered or the programme starts today or later. A traveller's phone
    may be a date ahead: what it has answered is not asked again for the day before."""
    if today <= rows.assignment.started_on or any(check.on >= today for check in rows.mornings):
        return None
    return MorningAsked(on=today, side=rows.assignment.side, belongs_to=_belongs_to(rows, today))


def _belongs_to(rows, today):
    """The session whose morning it is, by the training day: one after midnight is of the night before."""
    yesterday = today - dt.timedelta(days=1)
    logged = [session.local_date for session in rows.sessions if session.is_of_day(yesterday)]
    if not logged:
        return _("No session yesterday. Your answer still helps us see your usual.")
    if today in logged:
        return _("This belongs to last night’s session.")
    return _("This belongs to %(weekday)s’s session.") % {"weekday": wording.weekday(yesterday)}


def _news(rows, today):
    """What a clinician decided in the last 7 days: stage changes after the first, and closed flags."""
    since = today - dt.timedelta(days=NEWS_DAYS)
    news = [
        _("%(name)s moved you to stage %(stage)s %(day)s.")
        % {"name": change.by, "stage": change.stage.position, "day": wording.on_day(change.started_on, today)}
        + (f" {_('Reason: %(reason)s') % {'reason': change.reason}}" if change.reason else "")
        for change in reversed(rows.stage_changes[1:])
        if change.started_on >= since
    ]
    return news + [
        _("%(name)s looked at what you ticked: “%(words)s”.")
        % {"name": flag.closed_by, "words": flag.closing_words.rstrip(".")}
        for flag in rows.closed_flags
        if rows.assignment.patient.today(flag.closed_at) >= since
    ]
