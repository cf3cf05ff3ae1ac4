"""What a patient's phone is about: their running programme, with what its pages ask beside it."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from patients.models import Assignment, Message, PushSubscription, Reminders, TrainingSession
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


@prepared(user=ID)
def _running(user: Given) -> AssignmentQuerySet:
    of = {"user": OuterRef("patient__user")}
    browsers = PushSubscription.objects.filter(**of)
    wanted = Exists(Reminders.objects.filter(**of, by_push=True))
    new = Message.objects.filter(patient=OuterRef("patient"), from_patient=False, seen_at=None)

    def beside(step: int) -> QuerySet[Stage, Any]:
        place = OuterRef("standing__stage__position") + step
        return Stage.objects.filter(version=OuterRef("version"), position=place).order_by().values("name")

    counted = new.order_by().values("from_patient").annotate(n=Count("pk")).values("n")
    on_the_phone = {
        NEW_MESSAGES: Coalesce(Subquery(counted), 0),
        "has_earlier": Exists(Assignment.objects.filter(patient=OuterRef("patient")).exclude(ended_at=None)),
        "stage_before": Subquery(beside(-1)),
        "stage_after": Subquery(beside(1)),
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
