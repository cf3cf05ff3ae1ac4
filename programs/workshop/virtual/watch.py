"""Asks the rules what they say at noon.

Adding up every day of the past for each answer would be most of the work. Here a day is added up when it is logged
and once more when its morning comes in; every run compares some of its answers with those of `evaluate`.
"""

from dataclasses import replace
from datetime import date, datetime

from programs.progression import MorningCheck, Recommendation, Rules
from programs.progression.engine import first_answer
from programs.progression.history import DAY, Day, days_of
from programs.progression.reading import Reading, read
from programs.workshop.virtual.logbook import Logbook


class Watch:
    """`asked` counts the answers. An answer carries the findings of the rule that gave it and no others."""

    def __init__(self, rules: Rules):
        self.rules = rules
        self.asked = 0
        self._known: tuple[datetime, int] | None = None
        self._stage: tuple[int, date] | None = None
        self._days: list[Day] = []
        self._reds: dict[date, int] = {}
        self._sessions = self._checks = 0

    @property
    def reading(self) -> Reading:
        return self._reading

    def answer(self, book: Logbook, now: datetime) -> Recommendation:
        """Asked again at the same noon only if an act of the clinician was recorded meanwhile."""
        if self._known != (now, book.entries):
            self._reading = self._read(book, now)
            self._answer = first_answer(self._reading)
            self._known = now, book.entries
            self.asked += 1
        return self._answer

    def _read(self, book: Logbook, now: datetime) -> Reading:
        history = book.history(now)
        if self._stage != book.stage_entered:
            return self._begin(book, read(self.rules, history))
        for session in book.sessions[self._sessions :]:
            self._days += days_of((session,), {})
        for check in book.checks[self._checks :]:
            self._take_morning(check)
        self._sessions, self._checks = len(book.sessions), len(book.checks)
        return replace(self._reading, history=history, days=tuple(self._days), rest_reds=dict(self._reds), now=now)

    def _begin(self, book: Logbook, reading: Reading) -> Reading:
        self._stage = book.stage_entered
        self._days, self._reds = list(reading.days), reading.rest_reds
        self._sessions, self._checks = len(book.sessions), len(book.checks)
        return reading

    def _take_morning(self, check: MorningCheck) -> None:
        """The morning after the last session belongs to its day. Any other is read only where it is red."""
        if self._days and self._days[-1].on == check.on - DAY:
            self._days[-1] = replace(self._days[-1], morning=check.pain)
        elif check.pain is not None and self._reading.limits.red_morning(check.pain):
            self._reds[check.on] = check.pain
