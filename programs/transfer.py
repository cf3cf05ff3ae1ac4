"""From the library's files to rows. Loading twice changes nothing: a published version and an edited card stay."""

from django.core.exceptions import ValidationError
from django.db import transaction

from programs import library
from programs.columns import refusals, unexplained
from programs.gate import GATE, SAFETY, columns_of
from programs.guidance import Guidance
from programs.models import Citation, Criterion, Exercise, Prescription, Program, ProgramVersion, Stage, Variation

BY_THE_LIBRARY = "from the library"  # marks what no editor wrote, in the history of a card
CARD = {"words": "", "grounds": "ours", "place": "answers", "position": 100}
TEXT = ("name", "kind", "hip_flexion", "summary", "cue", "equipment")
LINES = ("instructions", "cues", "faults", "equipment_guide")


class Taken(ValueError):
    """Something else has the name of what a file brings; the message is a sentence that says which."""


class Unfit(ValueError):
    """A file asks for what no version may have; the message says what, a sentence each."""


@transaction.atomic
def load(slug, *, now):
    """The version of a built-in programme, made from its file when it is not there yet: published, or a draft where
    the file says `published = false`. Raises `Unfit` for thresholds that no version may have, `Taken` for a name that
    something else has.

    Returns (version, created). Exercises that exist keep the wording an editor gave them. KeyError for an unknown
    `slug`.
    """
    document = library.read(slug)
    program, _made = _row(Program, slug, {key: document[key].strip() for key in ("name", "condition", "summary")})
    existing = program.versions.filter(number=document["version"]).first()
    if existing:
        return existing, False
    exercises = {row["slug"]: _exercise(row) for row in document["exercises"]}
    version = ProgramVersion.objects.create(
        program=program,
        number=document["version"],
        changes=document.get("label", ""),
        reasons=document.get("reasons", {}),
        **columns_of(document["safety"], SAFETY),
    )
    _check(version)
    for position, row in enumerate(document["citations"], start=1):
        _source(version, position, row, now)
    for row in document["stages"]:
        _stage(version, row, exercises)
    if document.get("published", True):
        version.freeze(by=None, now=now)
    return version, True


def _row(model, slug, values):
    """(row, whether it was made) by its short name, under which it keeps whatever name an editor gave it."""
    if row := model.objects.filter(slug=slug).first():
        return row, False
    row = model(slug=slug, **values)
    if taken := row.taken():
        raise Taken(taken)
    row.save()
    return row, True


def _check(row):
    """Raises `Unfit` where a threshold is outside its hard limits, or outside the usual range without a reason."""
    if faults := [*refusals(row).values()] or unexplained(row):
        raise Unfit(f"{row}: {' '.join(faults)}")


def _source(version, position, row, now):
    """A source of a version. "Read" without saying where or by whom stays so in a draft, whose publishing asks."""
    source = Citation(version=version, position=position, **row)
    try:
        source.clean_fields(exclude=("version",))
    except ValidationError as wrong:
        raise Unfit(f"{source}: {' '.join(wrong.messages)}") from wrong
    if faults := source.wrong() | source.to_come(now.date()):
        raise Unfit(f"{source}: {' '.join(faults.values())}")
    source.save()


def _exercise(row):
    values = {name: row.get(name, "").strip() for name in TEXT}
    values |= {name: "\n".join(row.get(name, ())) for name in LINES}
    values["equipment_alternative"] = row.get("equipment_alternative", "").strip()
    exercise, made = _row(Exercise, row["slug"], values)
    if made:
        for level, variation in enumerate(row.get("variations", ()), start=1):
            steps = "\n".join(variation.get("instructions", ()))
            Variation.objects.create(exercise=exercise, level=level, **{**variation, "instructions": steps})
        exercise.ensure_variation()
    return exercise


def _stage(version, row, exercises):
    gate = {name: value for name, value in row["gate"].items() if name != "variations"}  # those are rows of their own
    words = ("key", "position", "name", "summary", "frequency", "sessions_per_week", "usual_time", "opens_next")
    stage = Stage.objects.create(
        version=version,
        **{name: row[name] for name in words},
        reasons=row.get("reasons", {}),
        **columns_of(gate, GATE),
    )
    _check(stage)
    for position, dose in enumerate(row["prescriptions"], start=1):
        _check(
            Prescription.objects.create(
                stage=stage, position=position, **{**dose, "exercise": exercises[dose["exercise"]]}
            )
        )
    for position, criterion in enumerate(row.get("criteria", ()), start=1):
        Criterion.objects.create(stage=stage, position=position, **criterion)


@transaction.atomic
def load_guidance():
    """The cards of the library whose programme is there: made where missing, renewed where no editor ever touched them.

    Returns how many were written.
    """
    programs = dict(Program.objects.values_list("slug", "pk"))
    there = {card.slug: card for card in Guidance.objects.all()}
    edited = set(Guidance.history.exclude(history_change_reason=BY_THE_LIBRARY).values_list("slug", flat=True))
    written = 0
    for file, rows in library.guidance().items():
        if file != library.EVERY_PROGRAM and file not in programs:
            continue
        for row in rows:
            if row["slug"] not in edited:
                written += _card(there.get(row["slug"]), row | {"program_id": programs.get(file)})
    return written


def _card(card, row):
    """Whether anything had to be written for one card."""
    wanted = {**CARD, **row, **_end(row, "from"), **_end(row, "to"), "body": "\n".join(row["body"])}
    if card and all(getattr(card, name) == value for name, value in wanted.items()):
        return False
    card = card or Guidance()
    for name, value in wanted.items():
        setattr(card, name, value)
    card._change_reason = BY_THE_LIBRARY
    card.full_clean()
    card.save()
    return True


def _end(row, which):
    """The first or the last stage of a card: a file has the key of a stage, or a number for every programme."""
    said = row.get(f"{which}_stage")
    named = isinstance(said, str)
    return {f"{which}_stage": None if named else said, f"{which}_key": said if named else ""}
