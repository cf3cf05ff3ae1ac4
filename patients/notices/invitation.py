"""The sign-in link by e-mail: at once, for its secret is kept nowhere, and once for each link."""

from smtplib import SMTPException

from django.utils.translation import gettext as _

from patients.access import record
from patients.models import Notice, NoticeKind
from patients.notices import mail, words
from patients.services.errors import Refused
from patients.services.notice import claim_notice, close_notice, plan_notices


def send_invitation(invitation, link, *, by, now):
    """Sends `link` to the patient. Refused when this link was sent before, or when the post does not take it."""
    patient = invitation.patient
    occasion = {"user": patient.user, "key": f"invitation:{invitation.pk}"}
    plan_notices([Notice(kind=NoticeKind.INVITATION, due_at=now, **occasion)])
    notice = Notice.objects.get(**occasion)
    if not claim_notice(notice, now):
        raise Refused(_("This link was sent by e-mail before. Make a new one to send it again."))
    try:
        mail.send(patient.user.email, *words.invitation_letter(patient.clinic, link, invitation.expires_at))
    except (OSError, SMTPException) as error:
        close_notice(notice, f"failed: {type(error).__name__}", now, sent=False)
        raise Refused(_("The e-mail could not be sent. Show the code, or copy the link.")) from error
    close_notice(notice, "e-mail", now, sent=True)
    record(by, "invitation.mailed", patient)
