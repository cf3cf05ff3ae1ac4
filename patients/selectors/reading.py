"""The days of a patient as the rules read them, for a page."""

from patients.engine import history_of
from programs.progression import stored
from programs.progression.reading import read


def reading_of(assignment, now):
    """What a page says of days and zones. It rests on no criterion, so it can be said where one cannot be read."""
    rules = stored.rules_from_json(stored.without_criteria(assignment.version.rules))
    return read(rules, history_of(assignment, now, measures=()))
