"""The guidance cards of a page, for the patient's own programme and stage, and what a search of them finds."""

from patients.domain.danger_words import danger_words
from programs import selectors as catalogue


def guidance_at(assignment, *places):
    """{place: its cards} of the `Place`s that the page has; one query."""
    return catalogue.guidance_at(places, assignment.version.program_id, assignment.standing.stage)


def all_guidance(assignment, language=""):
    """(topic, its cards); without an assignment what holds for everybody."""
    return catalogue.all_guidance(*_whereabouts(assignment), language)


def find_guidance(assignment, wanted, language=""):
    """`Found` of what answers `wanted`; a slip of a word of the alarm list is read as it."""
    alarms = " ".join(line for lines in danger_words().values() for line in lines)
    return catalogue.find_guidance(*_whereabouts(assignment), wanted, alarms, language)


def _whereabouts(assignment):
    if assignment is None:
        return None, None
    return assignment.version.program_id, assignment.standing.stage
