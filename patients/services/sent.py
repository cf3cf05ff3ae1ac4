"""A form that is sent twice makes one thing: the answer to the first may have been lost on the way."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from patients.models import SentForm
from patients.models.user import User
from programs.constraints import broke


def digest_of(content: Iterable[str]) -> str:
    """A keyed hash: two contents can be compared, and none can be guessed."""
    return salted_hmac("patients.sent", "\0".join(content), algorithm="sha256").hexdigest()


def note_sent(form_id: UUID, digest: str, *, by: User, now: dt.datetime) -> SentForm | None:
    """What was kept of an earlier sending of this id, whosever it was; None where this is the first, and then it is
    kept. Call it inside the transaction of the act: of two at the same moment the second waits for the first."""
    try:
        with transaction.atomic():
            SentForm.objects.create(form_id=form_id, user=by, digest=digest, at=now)
    except IntegrityError as error:
        if not broke(error, SentForm, "form_id"):
            raise
        return SentForm.objects.get(form_id=form_id)
    return None


def keep_answer(form_id: UUID, answer: str) -> None:
    """Where the thing is that this sending made; with "" it made nothing, and may be sent again."""
    sent = SentForm.objects.filter(form_id=form_id)
    if answer:
        sent.update(answer=answer)
    else:
        sent.delete()


def forget_sent(before: dt.datetime) -> int:
    """Deletes what was sent at `before` or earlier. Returns how many."""
    return SentForm.objects.filter(at__lte=before).delete()[0]
