"""A tendon in three numbers: what it can take, how irritated it is, and the usual ache. A sketch, no physiology."""

from random import Random

from programs.workshop.virtual import assumptions as a
from programs.workshop.virtual.people import Person


class Body:
    def __init__(self, person: Person, rng: Random):
        self.person, self.rng = person, rng
        self.capacity = person.capacity
        self.irritation = 0.0
        self.idle_days = 0

    def sleeps(self) -> None:
        """One night: irritation fades, and so does what is not used; sometimes the day before was a bad one."""
        self.irritation *= a.STAYS_IRRITATED
        self.idle_days += 1
        if self.idle_days > a.IDLE_DAYS:
            self.capacity *= 1 - a.IDLE_COST
        if self.rng.random() < a.BAD_DAY_CHANCE:
            self.irritation += self.person.irritability * self.rng.uniform(*a.BAD_DAY_SIZE)

    def bears(self, load: float) -> float:
        """Loads the tendon; answers the pain meanwhile. Tolerated load makes it stronger, overload weaker."""
        ratio = load / self.capacity
        hurts = self.person.irritability * a.PAIN_SLOPE * max(0.0, ratio - a.PAIN_FROM)
        pain = self.ache / 2 + self.irritation + hurts
        self.irritation += self.person.irritability * a.IRRITATION_SLOPE * max(0.0, ratio - a.IRRITATION_FROM)
        if ratio > a.OVERLOAD_FROM:
            self.capacity *= max(0.5, 1 - a.OVERLOAD_COST * (ratio - a.OVERLOAD_FROM))
        else:
            self.capacity *= 1 + self.person.growth * min(1.0, ratio)
        self.idle_days = 0
        return pain

    def plays(self) -> None:
        self.bears(a.MATCH_LOAD)

    @property
    def ache(self) -> float:
        """It falls as the tendon gets stronger."""
        return self.person.ache * min(1.0, self.person.capacity / self.capacity)

    @property
    def in_the_morning(self) -> float:
        return self.ache + self.irritation

    def says(self, pain: float) -> int:
        """The number somebody gives for a pain, 0-10."""
        return min(10, max(0, round(pain + self.rng.gauss(0.0, self.person.noise))))
