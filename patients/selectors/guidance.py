"""The guidance cards of a page, for the patient's own programme and stage."""

from programs import selectors as catalogue


def guidance_at(assignment, *places):
    """{place: its cards} of the `Place`s that the page has; one query."""
    return catalogue.guidance_at(places, assignment.version.program_id, assignment.standing.stage)
