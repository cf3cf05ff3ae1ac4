"""What the patient sees first: today's exercises, the morning question, and what holds just now."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from patients.domain.dose import Way
from patients.models import DirectiveKind
from patients.selectors.phone.plan_lines import lines_of
from patients.selectors.phone.reduced_plan import reduced_plan
from patients.selectors.phone.todays_dose import todays_dose, why_less
from programs import wording
from programs.models import Role
from programs.progression import Because, Outcome
from programs.selectors import stages_of

NEWS_DAYS = 7


@dataclass(frozen=True)
class Track:
    """Where a patient is: stage `current` of `total`, day of the stage counted from 1."""

    total: int
    current: int
    day: int
    label: str = ""


@dataclass(frozen=True)
class Card:
    """One exercise of today: its dose today, how many sets of it are done, the variation that is up (None of none).

    `leads`: it is the main thing of today. `over` is the line above its name, if it has one.
    """

    prescription: object
    variation: object
    dose: object
    done: int
    leads: bool
    over: str = ""

    @property
    def is_main(self):
        return self.prescription.role == Role.MAIN

    @property
    def wanted(self):
        return self.dose.wanted

    @property
    def finished(self):
        return self.done >= self.wanted

    @property
    def drawing(self):
        return self.variation and self.variation.drawing

    @property
    def own_cue(self):
        """What this variation says beside the exercise's cue."""
        return self.variation.cue if self.variation and self.variation.slug != "standard" else ""


@dataclass(frozen=True)
class MorningAsked:
    """The morning question: which date it asks about, and the words for the session it belongs to."""

    on: dt.date
    side: str
    belongs_to: str


def open_flags(assignment):
    """What is open, the newest first; no query where `Standing` knows of nothing."""
    return list(assignment.flags.open()) if assignment.standing.flag_kind else []


def pauses(flags):
    """Whether one of them stops the exercises: something alarming, not distress alone."""
    return any(flag.kind != "distress" for flag in flags)


@dataclass(frozen=True)
class TodaysPlan:
    today: dt.date
    track: Track
    stage: object
    cards: list
    morning: MorningAsked | None
    words: wording.Words
    outcome: str
    flags: list
    news: list
    away_until: dt.date | None
    asked: object
    reduced: object
    lines: list
    logged_today: bool

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
    def is_quiet(self):
        return self.asked.reduction.way == Way.QUIET

    @property
    def asks_for_exercises(self):
        return not (self.is_paused or self.pause or self.is_quiet)

    @property
    def why_less(self):
        """(title, text) of why today asks for less, where no other notice says it; else None."""
        return why_less(self.asked, self.words)

    @property
    def notice_kind(self):
        """How the notice of `why_less` looks: "calm" after a break, "amber" where the tendon asks for less."""
        return "calm" if self.asked.reduction.is_after_a_break else "amber"

    @property
    def frequency(self):
        """The physio's own line on how often, or None for the programme's."""
        return next((line for line in self.lines if line.kind == "frequency"), None)

    @property
    def notes(self):
        return [line for line in self.lines if line.kind != "frequency"]

    @property
    def is_logged(self):
        return any(card.done for card in self.cards)


def track_of(assignment, today):
    standing = assignment.standing
    stages = (assignment.version.rules or {}).get("stages", ())
    day = (today - standing.stage_started_on).days + 1
    label = _("reduced plan") if standing.outcome == Outcome.REDUCE else ""
    return Track(total=len(stages), current=standing.stage.position, day=max(day, 1), label=label)


def names_of(assignment, today):
    """What the sentences are filled with: people, the clinic, the stages, the reason of a hold."""
    standing = assignment.standing
    stages = {stage.position: stage.name for stage in assignment.version.stages.all()}
    position = standing.stage.position
    hold = assignment.directives.filter(kind=DirectiveKind.HOLD).first()
    patient = assignment.patient
    return wording.Names(
        physio=patient.physio.get_short_name(),
        clinic=patient.clinic.name,
        phone=patient.clinic.phone,
        today=today,
        stage=position,
        stage_name=standing.stage.name,
        next_stage_name=stages.get(position + 1, ""),
        reason=hold.reason if hold and hold.value else "",
        exercise_before=stages.get(position - 1, ""),
    )


def todays_plan(assignment, now):
    today = assignment.patient.today(now)
    standing = assignment.standing
    stages = [stage for stage in stages_of(assignment.version) if stage.position <= standing.stage.position]
    prescriptions = [one for stage in stages for one in stage.prescriptions.all()]
    asked = todays_dose(assignment, today)
    done = sets_done(assignment, today)
    return TodaysPlan(
        today=today,
        track=track_of(assignment, today),
        stage=stages[-1],
        cards=_cards(assignment, asked, prescriptions, done),
        morning=_morning(assignment, today),
        words=lead_words(assignment, today) if asked.reduction.is_irritated else words_now(assignment, today),
        outcome=standing.outcome,
        flags=open_flags(assignment),
        news=_news(assignment, today),
        away_until=standing.away_until,
        asked=asked,
        reduced=reduced_plan(asked, prescriptions, standing.stage.position, today, bool(done)),
        lines=lines_of(assignment, today, running_paused=asked.reduction.is_irritated),
        logged_today=bool(done),
    )


