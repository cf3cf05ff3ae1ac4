"""What a page is about: the running programme of a patient, with what the page asks beside it."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from patients.models import Assignment, Membership, Message, PushSubscription, Reminders, TrainingSession
from patients.models.care import AssignmentQuerySet
from patients.models.user import User
from programs.models import Stage
from programs.prepared import ID, Given, prepared

NEW_MESSAGES = "new_messages"


def own_running(user: User) -> Assignment | None:
    """The running programme of the patient that `user` is, or None: one query. How many messages are new is known of
    the account from then on, for the tab bar."""
    found = _running(user=user.pk)
    if not found:
        return None
    vars(user)[NEW_MESSAGES] = vars(found[0])[NEW_MESSAGES]
    return found[0]


def running_in_care(user: User, public_id: UUID) -> Assignment | None:
    """The running programme of a patient whom `user` may see, or None: one query."""
    found = _in_care(user=user.pk, public_id=public_id)
    return found[0] if found else None


@prepared(user=ID, public_id=UUIDField())
def _in_care(user: Given, public_id: Given) -> AssignmentQuerySet:
    clinics = Membership.objects.treating().filter(user=user).values("clinic_id")
    theirs = Assignment.objects.active().filter(patient__public_id=public_id, patient__erased_at=None)
    return theirs.filter(patient__clinic__in=clinics).with_its_page().annotate(**_beside_it()).order_by()


def _beside_it() -> dict[str, Any]:
    """Whether earlier programmes have ended, and what the stages before and after the patient's are called."""

    def beside(step: int) -> QuerySet[Stage, Any]:
        place = OuterRef("standing__stage__position") + step
        return Stage.objects.filter(version=OuterRef("version"), position=place).order_by().values("name")

    return {
        "has_earlier": Exists(Assignment.objects.filter(patient=OuterRef("patient")).exclude(ended_at=None)),
        "stage_before": Subquery(beside(-1)),
        "stage_after": Subquery(beside(1)),
    }


@prepared(user=ID)
def _running(user: Given) -> AssignmentQuerySet:
    of = {"user": OuterRef("patient__user")}
    browsers = PushSubscription.objects.filter(**of)
    wanted = Exists(Reminders.objects.filter(**of, by_push=True))
    new = Message.objects.filter(patient=OuterRef("patient"), from_patient=False, seen_at=None)
    counted = new.order_by().values("from_patient").annotate(n=Count("pk")).values("n")
    on_the_phone = {
        NEW_MESSAGES: Coalesce(Subquery(counted), 0),
        **_beside_it(),
        "asks_once_more": Exists(TrainingSession.objects.asked_once_more().filter(assignment=OuterRef("pk"))),
        "push_stopped": wanted & Exists(browsers.exclude(gone_at=None)) & ~Exists(browsers.filter(dropped_at=None)),
    }
    own = Assignment.objects.active().filter(patient__user=user)  # one at most: to plan for a limit takes a millisecond
    return own.with_its_page().annotate(**on_the_phone).order_by()


def new_messages(user: User) -> int:
    """How many of the clinic the patient that `user` is has not seen."""
    known: int | None = vars(user).get(NEW_MESSAGES)
    new = Message.objects.filter(patient__user=user, from_patient=False, seen_at=None)
    return new.count() if known is None else known
