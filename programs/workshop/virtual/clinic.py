"""A simulated clinician: sees a suggestion, answers it after 0 to 3 days, and tells holds that last their way out."""

from collections import Counter
from datetime import date
from random import Random

from programs.progression import Because, Code, Outcome, Recommendation, Rules
from programs.progression.history import DAY
from programs.workshop.virtual import assumptions as a
from programs.workshop.virtual.extra_criteria import words
from programs.workshop.virtual.logbook import Logbook
from programs.workshop.virtual.patient import Patient

TELLS = (Outcome.STOP_AND_CONTACT, Outcome.STEP_BACK, Outcome.REVIEW, Outcome.REDUCE, Outcome.SUGGEST_NEXT)
DECIDES = (Outcome.STOP_AND_CONTACT, Outcome.STEP_BACK, Outcome.REVIEW, Outcome.SUGGEST_NEXT)
WAITS = (Outcome.HOLD, Outcome.CANNOT_EVALUATE, Outcome.SUGGEST_LEVEL_UP)


class Clinician:
    """Counts `messages` (an answer that concerns a clinician appears) and `decisions`, by reason."""

    def __init__(self, rules: Rules, patient: Patient, rng: Random):
        self.rules, self.patient, self.rng = rules, patient, rng
        self.messages: Counter[str] = Counter()
        self.decisions: Counter[str] = Counter()
        self.discharged = False
        self._said: tuple[Outcome, Because, int | None] | None = None
        self._since = self._act_on = self._lift_on = date.min

    def looks(self, on: date, answer: Recommendation, book: Logbook) -> None:
        """Acts if it is time to; the answer is the one the rules give now, never the one of the first day."""
        if answer.says != self._said:
            self._notices(on, answer)
        self._may_hold(on, book)
        if answer.outcome in DECIDES and on >= self._act_on:
            self._act_on = on + a.LOOKS_AGAIN_AFTER * DAY
            self.decisions[answer.because.value] += 1
            self._decides(on, answer, book)
        elif answer.because is Because.CRITERION and on >= self._act_on:
            self._confirms(on, book)
        elif answer.outcome in WAITS and (on - self._since).days >= a.ADVISES_AFTER:
            self.patient.told.word = answer.because

    def _confirms(self, on: date, book: Logbook) -> None:
        """Says the word that a criterion waits for, if it waits for one."""
        self._act_on = on + a.LOOKS_AGAIN_AFTER * DAY
        self.patient.told.word = Because.CRITERION
        for word in words(self.rules.stage(book.position), on):
            book.add(word)

    def _notices(self, on: date, answer: Recommendation) -> None:
        self._said, self._since = answer.says, on
        self._act_on = on + self.rng.randint(*self.patient.person.clinic_days) * DAY
        self.patient.told.word = None
        if answer.outcome in TELLS:
            self.messages[f"{answer.outcome.value}/{answer.because.value}"] += 1

    def _may_hold(self, on: date, book: Logbook) -> None:
        """Now and then somebody is held for a reason of the clinician's own, and let go later."""
        if book.held:
            if on >= self._lift_on:
                book.hold(False)
        elif not self.patient.person.steady and self.rng.random() < a.HOLD_A_DAY:
            self._lift_on = on + self.rng.randint(*a.HOLD_DAYS) * DAY
            book.hold(True)

    def _decides(self, on: date, answer: Recommendation, book: Logbook) -> None:
        """Who came back from the next stage often stays: this clinician goes no further than the rules."""
        if answer.target is not None and answer.outcome in (Outcome.SUGGEST_NEXT, Outcome.STEP_BACK):
            book.enter(answer.target, on)
        elif answer.outcome is Outcome.STOP_AND_CONTACT:
            book.close_flags()
        elif answer.because is Because.PROGRAMME_COMPLETE:
            self.discharged = True
        elif answer.because is Because.GAP:
            self._calls(on, book)
        elif answer.because is Because.LONG_IN_STAGE:
            self.patient.told.word = waited_for(answer)
        elif answer.because is not Because.TRIED_BEFORE:
            self._calms(on, answer, book)

    def _calls(self, on: date, book: Logbook) -> None:
        """After a long gap: one stage down, or good-bye."""
        if self.patient.quit and self.rng.random() >= a.COMES_BACK:
            self.discharged = True
            return
        self.patient.quit = False
        below = self.rules.before(book.position)
        book.enter(book.position if below is None else below, on)

    def _calms(self, on: date, answer: Recommendation, book: Logbook) -> None:
        """A bad spell with no stage to go back to: calm days, and a first stage that is not new begins anew."""
        self.patient.told.calm_until = on + a.CALM_DAYS * DAY
        if answer.because is not Because.SECOND_FLARE and not answer.finding(Code.FIRST_DAYS):
            book.enter(book.position, on)


def waited_for(answer: Recommendation) -> Because | None:
    """What the gate of a stage that takes long waits for first."""
    found = answer.finding(Code.GATE)
    return Because(str(found.observed)) if found and found.observed else None
