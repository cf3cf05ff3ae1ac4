"""What a file brings meets what is here: it stays as it is here, takes what the file says, or stands beside it.

The built-in library and whatever an editor imports come in by this one door.
"""

from enum import StrEnum

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from programs.models import Exercise, Program, Variation
from programs.models.named import free_name, free_slug, plain
from programs.transfer.reading import Unfit
from programs.transfer.rows import add_variations, misfit, saved, texts, variations, wording, write
from programs.transfer.schema import OF_PROGRAM, content
from programs.transfer.writing import exercise_in_file

PROGRAM = ""  # among what is taken; the others are short names of exercises in the file
ASIDE = 1000  # out of the way while variations change places: a level is unique at every moment


class Take(StrEnum):
    MINE = "mine"  # as it is here
    THEIRS = "theirs"  # as the file says, at once in every version that has it
    COPY = "copy"  # under a short name and a name of its own


class Taken(ValueError):
    """Something else has the name of what a file brings; the message is a sentence that says which."""


@transaction.atomic
def bring(document, takes=None, *, today, number=None, shown=lambda index, exercise: None):
    """A draft made from a file: of the programme that is here, or of a new one. `takes` is what to do with
    what `here` finds, {PROGRAM or short name of an exercise: Take}; what it does not name is found by its short name
    alone, and kept as it is here. Without a `number` it is the next of its programme. `shown` puts the pictures of the
    file's exercise of an index to one that is new here or takes what the file says.

    Raises `Unfit` for what no version may have, `Taken` for a name that something else has.
    """
    takes, said = takes or {}, document.said
    program = _program(document, takes.get(PROGRAM))
    rows = dict.fromkeys(one["slug"] for one in said["exercises"])
    for is_copied in (False, True):  # a free name is free of those that the file brings too
        for index, row in enumerate(said["exercises"]):
            take = takes.get(row["slug"])
            if (take == Take.COPY) == is_copied:
                rows[row["slug"]], is_as_said = _exercise(document, index, row, take)
                if is_as_said:
                    shown(index, rows[row["slug"]])
    return write(document, program, number or next_number(program, said["version"]), rows, today)


def next_number(program, said):
    """The file's own for a programme without versions."""
    newest = program.versions.order_by("-number").first()
    return newest.number + 1 if newest else said


def here(model, said, beside=()):
    """The row that something of a file meets: of its short name, else of its name, unless that one has a short name
    among those `beside` it in the file."""
    rows = model.objects.all()
    named = (
        pk for pk, name in rows.exclude(slug__in=beside).values_list("pk", "name") if plain(name) == plain(said["name"])
    )
    return rows.filter(slug=said["slug"]).first() or rows.filter(pk=next(named, None)).first()


def _program(document, take):
    said = document.said
    values = texts(said, OF_PROGRAM)
    found = _found(Program, said, take)
    if found is None:
        return _new(document, (), Program, said["slug"], values, is_copy=take == Take.COPY)
    if take == Take.THEIRS:
        _overwrite(found, {"condition": "", "summary": "", "pain_at": "", "usual_pain": "", "review_by": None} | values)
        saved(document, (), found)
    return found


def _exercise(document, index, row, take):
    """(exercise, whether it is as the file says)."""
    beside = [one["slug"] for one in document.said["exercises"]]
    found = _found(Exercise, row, take, beside)
    if found is None:
        found = _new(document, ("exercises", index), Exercise, row["slug"], wording(row), is_copy=take == Take.COPY)
        add_variations(document, index, found)
        return found, True
    if take == Take.THEIRS:
        _take_theirs(document, index, row, found)
    return found, take == Take.THEIRS


def _found(model, said, take, beside=()):
    if take == Take.COPY:
        return None
    return here(model, said, beside) if take else model.objects.filter(slug=said["slug"]).first()


def _new(document, path, model, slug, values, *, is_copy):
    if is_copy:
        slug, values = free_slug(model.objects.all(), slug), values | {"name": free_name(model, values["name"])}
    row = model(slug=slug, **values)
    if taken := row.taken():
        raise Taken(taken)
    saved(document, path, row)
    return row


def _overwrite(row, values):
    for name, value in values.items():
        setattr(row, name, value)


def why_not_theirs(exercise, said):
    """Why an exercise cannot become what a file says, as a sentence; "" where it can."""
    if exercise.kind != said["kind"] and exercise.prescriptions.exists():
        return _("Stages here count it the other way.")
    return ""


def why_not_mine(document, exercise, slug):
    """Why the stages of a file cannot have an exercise as it is here, in place of theirs of that short name."""
    doses = (dose for stage in document.said["stages"] for dose in stage["prescriptions"] if dose["exercise"] == slug)
    return next((fault.says for dose in doses if (fault := misfit(dose, exercise))), "")


def _take_theirs(document, index, row, exercise):
    """Its variations take the order of the file; those that only this place has stay, after them."""
    if why := why_not_theirs(exercise, row):
        raise Unfit([document.fault(("exercises", index, "kind"), why)])
    _overwrite(exercise, wording(row))
    saved(document, ("exercises", index), exercise)
    exercise.variations.update(level=F("level") + ASIDE)
    mine = {way.slug: way for way in exercise.variations.all()}
    theirs = variations(row)
    for level, said in enumerate(theirs):
        way = mine.pop(said.slug, said)
        _overwrite(way, {name: getattr(said, name) for name in content(Variation)})
        way.exercise, way.level = exercise, level + 1
        saved(document, ("exercises", index, "variations", level), way)
    for level, way in enumerate(mine.values(), start=len(theirs) + 1):
        Variation.objects.filter(pk=way.pk).update(level=level)


def theirs_in_file(said):
    """An exercise of a file as it would be written from here, so that it can be compared with what is here."""
    return exercise_in_file(Exercise(slug=said["slug"], **wording(said)), variations(said))


def mine_in_file(exercise, said):
    """The same of what is here, with those retired variations that the file has."""
    slugs = {way.slug for way in variations(said)}
    ways = [way for way in exercise.variations.all() if way.retired_at is None or way.slug in slugs]
    return exercise_in_file(exercise, ways)