def words_now(assignment, today):
    """What the review in force says to the patient; of a declined suggestion, what the clinician said."""
    review = assignment.standing.review
    if review is None:
        return wording.Words("", "")
    if assignment.standing.quiet and not _is_irritated(review):
        decided = assignment.reviews.exclude(decision="").select_related("decided_by").order_by("-decided_at").first()
        return wording.Words(_("Stay at this stage for now"), _stays(decided, assignment, today))
    if _is_irritated(review):
        lead = lead_words(assignment, today)
        return wording.Words(lead.title, f"{lead.text} {_('Your plan stands on Today, day by day.')}")
    names = names_of(assignment, today)
    return wording.patient_words(review.outcome, review.because, review.target, review.findings, names)


def _is_irritated(review):
    return review.outcome == Outcome.REDUCE or review.because == Because.SECOND_FLARE


def lead_words(assignment, today):
    """What opened the reduced plan, without the plan itself."""
    review = assignment.standing.review
    return wording.irritated_words(review.because, review.findings, names_of(assignment, today))


def _stays(review, assignment, today):
    day = wording.on_day(assignment.patient.today(review.decided_at), today)
    said = _("%(name)s looked at it %(day)s. You stay at this stage.") % {"name": review.decided_by, "day": day}
    return f"{said} {_('Reason: %(reason)s') % {'reason': review.reason}}" if review.reason else said


def _cards(assignment, asked, prescriptions, done):
    position = assignment.standing.stage.position
    offered = asked.exercises(prescriptions, position)
    return [
        Card(
            prescription=one,
            variation=variation_up(assignment, one, asked),
            dose=asked.dose(one),
            done=done.get(one.pk, 0),
            leads=one is offered[0] if asked.reduction.is_irritated else one.role == Role.MAIN,
            over="" if one is offered[0] else _over(asked, one),
        )
        for one in offered
    ]


def _over(asked, prescription):
    if asked.reduction.is_irritated:
        return _("Or this one, not both")
    return "" if prescription.role == Role.MAIN else _("Keep this one going, on the same day")


def sets_done(assignment, today):
    """How many sets of each prescription are logged today."""
    sessions = assignment.sessions.valid().filter(local_date=today).prefetch_related("sets")
    counts = {}
    for session in sessions:
        for one in session.sets.all():
            counts[one.prescription_id] = counts.get(one.prescription_id, 0) + 1
    return counts


def variation_up(assignment, prescription, asked):
    """The way to do it today: the one that was used last, the easiest at first and while less is asked; None of an
    exercise that has one way only and no name for it."""
    variations = {variation.slug: variation for variation in prescription.exercise.variations.all()}
    usual = None if asked.reduction.easiest else usual_variation(assignment, prescription)
    return variations.get(usual) or next(iter(variations.values()), None)


def usual_variation(assignment, prescription):
    """Slug of the variation that was used last for a prescription's exercise; None when it was never done."""
    if prescription is None or len(prescription.exercise.variations.all()) < 2:
        return None
    last = (
        assignment.sessions.valid()
        .filter(sets__prescription__exercise=prescription.exercise_id)
        .exclude(variation="")
        .order_by("-performed_at")
        .values_list("variation", flat=True)
        .first()
    )
    return last or prescription.exercise.variations.all()[0].slug


def _morning(assignment, today):
    """The question of this morning, unless it is answered or the programme starts today or later."""
    if today <= assignment.started_on or assignment.morning_checks.valid().filter(on=today).exists():
        return None
    yesterday = today - dt.timedelta(days=1)
    logged = assignment.sessions.valid().filter(local_date=yesterday).exists()
    belongs_to = (
        _("This belongs to %(weekday)s’s session.") % {"weekday": wording.weekday(yesterday)}
        if logged
        else _("No session yesterday. Your answer still helps us see your usual.")
    )
    return MorningAsked(on=today, side=assignment.side, belongs_to=belongs_to)


def _news(assignment, today):
    """What a clinician decided in the last 7 days: stage changes after the first, and closed flags."""
    since = today - dt.timedelta(days=NEWS_DAYS)
    changes = list(assignment.stage_changes.select_related("stage", "by").filter(started_on__gte=since))
    first = assignment.stage_changes.order_by("at", "pk").first()
    flags = assignment.flags.select_related("closed_by").filter(closed_at__date__gte=since)
    news = [
        _("%(name)s moved you to stage %(stage)s %(day)s.")
        % {"name": change.by, "stage": change.stage.position, "day": wording.on_day(change.started_on, today)}
        + (f" {_('Reason: %(reason)s') % {'reason': change.reason}}" if change.reason else "")
        for change in changes
        if change != first
    ]
    return news + [
        _("%(name)s looked at what you ticked: “%(words)s”.")
        % {"name": flag.closed_by, "words": flag.closing_words.rstrip(".")}
        for flag in flags
    ]


def flag_texts(assignment, kinds):
    """For each kind of flag: its tick and the words to show at once, with the clinic's numbers in them."""
    clinic = assignment.patient.clinic
    numbers = (clinic.phone, clinic.out_of_hours_phone, clinic.emergency_phone, clinic.crisis_phone)
    return [(kind, wording.flag_tick(kind), wording.flag_text(kind, *numbers)) for kind in kinds]


def morning_answer(assignment, check, entry, created):
    """What the phone says after a morning was sent: saved, or the answer that was there before."""
    if created:
        return _("Saved. Thank you.")
    given = [check.pain_left if side == "left" else check.pain_right for side in assignment.affected_sides]
    asked = [entry.pain_left if side == "left" else entry.pain_right for side in assignment.affected_sides]
    if given == asked:
        return _("Saved. Thank you.")
    return _("This morning was answered before with %(pain)s. The first answer stands.") % {
        "pain": ", ".join(str(pain) for pain in given)
    }
