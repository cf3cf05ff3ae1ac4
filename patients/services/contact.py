"""Keeping the line that lists read true about contact: what waits for an answer, and when the clinic last spoke.

Called inside the transaction of the message, the call or the decision it notes. One conditional update each, so that
two writers leave the later contact and the oldest waiting message, whoever was first.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Min, Model, Q, QuerySet, Subquery

from patients.domain.triage import tick_order
from patients.models import Assignment, ContactKind, Message, Patient, Standing


def note_contact(assignment: Assignment, kind: ContactKind, at: dt.datetime) -> None:
    """The clinic spoke to the patient at the instant `at`; an earlier contact than the one known changes nothing."""
    later = Standing.objects.filter(assignment=assignment).exclude(contact_at__gt=at)
    if later.update(contact_at=at, contact_kind=kind):
        assignment.standing.contact_at, assignment.standing.contact_kind = at, kind


def note_messages(patient: Patient, *, spoke_at: dt.datetime | None = None) -> None:
    """Messages of this patient came, or were seen; `spoke_at` is when the clinic wrote one itself."""
    running = Standing.objects.filter(assignment__patient=patient, assignment__ended_at=None)
    running.update(message_at=Subquery(_oldest_waiting(patient)), **_danger_waiting(patient))
    if spoke_at:
        running.exclude(contact_at__gt=spoke_at).update(contact_at=spoke_at, contact_kind=ContactKind.MESSAGE)


def _oldest_waiting(patient: Patient) -> QuerySet[Message, Any]:
    waiting = Message.objects.filter(patient=patient, from_patient=True, seen_at=None)
    return waiting.order_by().values("patient").annotate(oldest=Min("at")).values("oldest")


def _danger_waiting(patient: Patient) -> dict[str, Any]:
    """The most urgent words of danger among the messages that nobody has seen, and since when."""
    waiting = patient.messages.filter(from_patient=True, seen_at=None).exclude(danger="").values_list("danger", "at")
    kind, at = min(waiting, key=lambda one: tick_order(*one), default=("", None))
    return {"danger_kind": kind, "danger_at": at}


def contact_of(assignment: Assignment) -> dict[str, Any]:
    """The columns about contact, from the rows they were derived from."""
    contacts = [(at, kind) for at, kind in _contacts(assignment) if at]
    at, kind = max(contacts, default=(None, ""))
    waiting = assignment.patient.messages.filter(from_patient=True, seen_at=None).order_by("at").first()
    about = {"contact_at": at, "contact_kind": kind, "message_at": waiting and waiting.at}
    return about | _danger_waiting(assignment.patient)


def _contacts(assignment: Assignment) -> list[tuple[dt.datetime | None, ContactKind]]:
    patient = assignment.patient
    beside = ~Q(logged_by=patient.user_id)
    changes = assignment.stage_changes.order_by("at", "pk")
    decided = assignment.reviews.decided().order_by("decided_at")
    return [
        (_latest(changes[:1], "at"), ContactKind.START),
        (_latest(changes[1:], "at"), ContactKind.DECISION),
        (
            _latest(decided, "decided_at"),
            ContactKind.DECISION,
        ),
        (_latest(patient.flags.exclude(closed_at=None).order_by("closed_at"), "closed_at"), ContactKind.CALL),
        (_latest(patient.messages.filter(from_patient=False), "at"), ContactKind.MESSAGE),
        (_latest(assignment.sessions.filter(beside).order_by("received_at"), "received_at"), ContactKind.VISIT),
        (_latest(assignment.morning_checks.filter(beside).order_by("received_at"), "received_at"), ContactKind.VISIT),
    ]


def _latest(rows: Iterable[Model], column: str) -> dt.datetime | None:
    return max((getattr(row, column) for row in rows), default=None)
