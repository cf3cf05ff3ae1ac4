"""Where everybody stands in the caseload and how their names are ordered, kept where the database asks for it.

What was kept is not true any more once a row is written, a day ends or a clinic changes its thresholds. Whoever finds
that brings it up to date: a page before it lists, the loop for everybody. Nothing here decides anything: a place is
what `triage.place_of` answers from the row.
"""

import datetime as dt
from collections.abc import Iterator
from hashlib import blake2b

from django.db import transaction

from patients.domain.names import folded, plain
from patients.domain.triage import holds, place_of, placed_by
from patients.models import Patient, Standing

AT_ONCE = 50  # rows that are locked together, in the order of their ids
PLACED = ("placed_group", "placed_rank", "placed_since", "placed_from", "placed_until", "placed_by")
NAMED = ("name_order", "name_alike")


def keep_places(standings: list[int], now: dt.datetime) -> None:
    """Finds the places of these standings at the instant `now`, by their ids."""
    rows = Standing.objects.select_related("assignment__patient__clinic").order_by("pk")
    for some in _batched(standings):
        with transaction.atomic():
            locked = rows.select_for_update(of=("self",)).filter(pk__in=some)
            Standing.objects.bulk_update([one for one in locked if _place(one, now)], PLACED)


def _place(standing: Standing, now: dt.datetime) -> bool:
    """Whether it is another than is kept. Somebody may have been quicker; to write the same takes it away."""
    patient = standing.assignment.patient
    kept = (*holds(patient, now), f"{placed_by(patient.clinic)} {patient.time_zone}")
    if kept == (standing.placed_from, standing.placed_until, standing.placed_by):
        return False
    place = place_of(standing, patient, now)
    standing.placed_group, standing.placed_rank = place.group, place.rank
    standing.placed_since = place.reason.since if place.reason else standing.since or standing.assignment.assigned_at
    standing.placed_from, standing.placed_until, standing.placed_by = kept
    return True


def keep_names(patients: list[int]) -> None:
    """Finds by what the names of these patients are ordered and compared, by their ids."""
    for some in _batched(patients):
        with transaction.atomic():
            found = list(Patient.objects.select_for_update().filter(pk__in=some).order_by("pk").only("name"))
            for patient in found:
                patient.name_order, patient.name_alike = plain(patient.name), alike(patient.name)
            Patient.objects.bulk_update(found, NAMED)


def alike(name: str) -> str:
    """The same for all names that read alike, and no name."""
    return blake2b(folded(name).encode(), digest_size=16).hexdigest()


def place_everybody(now: dt.datetime) -> int:
    """All whose place or name is not kept, wherever they are treated. Returns how many."""
    unplaced = list(Standing.objects.out_of_place(now).values_list("pk", flat=True))
    unnamed = list(Patient.objects.filter(name_alike=None).values_list("pk", flat=True))
    keep_places(unplaced, now)
    keep_names(unnamed)
    return len(unplaced) + len(unnamed)


def _batched(ids: list[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[first : first + AT_ONCE] for first in range(0, len(ordered), AT_ONCE))
