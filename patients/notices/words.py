"""The texts. One sentence for everything that waits for a patient, so that neither a screen nor a mailbox tells what
it is; counts without names for a physio."""

import json

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from patients.models import NoticeKind
from patients.notices.digest import digest_counts
from patients.notices.wanted import LATER
from patients.services.letter import address_of
from patients.services.remind import stop_secret


def one_tap():
    return _("One tap is waiting in your programme.")


def payload_of(notice):
    """What a browser shows: the same for every kind, and a link to the start. A reminder can be put off there."""
    later = [_("In 2 hours"), _("Not today")] if notice.kind in LATER else []
    return json.dumps({"text": one_tap(), "open": reverse("home"), "later": later}).encode()


def stop_link(patient):
    """Where whoever has a letter to `patient` stops such letters."""
    return address_of("stop-letters", stop_secret(patient))


def letter_of(notice, now, stop=""):
    """(subject, text) of an e-mail; `stop` is the link that stops a reminder."""
    if notice.kind == NoticeKind.ALARM:
        return _("Somebody needs a call"), render_to_string("email/alarm.txt", {"link": address_of("caseload")})
    if notice.kind == NoticeKind.UNOPENED:
        more = {"link": address_of("admin:index" if notice.user.is_superuser else "team")}
        return _("An alarm that nobody opened"), render_to_string("email/unopened.txt", more)
    if notice.kind in (NoticeKind.FLARE, NoticeKind.INBOX):
        written = notice.kind == NoticeKind.INBOX
        more = {"written": written, "link": address_of("caseload"), "settings": address_of("digest")}
        subject = _("Somebody has written to you") if written else _("Somebody in your caseload is worth a look")
        return subject, render_to_string("email/news.txt", more)
    if notice.kind == NoticeKind.DIGEST:
        counts = digest_counts(notice.user, now)
        more = {"counts": counts, "link": address_of("caseload"), "settings": address_of("digest")}
        return _("Your caseload this morning"), render_to_string("email/digest.txt", more)
    more = {"one_tap": one_tap(), "link": address_of("home"), "settings": address_of("reminders"), "stop": stop}
    return _("One tap is waiting"), render_to_string("email/one_tap.txt", more)


def invitation_letter(clinic, link, expires_at):
    """(subject, text) of an invitation; `expires_at` is local to the patient."""
    more = {"clinic": clinic, "link": link, "expires_at": expires_at}
    return _("Your sign-in link"), render_to_string("email/invitation.txt", more)
