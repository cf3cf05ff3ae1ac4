"""Claiming what is due and sending it. Of several loops one claims; who dies after claiming has sent it or has not,
and nobody sends it again."""

import datetime as dt
import logging
from smtplib import SMTPException

from patients.models import Assignment, DigestEvery, Membership, Notice, NoticeKind
from patients.notices import mail, push, words
from patients.notices.digest import digest_counts
from patients.notices.planning import LATE, LOOK_BACK
from patients.selectors.coming import exercise_days
from patients.selectors.reminders import reminders_of
from patients.services.notice import claim_notice, close_notice, drop_notice

AT_ONCE = 500
SILENT_DAYS = 14  # then the caseload asks a person to call; more reminders would only nag
BY_MAIL_ALONE = {NoticeKind.DIGEST, NoticeKind.ALARM}
REMINDERS = {NoticeKind.EXERCISE, NoticeKind.MORNING, NoticeKind.DIGEST}
log = logging.getLogger(__name__)


def send(now):
    """Sends what is due at `now`, or drops what nobody needs any more. Returns how many were sent."""
    due = Notice.objects.filter(due_at__lte=now, claimed_at=None, dropped_at=None)
    rows = due.exclude(kind=NoticeKind.INVITATION).select_related("user__reminders", "user__patient__clinic")
    return sum(_send_one(notice, now) for notice in rows[:AT_ONCE])


def _send_one(notice, now):
    if not claim_notice(notice, now):
        return False
    why_not = _why_not(notice, now)
    if why_not:
        drop_notice(notice, why_not, now)
        return False
    return deliver(notice, now)


def deliver(notice, now):
    """Sends a claimed notice by the ways its user chose; whether one of them took it."""
    try:
        way = _by_push(notice, now) or _by_mail(notice, now)
    except (OSError, SMTPException) as error:
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
    browsers = notice.user.push_subscriptions.filter(dropped_at=None)
    became = {push.send(browser, words.payload_of(notice), now) for browser in browsers}
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
    if running.morning_checks.standing().filter(on=today).exists():
        return "answered"
    yesterday = running.sessions.standing().filter(local_date=today - dt.timedelta(days=1))
    return "" if yesterday.exists() else "no session the day before"


def _no_message(user, now):
    return "" if user.patient.messages.filter(from_patient=False, seen_at=None).exists() else "read"


def _no_alarm(user, now):
    flagged = Assignment.objects.active().in_care_of(user).exclude(standing__flag_kind="")
    return "" if flagged.exists() else "closed"


def _no_digest(user, now):
    if reminders_of(user).digest == DigestEvery.NEVER:
        return "not wanted"
    if not Membership.objects.current().filter(user=user).exists():
        return "left"
    return "" if digest_counts(user, now).asks else "nothing to do"
