"""The sign-in link by e-mail, once for each link; its secret is kept nowhere but sealed in the letter that waits."""

from django.db import transaction
from django.utils import timezone

from patients.access import record
from patients.models import Notice, NoticeKind
from patients.notices import words
from patients.services.invite import link_to_mail
from patients.services.letter import queue_unclaimed
from patients.services.notice import plan_notices


@transaction.atomic
def send_invitation(shown, *, by, now):
    """Queues a letter to the patient with a link of its own, beside the one that was `shown`. Refused without an
    address and when that was done before."""
    token, link = link_to_mail(shown, by=by, now=now)
    occasion = {"user": link.patient.user, "key": f"invitation:{link.pk}"}
    plan_notices([Notice(kind=NoticeKind.INVITATION, due_at=now, **occasion)])
    until = timezone.localtime(link.expires_at, link.patient.zone)
    subject, text = words.invitation_letter(link.patient.clinic, words.address_of("join", token), until)
    letter = {"address": link.address, "subject": subject, "text": text}
    queue_unclaimed(Notice.objects.get(**occasion), now, expires_at=link.expires_at, **letter)
    record(by, "invitation.mailed", link.patient)
