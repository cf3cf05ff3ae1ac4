"""What a simulated patient does on a day: wakes, trains or does not, writes it down or does not."""

from dataclasses import dataclass
from datetime import date
from random import Random

from programs.progression import Away, Because, Code, Flag, MorningCheck, Outcome, Recommendation, Session, StageRules
from programs.progression.history import DAY
from programs.workshop.virtual import assumptions as a
from programs.workshop.virtual.body import Body
from programs.workshop.virtual.extra_criteria import Form, asks_for_level, effort_of, notes
from programs.workshop.virtual.logbook import Logbook, evening, noon
from programs.workshop.virtual.people import Person
from programs.workshop.virtual.setting import Setting

SUNDAY = 6
WEEKEND = (5, 6)
SHORTER = {Because.SECOND_FLARE, Because.TWO_REDS, Because.STRAINED_RUN, Because.FLARE_UNSETTLED}


@dataclass
class Told:
    """What is in the patient's ear today: the rules' answer, a clinician's word, and calm days until a date."""

    answer: Recommendation | None = None
    word: Because | None = None
    calm_until: date = date.min

    def asks(self, because: Because) -> bool:
        return because in (self.word, self.answer.because if self.answer else None)


class Patient:
    def __init__(self, person: Person, setting: Setting, rng: Random):
        self.person, self.setting, self.rng = person, setting, rng
        self.body = Body(person, rng)
        self.told = Told()
        self.evenness = person.evenness
        self.ill_until = date.min
        self.quit = self.on_harder = False
        self._stage_seen: tuple[int, date] | None = None

    def intake(self) -> int:
        """The usual morning pain named at the first visit."""
        return self.body.says(self.body.in_the_morning)

    # the morning

    def wakes(self, on: date, book: Logbook) -> None:
        self.body.sleeps()
        if not self.person.steady:
            self._life_happens(on, book)
        if not self.quit and self._answers(on):
            book.add(MorningCheck(on, self.body.says(self.body.in_the_morning)))

    def _life_happens(self, on: date, book: Logbook) -> None:
        self.quit = self.quit or self.rng.random() < a.QUITS_A_DAY
        if self.ill_until < on and self.rng.random() < a.ILL_A_DAY:
            self.ill_until = on + (self.rng.randint(*a.ILL_DAYS) - 1) * DAY
            if self.rng.random() < a.SAYS_AWAY:
                book.add(Away(on, self.ill_until))
        if not self.quit and self.rng.random() < a.FLAG_A_DAY:
            book.add(Flag("pop", noon(on)))

    def _answers(self, on: date) -> bool:
        chance = self.person.mornings * (a.WEEKEND_MORNINGS if self._weekend_habit(on) else 1)
        if chance and self.told.asks(Because.MORNING_CHECKS):
            chance = max(chance, self.person.listens)
        return self.rng.random() < chance

    def _weekend_habit(self, on: date) -> bool:
        return on.weekday() in WEEKEND and not self.person.steady

    # the exercises

    def trains(self, on: date, book: Logbook) -> None:
        """One visit in the evening, if it is a day for it; the load counts, whether it is written down or not."""
        follows = self.rng.random() < (a.HEEDS_CLINICIAN if self.told.word else self.person.listens)
        if self._stage_seen != book.stage_entered:
            self._stage_seen, self.on_harder = book.stage_entered, False
        if self._goes(on, book, follows):
            book.add(self._visit(on, book, reduced=follows and self._takes_it_easy(on), follows=follows))
            self._notes(on, book)

    def _notes(self, on: date, book: Logbook) -> None:
        """What the stage asks to be noted beside sessions and mornings."""
        stage = self.setting.stage(book.position)
        if stage.criteria:
            pain = self.body.says(self.body.in_the_morning)
            fitness = min(1.0, self.body.capacity / self._load(book.position, 0, 1.0))
            for measure in notes(stage, on, Form(pain, fitness, self.evenness), book.kinds_noted):
                book.add(measure)

    def _goes(self, on: date, book: Logbook, follows: bool) -> bool:
        if self.quit or on <= self.ill_until or (follows and self._rests(on)):
            return False
        planned = self.person.plan.asks(self.setting.per_week[book.position], on, book.last_session)
        chance = self.person.adherence if planned else 0 if self.person.steady else a.EXTRA_CHANCE
        return self.rng.random() < chance

    def _rests(self, on: date) -> bool:
        """An open flag stops the exercises, a fresh flare rests them."""
        answer = self.told.answer
        if answer is None:
            return False
        if answer.outcome is Outcome.STOP_AND_CONTACT:
            return True
        flare = answer.finding(Code.FLARE)
        return flare is not None and on <= flare.evidence[0] + a.REST_DAYS * DAY

    def _takes_it_easy(self, on: date) -> bool:
        answer = self.told.answer
        eased = answer is not None and (answer.outcome is Outcome.REDUCE or answer.because in SHORTER)
        return on <= self.told.calm_until or eased

    def _visit(self, on: date, book: Logbook, reduced: bool, follows: bool) -> Session:
        stage = self.setting.stage(book.position)
        step = self._step(stage, reduced, follows)
        done = a.REDUCED_LOAD if reduced else self._volume(follows)
        felt = self.body.bears(self._load(book.position, step, done))
        stopped = felt >= self.person.stops_at
        done = round(done * self.rng.uniform(*a.SHORT_SHARE), 2) if stopped else done
        pain = self.body.says(felt)
        self.on_harder = self.on_harder and pain <= stage.pain_max
        self.evenness = min(1.0, self.evenness + a.EVENS_OUT)
        return Session(
            at=evening(on),
            day=on,
            pain_during=pain if self.person.steady or self.rng.random() >= a.PAIN_NOT_SAID else None,
            pain_other_side=self._other_side(pain),
            completion=done,
            all_sets=done >= 1,
            variation=stage.variations[-1 - step] if stage.variations else None,
            symmetry=round(1.0 if follows and self.told.asks(Because.SYMMETRY) else self.evenness, 2),
            technique_ok=self._confirms(follows) or None,
            stopped_for_pain=stopped,
            effort=self._effort(stage),
        )

    def _step(self, stage: StageRules, reduced: bool, follows: bool) -> int:
        """How many steps below the hardest variation."""
        asked = self.told.asks(Because.VARIATION) or (self.told.asks(Because.CRITERION) and asks_for_level(stage))
        self.on_harder = self.on_harder or (asked and follows and self.person.levels_up)
        return 0 if self.on_harder and not reduced else max(0, len(stage.variations) - 1)

    def _effort(self, stage: StageRules) -> int | None:
        middle = effort_of(stage)
        return None if middle is None else self.body.says(middle)

    def _load(self, position: int, step: int, done: float) -> float:
        return a.STAGE_STEP ** self.setting.positions.index(position) * a.VARIATION_STEP**step * max(done, 0.1)

    def _volume(self, follows: bool) -> float:
        """0-1 of the full dose."""
        if self.person.steady or (follows and self.told.asks(Because.COMPLETION)):
            return 1.0
        return round(self.rng.uniform(*a.SHORT_SHARE), 2) if self.rng.random() < a.SHORT_CHANCE else 1.0

    def _other_side(self, pain: int) -> int | None:
        if self.person.steady or self.rng.random() >= a.OTHER_SIDE_CHANCE:
            return None
        return max(0, pain - 1) if self.person.both_sides else min(pain, 2)

    def _confirms(self, follows: bool) -> bool:
        return self.rng.random() < self.person.technique or (follows and self.told.asks(Because.TECHNIQUE))

    # the rest of the day

    def lives(self, on: date) -> None:
        """A match on Sunday, unless it is a time to be calm."""
        calm = on <= self.told.calm_until or on <= self.ill_until
        if self.person.plays and on.weekday() == SUNDAY and not calm:
            self.body.plays()
