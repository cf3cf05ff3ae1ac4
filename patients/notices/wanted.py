"""Whether a notice is still wanted: asked whenever it is about to be sent."""

import datetime as dt

from patients.models import (
    Assignment,
    DigestEvery,
    Flag,
    Intake,
    Invitation,
    Membership,
    Message,
    NoticeKind,
    Patient,
    Review,
    StageChange,
    Undo,
)
from patients.notices.digest import digest_counts
from patients.selectors import ANSWERS, UNOPENED, administrators_of, alarm_of, exercise_days, reminders_of

LATE = dt.timedelta(hours=2)  # a reminder that could not go out in time is not sent at all
LOOK_BACK = dt.timedelta(days=2)  # what a clinician did before that is no news
LIVES = {
    NoticeKind.EXERCISE: LATE,
    NoticeKind.MORNING: LATE,
    NoticeKind.DIGEST: LATE,
    NoticeKind.MESSAGE: LOOK_BACK,
    NoticeKind.STAGE: LOOK_BACK,
    NoticeKind.FLARE: LOOK_BACK,
    NoticeKind.INBOX: LOOK_BACK,
}
DECIDED_AT = "%Y%m%dT%H%M%S"  # in the key of a notice of a decision, which so is one for all of one moment
OF_A_PROGRAMME = (NoticeKind.EXERCISE, NoticeKind.MORNING, NoticeKind.STAGE)
AGREED = (*OF_A_PROGRAMME, NoticeKind.MESSAGE)  # goes to a patient who agreed to be reminded, and to no other
TO_A_PATIENT = (*AGREED, NoticeKind.INVITATION)
LATER = (NoticeKind.EXERCISE, NoticeKind.MORNING)  # what a patient may put off
SILENT_DAYS = 14  # then the caseload asks a person to call; more reminders would only nag


def end_of(notice):
    """When nobody needs it any more; None where that is not a question of time."""
    life = LIVES.get(notice.kind)
    return notice.due_at + life if life else None


def why_not(notice, now):
    """Why it is not sent any more, in a few words; "" when it is."""
    end = end_of(notice)
    if end and end < now:
        return "too late"
    if not notice.user.is_active:
        return "account closed"
    if notice.kind in TO_A_PATIENT and not Patient.objects.current().filter(user=notice.user).exists():
        return "discharged"
    if notice.kind in AGREED and not reminders_of(notice.user).agreed_at:
        return "not agreed"
    if notice.kind in LATER and is_put_off(notice):
        return "put off"
    return {
        NoticeKind.EXERCISE: _no_exercise,
        NoticeKind.MORNING: _no_morning,
        NoticeKind.MESSAGE: _no_message,
        NoticeKind.STAGE: _no_stage,
        NoticeKind.DIGEST: _no_digest,
        NoticeKind.ALARM: _no_alarm,
        NoticeKind.UNOPENED: _no_unopened,
        NoticeKind.FLARE: _no_flare,
        NoticeKind.INBOX: _no_inbox,
        NoticeKind.INVITATION: _no_invitation,
    }[notice.kind](notice, now)


def is_put_off(notice):
    to = reminders_of(notice.user).put_off_to
    return to is not None and notice.due_at < to


def waits(notice, now):
    """Whether nothing can be said yet: the programme that it is about has ended, and that can still be undone. So it is
    neither sent nor dropped."""
    lately = Assignment.objects.filter(ended_at__gt=now - Undo.WITHIN, ended_at__lte=now)
    if notice.kind == NoticeKind.FLARE:
        return lately.filter(pk=notice.key.split(":")[1]).exists()
    return notice.kind in OF_A_PROGRAMME and lately.own(notice.user).exists()


def _no_stage(notice, now):
    if not running_of(notice.user):
        return "ended"
    _stage, assignment, decided = notice.key.split(":")
    at = dt.datetime.strptime(decided, DECIDED_AT).replace(tzinfo=dt.UTC)
    within = {"at__gte": at, "at__lt": at + dt.timedelta(seconds=1)}
    moved = StageChange.objects.filter(assignment=assignment, **within)
    kept = Review.objects.decided().filter(
        assignment=assignment, **{f"decided_{name}": value for name, value in within.items()}
    )
    return "" if moved.exists() or kept.exists() else "undone"


def _no_alarm(notice, now):
    whose, over = _called_about(notice.key)
    if over:
        return over
    return "" if Patient.objects.in_care_of(notice.user).filter(pk__in=whose).exists() else "left"


def _no_unopened(notice, now):
    whose, over = _called_about(notice.key.removeprefix(UNOPENED))
    if over:
        return over
    clinics = Patient.objects.filter(pk__in=whose).values("clinic")
    return "" if administrators_of(clinics).filter(pk=notice.user_id).exists() else "left"


def _called_about(key):
    """The patient that an alarm, or answers of the start, ask a call for, as ids, and why nobody need call."""
    if key.startswith(ANSWERS):
        unseen = Intake.objects.filter(pk=key.removeprefix(ANSWERS), seen_at=None)
        return unseen.values("assignment__patient"), "" if unseen.exists() else "seen"
    unseen = Flag.objects.open().filter(alarm_of(key), seen_at=None)
    return unseen.values("patient"), "" if unseen.exists() else "closed"


def _no_flare(notice, now):
    _flare, assignment, on = notice.key.split(":")
    if not reminders_of(notice.user).news:
        return "not wanted"
    red = Assignment.objects.active().filter(pk=assignment, standing__last_red_on=on)
    if not red.exists():
        return "over"
    return "" if red.in_care_of(notice.user).exists() else "left"


def _no_inbox(notice, now):
    if not reminders_of(notice.user).news:
        return "not wanted"
    mine = Message.objects.filter(patient__in=Patient.objects.in_care_of(notice.user).current())
    return "" if mine.filter(from_patient=True, seen_at=None).exists() else "read"


def _no_invitation(notice, now):
    link = Invitation.objects.usable(now).filter(pk=notice.key.removeprefix("invitation:"))
    return "" if link.exists() else "used or withdrawn"


def running_of(user):
    return user.patient.assignments.active().with_its_page().first()


def _no_exercise(notice, now):
    user = notice.user
    running = running_of(user)
    if not reminders_of(user).exercise:
        return "not wanted"
    if running is None:
        return "ended"
    today = running.patient.today(now)
    if silent_too_long(running, today):
        return "silent for long"
    return "" if today in exercise_days(running, now, days=1) else "no exercise day"


def silent_too_long(running, today):
    last = running.standing.last_session_on or running.started_on
    return (today - last).days > SILENT_DAYS


def _no_morning(notice, now):
    user = notice.user
    running = running_of(user)
    if not reminders_of(user).morning:
        return "not wanted"
    if running is None or running.standing.flag_kind:
        return "ended or flagged"
    return _no_morning_today(running, running.patient.today(now))


def _no_morning_today(running, today):
    if running.aways.valid().filter(from_on__lte=today, to_on__gte=today).exists():
        return "away"
    if running.morning_checks.valid().filter(on=today).exists():
        return "answered"
    yesterday = running.sessions.valid().filter(local_date=today - dt.timedelta(days=1))
    return "" if yesterday.exists() else "no session the day before"


def _no_message(notice, now):
    return "" if notice.user.patient.messages.filter(from_patient=False, seen_at=None).exists() else "read"


def _no_digest(notice, now):
    user = notice.user
    if reminders_of(user).digest == DigestEvery.NEVER:
        return "not wanted"
    if not Membership.objects.treating().filter(user=user).exists():
        return "left"
    return "" if digest_counts(user, now).asks else "nothing to do"
