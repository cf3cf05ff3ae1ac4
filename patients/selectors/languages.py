"""Content in the patient's language. The interface, and what clinicians write, stay as they are."""

from itertools import chain

from django.conf import settings

from programs.models import Translation, texts_of


def language_of(patient):
    """The patient's language, "" for English and for one that the installation has no more."""
    return patient.language if patient.language in settings.CONTENT_LANGUAGES else ""


def say_to(assignment, *, stages=(), prescriptions=(), guidance=None):
    """From now on the programme of an assignment, its stage, and these say their texts in the patient's language: one
    query, none in English. The exercises' variations are loaded; `guidance` is {place: its cards}."""
    cards = chain(*(guidance or {}).values())
    if language := language_of(assignment.patient):
        of_programme = texts_of(assignment.version, [assignment.standing.stage, *stages], prescriptions)
        Translation.objects.say_in(language, [*of_programme, *cards])


def last_program(patient):
    """The programme that a patient has, or else had last, in their language; None before the first."""
    last = patient.assignments.select_related("version__program").order_by("pk").last()
    if last is None:
        return None
    Translation.objects.say_in(language_of(patient), [last.version.program])
    return last.version.program
