"""The way out of each reason, and whether it ends the reason when it is followed to the letter.

A way out is what the manual promises for a reason: something the patient does on the days of the plan, something the
clinician does at once, or time. Beside what the way names, the days that are lived are calm, answered, and otherwise
as the patient's last one: what the way does not name must not be what helps.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from programs.progression import MET, Because, Code, MorningCheck, Recommendation, Rules, Safety, Session, StageRules
from programs.progression.history import DAY
from programs.workshop.virtual import assumptions as a
from programs.workshop.virtual.course import State
from programs.workshop.virtual.extra_criteria import (
    Form,
    asked,
    asks_for_level,
    days_anew,
    effort_of,
    notes,
    sessions_of,
    words,
)
from programs.workshop.virtual.logbook import Logbook, evening, noon
from programs.workshop.virtual.plans import least_days
from programs.workshop.virtual.setting import Setting
from programs.workshop.virtual.watch import Watch

EVERY_SET = {"completion": 1.0, "all_sets": True}
HALF_THE_SETS = {"completion": 0.5, "all_sets": False}
Count = Callable[[StageRules, Safety], int]


def of_none(stage: StageRules, safety: Safety) -> int:
    return 0


def of_the_run(stage: StageRules, safety: Safety) -> int:
    return stage.run_length


def of_the_criteria(stage: StageRules, safety: Safety) -> int:
    """A measure is noted at the next session, if not at the ones that count."""
    return max([1, *map(sessions_of, asked(stage))])


def days_of_the_criteria(stage: StageRules, safety: Safety) -> int:
    return max(map(days_anew, asked(stage)), default=0)


def of_the_gate(stage: StageRules, safety: Safety) -> int:
    return max(of_the_run(stage, safety), of_the_criteria(stage, safety))


def days_after_the_review(stage: StageRules, safety: Safety) -> int:
    """What a stage may still wait for that takes more time than it is looked at after."""
    return max(0, stage.min_days - safety.review_after_days, days_of_the_criteria(stage, safety))


@dataclass(frozen=True)
class Way:
    """`sessions` of the plan and `days` beside them are what it may take. `log` is what the sessions are like."""

    does: str
    sessions: Count = of_none
    days: Count = of_none
    log: dict[str, Any] = field(default_factory=dict)
    harder: bool = False
    trains: bool = True
    notes: bool = False
    act: Callable[[Logbook, Recommendation, date, Rules], None] | None = None


def move(book: Logbook, answer: Recommendation, on: date, rules: Rules) -> None:
    """To the stage the answer points to, or this one anew."""
    book.enter(book.position if answer.target is None else answer.target, on)


def answer_now(book: Logbook, answer: Recommendation, on: date, rules: Rules) -> None:
    if book.last_session:
        book.add(MorningCheck(book.last_session + DAY, 0))


def confirm(book: Logbook, answer: Recommendation, on: date, rules: Rules) -> None:
    """What only a clinician can confirm; nothing where nothing waits for it."""
    for word in words(rules.stage(book.position), on):
        book.add(word)


CALM = Way("3 calm days in a row", lambda stage, safety: safety.flare_settled_days, log=HALF_THE_SETS)
GOOD = Way("good days on the plan's days", of_the_run, log=EVERY_SET)
DECIDES = Way("the clinician decides", act=move)

WAYS: dict[Because, tuple[Way, ...]] = {
    Because.OPEN_FLAG: (Way("the clinician closes the flag", act=lambda book, *_: book.close_flags()),),
    Because.GAP: (Way("the next session", lambda *_: 1), DECIDES),
    Because.TWO_REDS: (
        DECIDES,
        Way("calm days, a fortnight", days=lambda stage, safety: safety.two_reds_days, log=HALF_THE_SETS),
    ),
    Because.STRAINED_RUN: (
        DECIDES,
        Way("calmer days", lambda stage, safety: safety.strained_of - safety.strained_count + 1, log=HALF_THE_SETS),
    ),
    Because.FLARE_UNSETTLED: (DECIDES, CALM),
    Because.SECOND_FLARE: (CALM,),
    Because.FLARE: (CALM,),
    Because.CLINICIAN_HOLD: (Way("the clinician lifts the hold", act=lambda book, *_: book.hold(False)),),
    Because.LONG_IN_STAGE: (
        Way(
            "everything the gate asks, day by day",
            of_the_gate,
            days_after_the_review,
            log=EVERY_SET | {"symmetry": 1.0, "technique_ok": True},
            harder=True,
            notes=True,
            act=confirm,
        ),
    ),
    Because.MORNING_CHECKS: (Way("the next mornings", of_the_run),),
    Because.VARIATION: (Way("the harder variation", lambda stage, safety: stage.harder_days, harder=True),),
    Because.MORNING_PENDING: (
        Way("the answer", act=answer_now),
        Way("36 hours", days=lambda stage, safety: -(-safety.pending_hours // 24), trains=False),
    ),
    Because.AMBER: (GOOD,),
    Because.SESSIONS: (GOOD,),
    Because.MIN_DAYS: (Way("time", days=lambda stage, safety: stage.min_days),),
    Because.COMPLETION: (Way("every set on the last days", lambda stage, safety: stage.full_days, log=EVERY_SET),),
    Because.SYMMETRY: (Way("even days", of_the_run, log=EVERY_SET | {"symmetry": 1.0}),),
    Because.TECHNIQUE: (Way("confirmed days", of_the_run, log=EVERY_SET | {"technique_ok": True}),),
    Because.CRITERION: (
        Way(
            "what the criterion asks for",
            of_the_criteria,
            days_of_the_criteria,
            log=EVERY_SET | {"symmetry": 1.0, "technique_ok": True},
            notes=True,
            act=confirm,
        ),
    ),
    Because.TRIED_BEFORE: (DECIDES,),
    Because.CRITERIA_MET: (DECIDES,),
}
TERMINAL = {Because.PROGRAMME_COMPLETE}


class Follower:
    """Goes on from a state, doing what a way out says. `today` is always at noon, its morning known or given up."""

    def __init__(self, setting: Setting, state: State):
        self.setting, self.plan = setting, state.plan
        self.book = Logbook.of(state.history)
        self.today = state.history.today
        self.watch = Watch(setting.rules)

    @property
    def answer(self) -> Recommendation:
        return self.watch.answer(self.book, noon(self.today))

    @property
    def per_week(self) -> float:
        return self.setting.per_week[self.book.position]

    def within(self, way: Way) -> int:
        """The days that a way out may take from now on."""
        stage, safety = self.setting.stage(self.book.position), self.setting.rules.safety
        begins, last = max(self.today, self.rests_until + DAY), self.book.last_session
        sessions = way.sessions(stage, safety)
        if sessions and begins in self.watch.reading.rest_reds and self.plan.asks(self.per_week, begins, last):
            sessions += 1  # today began with a red morning: its session is none of the calm ones
        trained = self.plan.days_for(sessions, self.per_week, begins, last)
        return max(self.days_young, (begins - self.today).days + trained + way.days(stage, safety))

    @property
    def days_young(self) -> int:
        """How long a stage is still judged by all its days, whatever is done."""
        young = self.answer.finding(Code.FIRST_DAYS)
        return (self.book.started - self.today).days + self.setting.rules.safety.step_back_min_days if young else 0

    @property
    def rests_until(self) -> date:
        """The last day without load after a flare began."""
        flare = self.answer.finding(Code.FLARE)
        return flare.evidence[0] + a.REST_DAYS * DAY if flare else date.min

    def ends(self, way: Way) -> int | None:
        """After how many days the present reason is another one; None if not within the time it may take."""
        because, within = self.answer.because, self.within(way)
        if way.act:
            way.act(self.book, self.answer, self.today, self.setting.rules)
        for days in range(within + 1):
            if self.answer.because is not because:
                return days
            self.lives(way)
        return None

    def reaches_the_gate(self) -> int | None:
        """After how many days, each spent on the way out of its reason, the gate is reached; None if not in time."""
        for days in range(self.gate_within + 1):
            if (answer := self.answer).because in MET:
                return days
            way = WAYS[answer.because][0]
            if way.act:
                way.act(self.book, answer, self.today, self.setting.rules)
            self.lives(way)
        return None

    @property
    def gate_within(self) -> int:
        """Our measure for a dead end: twice the least days of the longest stage, and three weeks."""
        last = self.book.last_session
        return 21 + 2 * max(least_days(self.setting, p, self.plan, self.today, last) for p in self.setting.positions)

    def lives(self, way: Way) -> None:
        """The rest of today, and tomorrow until noon."""
        may_train = way.trains and self.today > self.rests_until
        if may_train and self.plan.asks(self.per_week, self.today, self.book.last_session):
            self.book.add(self._visit(way))
            self._notes(way)
        self.today += DAY
        if way.trains:
            self.book.add(MorningCheck(self.today, 0))

    def _notes(self, way: Way) -> None:
        stage = self.setting.stage(self.book.position)
        if way.notes:
            for measure in notes(stage, self.today, Form(), self.book.kinds_noted):
                self.book.add(measure)

    def _visit(self, way: Way) -> Session:
        stage = self.setting.stage(self.book.position)
        before = [session for session in self.book.sessions[-1:] if session.day >= self.book.started]
        like: dict[str, Any] = {"completion": 1.0, "all_sets": True, "symmetry": 1.0, "technique_ok": True}
        like["variation"] = stage.variations[0] if stage.variations else None
        if before:
            like = {name: getattr(before[0], name) for name in like}
        if stage.variations and (way.harder or (way.notes and asks_for_level(stage))):
            like["variation"] = stage.harder
        calm = {"pain_during": 0, "stopped_for_pain": False, "effort": effort_of(stage) if way.notes else None}
        return Session(at=evening(self.today), day=self.today, **like | way.log | calm)
