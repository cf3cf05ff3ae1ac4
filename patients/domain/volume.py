"""How much of the full dose a session was. Volume, not attendance, is what counts: in 127 people with Achilles
tendinopathy adherence to sets, repetitions and load tracked the outcome and the number of sessions did not
(Musculoskelet Sci Pract, August 2025)."""

from collections.abc import Collection

from patients.domain.dose import BOTH_SIDES, Dose, Prescribed
from patients.domain.entries import SessionEntry, Variation, Volume


def volume_of(
    entry: SessionEntry[Prescribed, Variation],
    full: Collection[Dose],
    affected_sides: tuple[str, ...],
    set_done_from: float,
    times_a_day: int = 1,
) -> Volume:
    """The `Volume` of one session, as a share of what its day asks for: `times_a_day` sessions.

    `full` are the whole doses of the stage's exercises that count towards its gate; an exercise outside them is no
    volume of this stage. `affected_sides` is a tuple of "left" and "right". A set counts as done from the share
    `set_done_from` (0-1) of its target on; our choice, the completion that the stage asks for.
    """
    variation = entry.variation.slug if entry.variation else ""
    mine = next((dose for dose in full if dose.prescription.pk == entry.prescription.pk), None)
    if mine is None:
        return Volume()
    slots = sum(dose.wanted for dose in full) * times_a_day
    asked = [done for done in entry.sets if done.number <= mine.sets and done.side in mine.sides]
    counted = [min(done.done / mine.target, 1) for done in asked]
    full_sets = sum(share >= set_done_from for share in counted)
    return Volume(
        completion=round(sum(counted) / slots, 6),
        all_sets=full_sets == slots,
        symmetry=symmetry_of(entry, affected_sides) if len(mine.sides) == len(BOTH_SIDES) else None,
        variation=variation,
    )


def symmetry_of(entry: SessionEntry[Prescribed, Variation], affected_sides: tuple[str, ...]) -> float | None:
    """Affected over other side (0-1), lower over higher where both are affected; None for work with both legs."""
    if not entry.prescription.each_leg:
        return None
    done = {side: sum(one.done for one in entry.sets if one.side == side) for side in ("left", "right")}
    affected, other = done["left"], done["right"]
    if affected_sides == ("right",):
        affected, other = other, affected
    if len(affected_sides) == 2:
        affected, other = sorted((affected, other))
    if other == 0:
        return 1.0 if affected else None
    return round(min(affected / other, 1), 6)
