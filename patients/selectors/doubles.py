"""Sessions that seem to be saved already, and wait for the answer whether they were done once more: one query."""

from dataclasses import dataclass

from patients.models import TrainingSession
from patients.selectors.entry_words import first_at, session_text
from patients.wording import doubles


@dataclass(frozen=True)
class Double:
    """The question, what was entered, and when."""

    session: TrainingSession
    asked: str
    text: str


def doubles_asked(assignment):
    """A `Double` each, the latest first."""
    sessions = assignment.sessions.asked_once_more().prefetch_related("sets__prescription__exercise")
    return [double_of(session) for session in sessions]


def double_of(session):
    return Double(session, doubles.asked(first_at(session), session.local_date), session_text(session, alone=True))
