"""Where a patient comes out who goes to another version of the programme."""

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Step(Protocol):
    """A stage: which one it is in every version, and the exercises that count towards its gate, in their order."""

    @property
    def key(self) -> str: ...

    @property
    def main_exercises(self) -> tuple[int, ...]: ...


Stage = TypeVar("Stage", bound=Step)


def landing(stage: Step, new_version: Iterable[Stage]) -> Stage | None:
    """The stage of the new version that is the same: the key of `stage`, and its main exercises. None where there is no
    such: a clinician chooses, because nobody is given another exercise, perhaps a harder one, unasked."""
    same = next((other for other in new_version if other.key == stage.key), None)
    return same if same is not None and same.main_exercises == stage.main_exercises else None
