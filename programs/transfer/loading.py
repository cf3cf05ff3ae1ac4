"""From the library's files to rows. Loading twice changes nothing: a published version and an edited card stay."""

from django.db import transaction
from django.utils.timezone import localtime

from programs import library
from programs.guidance import STILL_RIGHT, Guidance
from programs.models import Exercise, Program, ProgramVersion
from programs.transfer.bringing import bring
from programs.transfer.checking import check
from programs.transfer.reading import read

BY_THE_LIBRARY = "from the library"  # marks what no editor wrote, in the history of a card
CARD = {"words": "", "grounds": "ours", "place": "answers", "position": 100}


@transaction.atomic
def load(slug, *, now):
    """The version of a built-in programme, made from its file when it is not there yet: published, or a draft where
    the file says `published = false`. Raises `Unfit` for what no version may have, `Taken` for a name that something
    else has.

    Returns (version, created). Exercises that exist keep the wording an editor gave them. KeyError for an unknown
    `slug`.
    """
    document = read(library.text(slug))
    check(document)
    said = document.said
    existing = ProgramVersion.objects.filter(program__slug=slug, number=said["version"]).first()
    if existing:
        return existing, False
    version = bring(document, today=localtime(now).date(), number=said["version"])
    if said.get("published", True):
        version.freeze(by=None, now=now)
    return version, True


@transaction.atomic
def load_guidance():
    """The cards of the library whose programme is there: made where missing, renewed where no editor ever touched them.

    Returns how many were written.
    """
    programs = dict(Program.objects.values_list("slug", "pk"))
    exercises = dict(Exercise.objects.values_list("slug", "pk"))
    there = {card.slug: card for card in Guidance.objects.all()}
    no_wording = (BY_THE_LIBRARY, STILL_RIGHT)
    edited = set(Guidance.history.exclude(history_change_reason__in=no_wording).values_list("slug", flat=True))
    written = 0
    for file, rows in library.guidance().items():
        if file != library.EVERY_PROGRAM and file not in programs:
            continue
        for row in rows:
            exercise = row.get("exercise")
            if row["slug"] not in edited and (exercise is None or exercise in exercises):
                ids = {"program_id": programs.get(file), "exercise_id": exercises.get(exercise)}
                written += _card(there.get(row["slug"]), row, ids)
    return written


def _card(card, row, ids):
    """Whether anything had to be written for one card. What nobody would read, because an editor took its stage or its
    exercise out of a draft, is left as it is."""
    said = {name: value for name, value in row.items() if name != "exercise"}
    wanted = {**CARD, **said, **ids, **_end(row, "from"), **_end(row, "to"), "body": "\n".join(row["body"])}
    if card and all(getattr(card, name) == value for name, value in wanted.items()):
        return False
    card = card or Guidance()
    for name, value in wanted.items():
        setattr(card, name, value)
    if card.nowhere():
        return False
    card._change_reason = BY_THE_LIBRARY
    card.full_clean()
    card.save()
    return True


def _end(row, which):
    """The first or the last stage of a card: a file has the key of a stage, or a number for every programme."""
    said = row.get(f"{which}_stage")
    named = isinstance(said, str)
    return {f"{which}_stage": None if named else said, f"{which}_key": said if named else ""}
