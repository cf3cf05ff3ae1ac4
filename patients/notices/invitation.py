"""The sign-in link by e-mail, once for each link; its secret is kept nowhere but sealed in the letter that waits."""

from django.utils.translation import gettext as _

from patients.access import record
from patients.models import Notice, NoticeKind
from patients.notices import words
from patients.services.errors import Refused
from patients.services.letter import queue_unclaimed
from patients.services.notice import plan_notices


def send_invitation(invitation, link, *, by, now):
    """Queues the letter with `link` to the patient. Refused when this link was sent before."""
    patient = invitation.patient
    occasion = {"user": patient.user, "key": f"invitation:{invitation.pk}"}
    plan_notices([Notice(kind=NoticeKind.INVITATION, due_at=now, **occasion)])
    subject, text = words.invitation_letter(patient.clinic, link, invitation.expires_at)
    letter = {"address": patient.user.email, "subject": subject, "text": text}
    if not queue_unclaimed(Notice.objects.get(**occasion), now, expires_at=invitation.expires_at, **letter):
        raise Refused(_("This link was sent by e-mail before. Make a new one to send it again."))
    record(by, "invitation.mailed", patient)
