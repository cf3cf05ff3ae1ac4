"""What has become due: a `Notice` for each occasion whose time has come. Planning twice plans once."""

import datetime as dt
from functools import partial
from zoneinfo import ZoneInfo

from django.db.models import Min

from patients.domain.escalation import ADMINISTRATORS
from patients.domain.opening_hours import DAY, is_open_day
from patients.domain.red_flags import red_flags
from patients.models import (
    Assignment,
    DigestEvery,
    Flag,
    Intake,
    Membership,
    Message,
    Notice,
    NoticeKind,
    Patient,
    Reminders,
    Undo,
)
from patients.notices.times import after_quiet, instant, is_quiet
from patients.notices.wanted import DECIDED_AT, LATE, LOOK_BACK
from patients.selectors import (
    UNOPENED,
    administrators_of,
    alarm_key,
    answers_key,
    answers_told_when,
    bad_day_key,
    decisions_told,
    reminders_of,
    told_when,
    who_is_on,
)
from patients.services.isolation import Isolation
from patients.services.notice import KEPT, plan_notices

AGAIN_AFTER = dt.timedelta(hours=2)  # the morning question, once more when it was not answered
DIGEST_AT = dt.time(7, 30)
BAD_DAYS_LOOK_BACK = dt.timedelta(days=7)  # over a long weekend; before that it is no news


def plan(now, isolation=None, rules=None):
    """Plans what is due at `now` by the `rules`, alarms first; each rule, and each person in it, in `isolation`.
    Returns how many notices are new."""
    isolation = isolation or Isolation()
    return sum(_planned(rule, now, isolation) for rule in rules or RULES)


def _planned(rule, now, isolation):
    """A rule gives the id of a row and a function of nothing that gives its notices."""
    found, name = [], f"planning {rule.__name__}"
    with isolation.job(name, "as a whole", now):
        for pk, notices_of in rule(now):
            with isolation.job(name, pk, now):
                found += notices_of()
    with isolation.job(name, "keeping", now):
        return plan_notices(found)
    return 0


# An alarm for a physio ------------------------------------------------------------------------------------------------


def alarms(now):
    """One for all that a patient ticked at one moment, at whatever hour, to each who is to hear of it by now. Rests on
    the tick alone, not on an answer."""
    flags = Flag.objects.open().filter(raised_at__gt=now - KEPT, seen_at=None).select_related("patient__clinic")
    flags = flags.prefetch_related("patient__clinic__memberships__user")
    ticked = {(flag.patient_id, flag.client_id): flag for flag in flags}
    for flag in ticked.values():
        yield flag.pk, partial(_of_the_alarm, flag, now)


def _of_the_alarm(flag, now):
    return _call(told_when(flag), alarm_key(flag), flag.patient, now)


def red_answers(now):
    """As an alarm, of answers of the start that ask for a look, until somebody has marked them seen; in opening hours,
    for nothing new has happened to the patient."""
    unseen = Intake.objects.filter(seen_at=None, received_at__gt=now - KEPT)
    for intake in unseen.select_related("assignment__patient__clinic"):
        if red_flags(intake):
            yield intake.pk, partial(_of_the_answers, intake, now)


def _of_the_answers(intake, now):
    return _call(answers_told_when(intake), answers_key(intake), intake.assignment.patient, now)


def _call(told, key, patient, now):
    """To each who is told by now of the occasion `key`, which is the patient's."""
    for who, at in told:
        if at > now:
            return
        if who is not ADMINISTRATORS:
            yield Notice(user_id=who, kind=NoticeKind.ALARM, key=key, due_at=at)
            continue
        for administrator in administrators_of([patient.clinic_id]):
            yield Notice(user=administrator, kind=NoticeKind.UNOPENED, key=f"{UNOPENED}{key}", due_at=at)


# A patient's own reminders --------------------------------------------------------------------------------------------


def reminders(now):
    agreed = Reminders.objects.exclude(agreed_at=None)
    wanted = agreed.filter(exercise=True) | agreed.filter(morning=True)
    running = Assignment.objects.active().filter(patient__user__reminders__in=wanted)
    running = running.select_related("patient__user__reminders", "standing")
    for assignment in running.iterator(chunk_size=500):
        if not assignment.standing.flag_kind:
            yield assignment.pk, partial(_of_the_day, assignment.patient, assignment.patient.user.reminders, now)


def _of_the_day(patient, wants, now):
    """The reminders of the patient's own day whose time is now, or was less than 2 hours ago."""
    today = patient.today(now)
    times, weekday = [], str(today.isoweekday())
    if wants.exercise and weekday in wants.exercise_days:
        times.append((NoticeKind.EXERCISE, f"exercise:{today}", instant(today, wants.exercise_at, patient.zone)))
    if wants.morning and weekday in wants.morning_days:
        at = instant(today, wants.morning_at, patient.zone)
        times += [
            (NoticeKind.MORNING, f"morning:{today}", at),
            (NoticeKind.MORNING, f"morning:{today}:again", at + AGAIN_AFTER),
        ]
    for kind, key, at in _put_off(times, wants.put_off_to, patient):
        loud = not is_quiet(at, patient.zone, wants.quiet_from, wants.quiet_to)
        if loud and at <= now < at + LATE:
            yield Notice(user=patient.user, kind=kind, key=key, due_at=at)


