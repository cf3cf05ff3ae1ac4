"""What no schema can say of a file: that its parts fit each other."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from programs.models import Kind, Role
from programs.models.named import plain
from programs.progression.metrics import METRICS, fault_of
from programs.progression.thresholds import CriterionRule
from programs.transfer.reading import MOST_FAULTS, Document, Path, Unfit

MOST_PICTURES = 60  # each is drawn anew while somebody waits
Found = Iterator[tuple[Path, str]]


def check(document: Document) -> None:
    """Raises `Unfit`."""
    if found := [document.fault(path, says) for path, says in _faults(document.said)]:
        raise Unfit(found[:MOST_FAULTS])


def _faults(said: dict[str, Any]) -> Found:
    exercises, stages = said["exercises"], said["stages"]
    yield from _twice("exercises", "slug", (one["slug"] for one in exercises))
    yield from _twice("exercises", "name", (plain(one["name"]) for one in exercises))
    yield from _twice("stages", "key", (one["key"] for one in stages))
    for index, exercise in enumerate(exercises):
        slugs = (way["slug"] for way in exercise.get("variations", ()))
        for path, says in _twice("variations", "slug", slugs):
            yield ("exercises", index, *path), says
        for name, at, says in _of_pictures(exercise):
            yield ("exercises", index, "pictures", at, name), says
    if sum(len(one.get("pictures", ())) for one in exercises) > MOST_PICTURES:
        yield ("exercises",), _("have more than %s pictures together") % MOST_PICTURES
    by_slug = {one["slug"]: one for one in exercises}
    for index, stage in enumerate(stages):
        if stage["position"] != index + 1:
            yield ("stages", index, "position"), _("must be %s: stages are numbered in their order") % (index + 1)
        for path, says in _in_stage(stage, by_slug):
            yield ("stages", index, *path), says


def _of_pictures(exercise: dict[str, Any]) -> Iterator[tuple[str, int, str]]:
    seen: set[tuple[str, str]] = set()
    for index, one in enumerate(exercise.get("pictures", ())):
        place = (one.get("variation", ""), one["position"])
        if place[0] and place[0] not in _ways(exercise):
            yield "variation", index, _("names a variation that its exercise does not have in this file")
        if place in seen:
            yield "position", index, _("is there twice")
        seen.add(place)


def _twice(many: str, key: str, values: Iterable[str]) -> Found:
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            yield (many, index, key), _("is there twice")
        seen.add(value)


def _in_stage(stage: dict[str, Any], by_slug: dict[str, Any]) -> Found:
    doses = stage["prescriptions"]
    yield from _twice("prescriptions", "exercise", (dose["exercise"] for dose in doses))
    main = [by_slug.get(dose["exercise"]) for dose in doses if dose.get("role", Role.MAIN) == Role.MAIN]
    for index, dose in enumerate(doses):
        for name, says in _in_dose(dose, by_slug.get(dose["exercise"])):
            yield ("prescriptions", index, name), says
    if main and main[0] and not set(stage["gate"]["variations"]) <= _ways(main[0]):
        yield ("gate", "variations"), _("names a variation that the first exercise does not have in this file")
    for index, row in enumerate(stage.get("criteria", ())):
        rule = CriterionRule(**row)
        if field := fault_of(rule):
            known = rule.metric in METRICS
            yield ("criteria", index, field), _("does not fit its metric") if known else _("is no metric that is known")


def _in_dose(dose: dict[str, Any], exercise: dict[str, Any] | None) -> Iterator[tuple[str, str]]:
    if exercise is None:
        yield "exercise", _("names an exercise that is not in this file")
        return
    unit, other = ("seconds", "repetitions") if exercise["kind"] == Kind.HOLD else ("repetitions", "seconds")
    if unit not in dose:
        yield unit, _("is missing: its exercise is measured so")
    if other in dose:
        yield other, _("does not fit the kind of its exercise")
    if not set(dose.get("variations", ())) <= _ways(exercise):
        yield "variations", _("names a variation that its exercise does not have in this file")


def _ways(exercise: dict[str, Any]) -> set[str]:
    return {way["slug"] for way in exercise.get("variations", ())} or {"standard"}
