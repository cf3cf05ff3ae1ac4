"""Claiming what is due and sending it. Of several loops one claims; who dies after claiming has sent it or has not,
and nobody sends it again."""

import datetime as dt
import logging
import time

from django.db import Error

from patients.models import DigestEvery, Flag, Membership, Notice, NoticeKind, Patient
from patients.notices import mail, push, words
from patients.notices.digest import digest_counts
from patients.notices.planning import LATE, LOOK_BACK
from patients.selectors import exercise_days, reminders_of
from patients.services.isolation import Isolation
from patients.services.notice import claim_notice, close_notice, drop_notice
from patients.services.remind import browsers_of

AT_ONCE = 500
SECONDS = 60  # for what is no alarm: a push service that does not answer costs ten a browser, and an alarm may come
SILENT_DAYS = 14  # then the caseload asks a person to call; more reminders would only nag
BY_MAIL_ALONE = {NoticeKind.DIGEST, NoticeKind.ALARM}
REMINDERS = {NoticeKind.EXERCISE, NoticeKind.MORNING, NoticeKind.DIGEST}
log = logging.getLogger(__name__)


def send(now, isolation=None, kind=None):
    """Sends what is due at `now`, all or of one `kind`, or drops what nobody needs any more; each notice in
    `isolation`. Returns how many were sent. What it does not come to within a minute is for the next round."""
    isolation, sent, stop = isolation or Isolation(), 0, time.monotonic() + SECONDS
    with isolation.job("sending", "as a whole", now):
        for notice in _due(now, kind):
            with isolation.job("notice", notice.pk, now):
                sent += _send_one(notice, now, isolation)
            if time.monotonic() >= stop:
                break
    return sent


def _due(now, kind):
    due = Notice.objects.filter(due_at__lte=now, claimed_at=None, dropped_at=None)
    rows = due.exclude(kind=NoticeKind.INVITATION).select_related("user__reminders", "user__patient__clinic")
    return (rows.filter(kind=kind) if kind else rows)[:AT_ONCE]


def _send_one(notice, now, isolation):
    if not claim_notice(notice, now):
        return False
    with isolation.job("notice", notice.pk, now) as job:
        why_not = _why_not(notice, now)
        if not why_not:
            return deliver(notice, now)
        drop_notice(notice, why_not, now)
        return False
    close_notice(notice, f"failed: {job.error}", now, sent=False)
    return False


def deliver(notice, now):
    """Sends a claimed notice by the ways its user chose; whether one of them took it."""
    try:
        way = _by_push(notice, now) or _by_mail(notice, now)
    except Error:
        raise
    except Exception as error:
        log.error("notice %s was not sent: %s", notice.pk, type(error).__name__)
        close_notice(notice, f"failed: {type(error).__name__}", now, sent=False)
        return False
    if not way:
        drop_notice(notice, "no way to reach", now)
        return False
    close_notice(notice, way, now, sent=True)
    return True


def _by_push(notice, now):
    """To each browser that takes part, unless the user wants none. What a physio is told goes by e-mail alone. Without
    an answer it may have arrived, so no e-mail follows."""
    if notice.kind in BY_MAIL_ALONE or not reminders_of(notice.user).by_push or not push.is_on():
        return ""
    payload = words.payload_of(notice)
    became = {push.send(browser, payload, now) for browser in browsers_of(notice.user)}
    if push.TAKEN in became:
        return "push"
    return "push, no answer" if push.UNKNOWN in became else ""


def _by_mail(notice, now):
    if notice.kind not in BY_MAIL_ALONE and not reminders_of(notice.user).by_email:
        return ""
    mail.send(notice.user.email, *words.letter_of(notice, now))
    return "e-mail"


# Whether it is still wanted -------------------------------------------------------------------------------------------


def _why_not(notice, now):
    """Why it is not sent any more, in a few words; "" when it is."""
    if now - notice.due_at > (LATE if notice.kind in REMINDERS else LOOK_BACK):
        return "too late"
    return {
        NoticeKind.EXERCISE: _no_exercise,
        NoticeKind.MORNING: _no_morning,
        NoticeKind.MESSAGE: _no_message,
        NoticeKind.STAGE: lambda user, now: "" if running_of(user) else "ended",
        NoticeKind.DIGEST: _no_digest,
        NoticeKind.ALARM: _no_alarm,
    }[notice.kind](notice.user, now)


def running_of(user):
    return user.patient.assignments.active().with_its_page().first()


def _no_exercise(user, now):
    running = running_of(user)
    if not reminders_of(user).exercise:
        return "not wanted"
    if running is None:
        return "ended"
    today = running.patient.today(now)
    if silent_too_long(running, today):
        return "silent for long"
    return "" if today in exercise_days(running, today, days=1) else "no exercise day"


def silent_too_long(running, today):
    last = running.standing.last_session_on or running.started_on
    return (today - last).days > SILENT_DAYS


def _no_morning(user, now):
    running = running_of(user)
    if not reminders_of(user).morning:
        return "not wanted"
    if running is None or running.standing.flag_kind:
        return "ended or flagged"
    return _no_morning_today(running, running.patient.today(now))


def _no_morning_today(running, today):
    if running.aways.filter(from_on__lte=today, to_on__gte=today).exists():
        return "away"
    if running.morning_checks.valid().filter(on=today).exists():
        return "answered"
    yesterday = running.sessions.valid().filter(local_date=today - dt.timedelta(days=1))
    return "" if yesterday.exists() else "no session the day before"


def _no_message(user, now):
    return "" if user.patient.messages.filter(from_patient=False, seen_at=None).exists() else "read"


def _no_alarm(user, now):
    flags = Flag.objects.open().filter(patient__in=Patient.objects.in_care_of(user))
    return "" if flags.exists() else "closed"


def _no_digest(user, now):
    if reminders_of(user).digest == DigestEvery.NEVER:
        return "not wanted"
    if not Membership.objects.current().filter(user=user).exists():
        return "left"
    return "" if digest_counts(user, now).asks else "nothing to do"
