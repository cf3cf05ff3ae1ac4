"""Page-shaped and engine-shaped reads of the catalogue."""

import datetime as dt
import re
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from programs import search
from programs.gate import GATE, SAFETY
from programs.guidance import Guidance, Topic
from programs.models import (
    Citation,
    Exercise,
    Picture,
    Prescription,
    ProgramVersion,
    Role,
    Stage,
    Translation,
    Variation,
)
from programs.prepared import ID, WORD, as_read, attach, has_attached, prepared
from programs.sourced import SOON_DAYS, Due, Reviews, later, reviews

WAY = [field.attname for field in Variation._meta.concrete_fields]


def stages_of(version: ProgramVersion) -> list[Stage]:
    """The stages of a version in order, with all that belongs to them: six queries."""
    return list(Stage.objects.filter(version=version).whole())


def stages_shown(version: ProgramVersion) -> list[Stage]:
    """The same for a page that shows them, without their criteria: four queries, once for a `version` object."""
    if not has_attached(version, "stages"):
        stages = {stage.pk: stage for stage in _stages(version=version.pk)}
        prescriptions = _prescriptions(version=version.pk)
        exercises = {one.exercise_id: one.exercise for one in prescriptions}
        _with(exercises, version.pk, "variations", "pictures")
        for one in prescriptions:
            one.stage, one.exercise = stages[one.stage_id], exercises[one.exercise_id]
        for stage in stages.values():
            stage.version = version
            attach(stage, "prescriptions", [one for one in prescriptions if one.stage_id == stage.pk])
        attach(version, "stages", list(stages.values()))
    return list(version.stages.all())


def _with(exercises, version_id, *names):
    """Exercises of a version by their ids, now with their variations, their pictures, or both: one query each."""
    for name in names:
        of_exercise = {pk: [] for pk in exercises}
        for row in {"variations": _variations, "pictures": _pictures}[name](version=version_id):
            if row.exercise_id in exercises:
                row.exercise = exercises[row.exercise_id]
                of_exercise[row.exercise_id].append(row)
        for pk, exercise in exercises.items():
            attach(exercise, name, of_exercise[pk])
    return exercises


@prepared(version=ID)
def _stages(version):
    return Stage.objects.filter(version=version).order_by("position")


@prepared(version=ID)
def _prescriptions(version):
    of_version = Prescription.objects.filter(stage__version=version)
    return of_version.select_related("exercise").order_by("stage__position", "position")


@prepared(version=ID)
def _variations(version):
    return Variation.objects.filter(exercise__in=_exercises(version)).order_by("exercise_id", "level")


@prepared(version=ID)
def _pictures(version):
    return Picture.objects.filter(exercise__in=_exercises(version)).order_by("exercise_id", "-position")


def _exercises(version):
    return Prescription.objects.filter(stage__version=version).order_by().values("exercise")


def versions_with(exercise):
    """The published versions that prescribe an exercise, by programme, the newest first."""
    versions = ProgramVersion.objects.published().filter(stages__prescriptions__exercise=exercise)
    return list(versions.select_related("program").order_by("program__name", "-number").distinct())


def uses_of(exercise):
    """[(version, its stages)] that prescribe an exercise, by programme, the newest version first; one query."""
    found = {}
    uses = Prescription.objects.filter(exercise=exercise).select_related("stage__version__program")
    for one in uses.order_by("stage__version__program__name", "-stage__version__number", "stage__position"):
        found.setdefault(one.stage.version, []).append(one.stage)
    return list(found.items())


def is_picture(name):
    """Whether some exercise has a picture whose file has this name."""
    return Picture.objects.filter(file=name).exists()


def prescriptions_up_to(version_id, position):
    """What may be logged in the stage at `position`: its prescriptions and those of earlier stages, latest first."""
    found = _prescriptions_up_to(version=version_id, position=position)
    exercises = _with({one.exercise_id: one.exercise for one in found}, version_id, "variations")
    for one in found:
        one.exercise = exercises[one.exercise_id]
    return found


@prepared(version=ID, position=ID)
def _prescriptions_up_to(version, position):
    open_now = Prescription.objects.filter(stage__version=version, stage__position__lte=position)
    return open_now.select_related("stage", "exercise").order_by("-stage__position", "position")


def prescription_to_log(version_id, position, pk):
    """One of these by the text of its id, else None. One query: each row brings one of its variations."""
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    rows = _to_log(version=version_id, position=position, pk=int(pk))
    if not rows:
        return None
    ways = ({name: getattr(row, f"way_{name}") for name in WAY} for row in rows if row.way_id)
    attach(rows[0].exercise, "variations", [as_read(Variation, **way) for way in ways])
    return rows[0]


@prepared(version=ID, position=ID, pk=ID)
def _to_log(version, position, pk):
    ways = {f"way_{name}": F(f"exercise__variations__{name}") for name in WAY}
    allowed = Prescription.objects.filter(stage__version=version, stage__position__lte=position, pk=pk)
    return allowed.select_related("stage", "exercise").annotate(**ways).order_by("way_level")


def main_of(stage: Stage) -> QuerySet[Prescription]:
    """The prescriptions that count towards the gate of a stage, in their order."""
    return stage.prescriptions.filter(role=Role.MAIN).select_related("stage", "exercise").order_by("position")