def _put_off(times, to, patient):
    """The same where nobody put reminders off; else what was due before comes then, once a kind."""
    if to is None:
        return times
    later = {kind: (kind, f"{kind}:{patient.today(to)}:{to:%H%M}", to) for kind, _key, at in times if at < to}
    return [*(one for one in times if one[2] >= to), *later.values()]


# News for a patient ---------------------------------------------------------------------------------------------------


def messages(now):
    """One notice for all that a patient has not read since the last look."""
    unseen = Message.objects.filter(from_patient=False, seen_at=None, patient__in=Patient.objects.current()).order_by()
    oldest = unseen.values("patient").annotate(first=Min("pk"))
    rows = Message.objects.filter(pk__in=oldest.values("first"), at__gt=now - LOOK_BACK)
    for message in rows.select_related("patient__user__reminders"):
        yield message.pk, partial(_news, message.patient, NoticeKind.MESSAGE, f"message:{message.pk}", message.at)


def decisions(now):
    """A stage changed, or a suggestion declined, and nobody can undo it any more. What was done at one moment is one
    occasion."""
    for assignment, at in decisions_told(now - LOOK_BACK, now - Undo.WITHIN):
        if not assignment.ended_at:
            key = f"stage:{assignment.pk}:{at.strftime(DECIDED_AT)}"
            yield assignment.pk, partial(_news, assignment.patient, NoticeKind.STAGE, key, at + Undo.WITHIN)


def _news(patient, kind, key, at):
    wants = reminders_of(patient.user)
    due = after_quiet(at, patient.zone, wants.quiet_from, wants.quiet_to)
    yield Notice(user=patient.user, kind=kind, key=key, due_at=due)


# What a physio hears in opening hours ---------------------------------------------------------------------------------


def bad_days(now):
    """The latest red date of a patient, to whoever looks after them, once and at most once a day."""
    sent = Notice.objects.filter(kind=NoticeKind.FLARE, due_at__gt=now - KEPT).values_list("key", "due_at")
    told = {key.rpartition(":")[0]: at for key, at in sent.order_by("due_at")}
    known = {key for key, _at in sent}
    red = Assignment.objects.active().filter(standing__last_red_on__gt=now.date() - BAD_DAYS_LOOK_BACK)
    red = red.select_related("standing", "patient__clinic").prefetch_related("patient__clinic__memberships__user")
    for assignment in red:
        key = bad_day_key(assignment)
        if key not in known:
            yield (
                assignment.pk,
                partial(_of_the_bad_day, assignment.patient, key, told.get(key.rpartition(":")[0]), now),
            )


def _of_the_bad_day(patient, key, told_at, now):
    zone = patient.clinic.zone
    if told_at is None or told_at.astimezone(zone).date() < now.astimezone(zone).date():
        for user_id in who_is_on(patient, now):
            yield Notice(user_id=user_id, kind=NoticeKind.FLARE, key=key, due_at=now)


def inbox(now):
    """One for all that patients have written and nobody has read, to whoever looks after the first of them: again when
    another one is the first, and once a day."""
    unread = Message.objects.filter(from_patient=True, seen_at=None, at__gt=now - KEPT).order_by("at", "pk")
    unread = unread.filter(patient__in=Patient.objects.current())
    unread = unread.select_related("patient__clinic").prefetch_related("patient__clinic__memberships__user")
    first = {}
    for message in {message.patient_id: message for message in reversed(unread)}.values():
        for user_id in who_is_on(message.patient, now):
            first[user_id] = min(message, first.get(user_id, message), key=lambda one: (one.at, one.pk))
    for user_id, message in first.items():
        yield message.pk, partial(_of_the_inbox, user_id, message, now)


def _of_the_inbox(user_id, message, now):
    on = now.astimezone(message.patient.clinic.zone).date()
    yield Notice(user_id=user_id, kind=NoticeKind.INBOX, key=f"inbox:{message.pk}:{on}", due_at=now)


# The physio's digest --------------------------------------------------------------------------------------------------


def digests(now):
    members = Membership.objects.treating().select_related("user__reminders", "clinic").order_by("user", "clinic")
    first = {}
    for member in members:
        first.setdefault(member.user_id, member)
    for member in first.values():
        yield member.pk, partial(_of_the_member, member, now)


def _of_the_member(member, now):
    day = _digest_day(member.clinic, reminders_of(member.user).digest, now)
    if day and day <= now < day + LATE:
        yield Notice(user=member.user, kind=NoticeKind.DIGEST, key=f"digest:{day:%Y-%m-%d}", due_at=day)


def _digest_day(clinic, every, now):
    """When today's digest is due in the zone of the clinic; None on a day without one."""
    zone = ZoneInfo(clinic.time_zone)
    today = now.astimezone(zone).date()
    monday = today - today.weekday() * DAY
    working = [day for day in (monday + n * DAY for n in range(7)) if is_open_day(clinic.when_open, day)]
    days = {DigestEvery.DAY: working, DigestEvery.WEEK: working[:1]}.get(every, [])
    return instant(today, DIGEST_AT, zone) if today in days else None


RULES = (alarms, red_answers, reminders, messages, decisions, bad_days, inbox, digests)
