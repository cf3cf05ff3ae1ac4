"""What may be shown of counts. No figure speaks of fewer than five patients: a figure about two or three people is one
that a colleague could read a person out of, and an editor has no business with persons.

Stages with fewer are counted together with their neighbours, and every patient is in one of the groups shown, so that
nothing can be had by subtracting either. Five is our choice, after the usual rule for published health counts.
"""

from collections import Counter
from dataclasses import dataclass

from patients.what_if.counts import Counts

LEAST_PATIENTS = 5


@dataclass(frozen=True)
class SideFigures:
    """Under one set of rules, of the histories of a group: in how many the next stage was suggested; of how many of
    these suggestions the 7 days after are known, and how many of those had a red day; in how many histories the stage
    was called too much; on how many days less load was advised."""

    suggested: int
    followed: int
    red_after: int
    stepped_back: int
    easing_days: int


@dataclass(frozen=True)
class Figures:
    """A group of stages. `days` says how many histories had the draft's suggestion so many days after the published
    one's; below 0 is earlier."""

    stages: tuple[int, ...]
    patients: int
    histories: int
    earlier: int
    same_day: int
    later: int
    draft_only: int
    published_only: int
    neither: int
    days: dict[int, int]
    published: SideFigures
    draft: SideFigures


def total_of(counts: Counts) -> Figures | None:
    """All stages together; None while that is fewer than five patients."""
    everything = tuple(sorted(counts.stages))
    return figures_of(counts, everything) if counts.patients(everything) >= LEAST_PATIENTS else None


def groups_of(counts: Counts) -> list[Figures]:
    """The stages in order, each by itself where five patients were in it, else with its neighbours. Empty when
    everything would be one group, which the total shows already."""
    groups, gathered = [], ()
    for stage in sorted(counts.stages):
        gathered = (*gathered, stage)
        if counts.patients(gathered) >= LEAST_PATIENTS:
            groups.append(gathered)
            gathered = ()
    if gathered and groups:
        groups[-1] += gathered
    return [figures_of(counts, group) for group in groups] if len(groups) > 1 else []


def figures_of(counts: Counts, stages: tuple[int, ...]) -> Figures:
    counted = counts.of(stages)
    kinds = ("histories", "earlier", "same_day", "later", "draft_only", "published_only", "neither")
    return Figures(
        stages=stages,
        patients=counts.patients(stages),
        **{kind: counted[kind] for kind in kinds},
        days=dict(sorted((int(key[5:]), n) for key, n in counted.items() if key.startswith("days:"))),
        published=_side(counted, "published"),
        draft=_side(counted, "draft"),
    )


def _side(counted: Counter, name: str) -> SideFigures:
    return SideFigures(*(counted[f"{name}:{what}"] for what in SideFigures.__annotations__))