@dataclass(frozen=True)
class Threshold:
    """A number the rules compare with: what it is, its value, where it comes from, and its source's `Grounds`."""

    label: str
    value: int | bool
    source: str
    grounds: str


def thresholds_of(version, stage):
    """Every threshold of a version and of one of its stages with its source, as the version's sources name them."""
    sources = _sources(version=version.pk)
    columns = [(stage, column) for column in GATE.values()] + [(version, column) for column in SAFETY.values()]
    found = []
    for row, column in columns:
        value = getattr(row, column.name)
        if column.shown and value is not None:
            source, grounds = _source_of(column.name, sources)
            found.append(Threshold(str(column.label), value, source, grounds))
    return found


@prepared(version=ID)
def _sources(version):
    return Citation.objects.filter(version=version)


def _source_of(name, sources):
    for source in sources:
        if re.search(rf"\b{name}\b", source.supports):
            return source.reference, source.standing
    return _("Choice of this project"), "ours"


def guidance_at(places, program_id, stage):
    """{place: its live cards} of one `Place` or two, for somebody in a `Stage` of a programme; one query."""
    cards = {place.value: [] for place in places}
    first, *others = cards
    of = {"program": program_id, "version": stage.version_id, "position": stage.position}
    for card in _guidance(first=first, second=next(iter(others), first), **of):
        cards[card.place].append(card)
    return cards


@prepared(first=WORD, second=WORD, program=ID, version=ID, position=ID)
def _guidance(first, second, program, version, position):
    cards = Guidance.objects.live().filter(place__in=(first, second)).for_program(program)
    return cards.for_position(Stage.objects.filter(version=version), position)


def all_guidance(program_id, stage, language=""):
    """(topic, its cards) in the order of the topics.

    Without a programme (None) only what holds in every programme; `stage` None is every stage.
    """
    cards = list(_cards_of(program_id, stage))
    Translation.objects.say_in(language, cards)
    by_topic = [(topic, [card for card in cards if card.topic == topic]) for topic in Topic]
    return [(topic, of_topic) for topic, of_topic in by_topic if of_topic]


def find_guidance(program_id, stage, wanted, also_known, language=""):
    """`search.Found` with the cards that hold there and the exercises of the stage's version that answer `wanted`, the
    best first; three queries, and one where `language` is not English: then the words of both are found. `also_known`
    are words that are no slip of the thumb, whatever the texts have."""
    cards, exercises = list(_cards_of(program_id, stage)), _exercises_of(stage)
    Translation.objects.say_in(language, [*cards, *exercises, *(way for one in exercises for way in one.ways)])
    found = [search.Searched(card, *(_searched(card, name) for name in ("title", "words", "body"))) for card in cards]
    return search.find(wanted, [*found, *map(_searched_exercise, exercises)], also_known)


def _cards_of(program_id, stage):
    cards = Guidance.objects.live().for_program(program_id)
    return cards if stage is None else cards.for_stage(stage)


def _exercises_of(stage):
    if stage is None:
        return []
    of_version = Prescription.objects.filter(stage__version=stage.version_id).values("exercise")
    return list(Exercise.objects.filter(pk__in=of_version).prefetch_related("variations"))


def _searched_exercise(one):
    ways = [_searched(way, "name", "cue", "equipment", "instructions") for way in one.ways]
    text = [_searched(one, "summary", "instructions", "cue", "cues", "faults"), *ways]
    gear = _searched(one, "equipment", "equipment_guide", "equipment_alternative")
    return search.Searched(one, _searched(one, "name"), gear, "\n".join(text))


def _searched(row, *names):
    """Texts of a row in English and, where it says them in another language, in that."""
    english = [getattr(row, name) for name in names]
    return "\n".join([*english, *(str(getattr(row.said, name)) for name in names)] if row.spoken else english)


def due_for_review(today: dt.date) -> Reviews:
    """The programmes on offer, the sources of their newest published versions and the cards that are shown; three
    queries."""
    newest = ProgramVersion.objects.latest_published().filter(program__retired_at=None)
    dues = []
    for version in newest.select_related("program").prefetch_related("sources"):
        dues += [_program_due(version), *_sources_due(version, today)]
    for card in Guidance.objects.live().with_first_day():
        if on := card_due(card):
            dues.append(Due("card", card.pk, card.title, on))
    return reviews(dues, today)


def program_due_on(version):
    """When the programme of its newest published version is looked at again."""
    return version.program.review_by or later(_published_on(version))


def card_due(card):
    """When a card `with_first_day` is looked at again; None where nobody knows since when it is there."""
    return card.due(card.first_at and localtime(card.first_at).date())


def _published_on(version):
    return localtime(version.published_at).date()


def _program_due(version):
    return Due("programme", version.program_id, version.program.name, program_due_on(version))


def _sources_due(version, today):
    """One line for all that are due, and else for all that soon will be."""
    days = [one.due(_published_on(version), version.program.looked_on) for one in version.sources.all()]
    for last in (today, today + dt.timedelta(days=SOON_DAYS)):
        if due := [day for day in days if day <= last]:
            return [Due("sources", version.pk, str(version), min(due), len(due))]
    return []
