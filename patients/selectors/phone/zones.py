"""The three zones at the question of pain, with the numbers that hold for this patient today. One query each."""

import json
from dataclasses import dataclass

from patients import engine
from patients.wording.zones import ZoneLine, beside_words, stay_words, zones_during, zones_of_morning
from programs.progression.zones import Zone


@dataclass(frozen=True)
class Zones:
    lines: list[ZoneLine]
    sides: tuple

    def says_of(self, assignment, row):
        """What the pain of a session or a morning, on the worse affected side, means; empty where calm or red."""
        return stay_words(self.lines, engine.worse_side(assignment, row)[0])

    def says_beside(self, pain):
        """What the pain of an activity means; empty where it was calm or not said."""
        return beside_words(self.lines, pain)

    @property
    def for_the_phone(self):
        """The same for script, which answers without signal: the sides that count and the numbers of each zone."""
        numbers = {name: self._numbers(zone) for name, zone in (("stay", Zone.AMBER), ("red", Zone.RED))}
        return json.dumps({"sides": self.sides, **numbers})

    def _numbers(self, zone):
        return [pain for line in self.lines if line.zone == zone for pain in range(line.first, line.last + 1)]


def zones_at_log(assignment, now):
    return Zones(zones_during(engine.limits(assignment, now)), assignment.affected_sides)


def zones_at_morning(assignment, now):
    return Zones(zones_of_morning(engine.limits(assignment, now)), assignment.affected_sides)
