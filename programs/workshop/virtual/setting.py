"""The programme under test: its rules, and how often each stage is trained."""

from dataclasses import dataclass

from programs import library
from programs.progression import Rules, StageRules

USUAL_PER_WEEK = 3


@dataclass(frozen=True)
class Setting:
    rules: Rules
    per_week: dict[int, float]

    def stage(self, position: int) -> StageRules:
        return self.rules.stage(position)

    @property
    def positions(self) -> tuple[int, ...]:
        return tuple(sorted(stage.position for stage in self.rules.stages))


def setting_of(slug: str) -> Setting:
    """A programme of the library; KeyError if there is none."""
    document = library.read(slug)
    per_week = {stage["position"]: stage.get("sessions_per_week", USUAL_PER_WEEK) for stage in document["stages"]}
    return Setting(library.rules(slug), per_week)
