"""The conversation of a patient with the clinic, as either side reads it."""

from dataclasses import dataclass

from patients.models import CannedText, Message
from programs import wording

SHOWN = 50


@dataclass(frozen=True)
class Line:
    """One message as a side sees it: `mine` is of that side, `is_new` is the other's and not seen before."""

    message: Message
    mine: bool
    is_new: bool
    day: str


@dataclass(frozen=True)
class Conversation:
    """The newest message first; `earlier` says that there are more than are shown."""

    lines: list
    earlier: bool

    @property
    def unseen(self):
        """The newest message, where one is new to whoever reads; else None."""
        return self.lines[0].message if any(line.is_new for line in self.lines) else None

    @property
    def waiting(self):
        """What the reader wrote and nobody on the other side has read, in one text."""
        return "\n".join(line.message.text for line in self.lines if line.mine and line.message.seen_at is None)


def conversation(patient, now, *, as_patient, everything=False):
    """What the patient, or the clinic, reads: the last 50 messages or all of them."""
    rows = patient.messages.select_related("by", "seen_by").order_by("-at", "-pk")
    rows = list(rows if everything else rows[: SHOWN + 1])
    earlier = not everything and len(rows) > SHOWN
    today = patient.today(now)
    return Conversation([_line(row, as_patient, today) for row in (rows[:SHOWN] if earlier else rows)], earlier)


def _line(message, as_patient, today):
    mine = message.from_patient == as_patient
    day = wording.day_words(message.patient.today(message.at), today)
    return Line(message, mine, is_new=not mine and message.seen_at is None, day=day)


def new_for_patient(patient):
    """How many messages of the clinic the patient has not seen."""
    return patient.messages.filter(from_patient=False, seen_at=None).count()


def canned_texts(clinic):
    return CannedText.objects.filter(clinic=clinic)
