"""The programmes that a patient had before, on the page of the physio: charts, measures, answers, all that happened."""

from dataclasses import replace

from patients import chart, engine
from patients.models import Note
from patients.selectors.desk.acts import acts_of
from patients.selectors.desk.measures import courses_of
from patients.selectors.desk.timeline import timeline_of
from patients.selectors.episodes import SHOWN, episode_of
from patients.selectors.intake import intake_of

NOTES_SHOWN = 5


def earlier_episodes(ended, now, *, alone=False):
    """The `Episode`s of the latest of the `ended` assignments; `alone` where nothing runs, and what belongs to the
    patient and no programme, alarms and messages, stands with the first."""
    return [_episode(one, now, whole=alone and not n) for n, one in enumerate(ended[:SHOWN])]


def _episode(assignment, now, *, whole):
    reading = engine.read(assignment, now)
    entries = timeline_of(assignment, reading, acts_of(assignment), whole=whole)
    measures = assignment.measures.valid().select_related("noted_by").order_by("on", "pk")
    return episode_of(
        assignment,
        chart.DESK,
        [replace(entry, row=None, act="") for entry in entries],  # nothing is put right in what is over
        courses=courses_of(measures, reading.today),
        intake=intake_of(assignment),
    )


def earlier_notes(ended):
    """The latest notes of programmes that have ended."""
    if not ended:
        return []
    return list(Note.objects.valid().filter(assignment__in=ended).select_related("by")[:NOTES_SHOWN])
