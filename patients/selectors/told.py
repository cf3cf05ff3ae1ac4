"""Who is told of an alarm and when, and whether somebody was: what the post has taken, not what was meant to go."""

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.db.models import Prefetch, Q, prefetch_related_objects

from patients.domain.escalation import ADMINISTRATORS, Rota, at_work, who_covers, who_is_there, who_is_told
from patients.domain.opening_hours import OpeningHours, is_open, open_from
from patients.models import Flag, Membership, Notice, Patient, Role
from programs.prepared import ID, WORD, attach, has_attached, prepared

UNOPENED = "unopened:"  # before the key of an alarm, in that of a letter to an administrator
ANSWERS = "intake:"  # before the id of answers of the start that ask for a call
KEPT = dt.timedelta(days=30)  # letters are kept longer: of what is older it is not known who was told
MATTERS = 14  # days for which a bad day eases the plan, and who was told of it is said


def alarm_key(flag):
    """What names the alarm of all that was ticked at one moment."""
    return f"alarm:{flag.patient_id}:{flag.client_id}"


def answers_key(intake):
    """What names answers of the start as an alarm does."""
    return f"{ANSWERS}{intake.pk}"


def alarm_of(key):
    """A condition for flags: those that the alarm `key` tells of."""
    _alarm, patient, client_id = key.split(":")
    return Q(patient=patient, client_id=client_id)


def was_told(flag):
    """Whether a letter of the alarm went out, to anybody."""
    return Notice.objects.filter(key=alarm_key(flag), sent_at__isnull=False).exists()


def told_of_alarms(flags):
    """The first names of those to whom a letter of these alarms went out, without any twice; of who has left since it
    is not said, for they can do nothing."""
    sent = Notice.objects.filter(key__in={alarm_key(flag) for flag in flags}, sent_at__isnull=False)
    rows = _to_who_is_here(sent, {flag.patient_id for flag in flags}).select_related("user").order_by("sent_at", "pk")
    return list(dict.fromkeys(notice.user.get_short_name() for notice in rows))


def _to_who_is_here(notices, patients):
    """Those of the `notices` whose reader treats patients in the clinic of these, or looks after the installation."""
    clinics = Patient.objects.filter(pk__in=patients).values("clinic")
    here = Membership.objects.treating().filter(clinic__in=clinics).values("user")
    return notices.filter(Q(user__in=here) | Q(user__is_superuser=True))


def bad_day_key(assignment):
    """What names the latest red date of a patient; "" where there is none."""
    on = assignment.standing.last_red_on
    return f"flare:{assignment.pk}:{on}" if on else ""


def told_of_bad_day(assignment, today):
    """The first names of those to whom a letter of the latest red date went out, while it matters."""
    on = assignment.standing.last_red_on
    if on is None or (today - on).days > MATTERS:
        return []
    sent = _sent_to_who_is_here(key=bad_day_key(assignment), patient=assignment.patient_id)
    return [notice.user.get_short_name() for notice in sent]


@prepared(key=WORD, patient=ID)
def _sent_to_who_is_here(key, patient):
    sent = Notice.objects.filter(key=key, sent_at__isnull=False).select_related("user")
    return _to_who_is_here(sent, [patient])


def who_is_on(patient, now):
    """Who looks after the patient just now, as [user id]: nobody while the clinic is closed. One that named no hours
    counts as open."""
    rota = rota_of(patient.clinic)
    if rota.hours and not is_open(rota.hours, now, rota.zone):
        return []
    return who_is_there(rota.people, patient.physio_id, now.astimezone(rota.zone).date())[:1]


def somebody_is_told(patient):
    """Whether anybody works in the clinic who hears of an alarm."""
    return bool(at_work(rota_of(patient.clinic).people))


def told_when(flag):
    """Who is told of an alarm while nobody opens it, and from when on: [(user id, instant)]; None is the
    administrators."""
    return [tuple(told) for told in who_hears(flag.patient, flag.raised_at, flag.seen_at or flag.closed_at)]


def answers_told_when(intake):
    """The same of answers of the start that ask for a call, in opening hours: nothing new has happened to the patient,
    and administrators are left out."""
    patient = intake.assignment.patient
    since = open_from(patient.clinic.when_open, intake.received_at, patient.clinic.zone)
    return [tuple(told) for told in who_hears(patient, since) if told.who is not ADMINISTRATORS]


@dataclass
class Heard:
    """Of an open alarm: who was the first to open it, and when, and to whom that is here still letters went (name,
    instant); while nobody
    has, whose letter has not gone yet, and who is told next, from when on. None stands for the administrators."""

    of_answers: bool = False
    seen_by: str = ""
    seen_at: dt.datetime | None = None
    told: list = field(default_factory=list)
    waiting: list = field(default_factory=list)
    then: list = field(default_factory=list)
    then_at: dt.datetime | None = None


def heard_of(alarms, now):
    """A `Heard` for each of these open flags and answers of the start; one query, and one a clinic that is not
    prefetched."""
    keys = {one: _key_of(one) for one in alarms}
    letters = Notice.objects.filter(key__in=[*keys.values(), *(f"{UNOPENED}{key}" for key in keys.values())])
    sent = {key: {} for key in keys.values()}
    for key, user, at in letters.exclude(sent_at=None).order_by("sent_at").values_list("key", "user_id", "sent_at"):
        who = ADMINISTRATORS if key.startswith(UNOPENED) else user
        sent[key.removeprefix(UNOPENED)].setdefault(who, at)
    return {one: _heard(one, sent[key], now) for one, key in keys.items()}


def _key_of(one):
    return alarm_key(one) if isinstance(one, Flag) else answers_key(one)


def _heard(one, sent, now):
    patient, when = (one.patient, told_when) if isinstance(one, Flag) else (one.assignment.patient, answers_told_when)
    steps = when(one) if one.seen_at is None else []
    to_come = [(who, at) for who, at in steps if at > now]
    then_at = to_come[0][1] if to_come else None
    names = {member.user_id: str(member.user) for member in _members(patient.clinic) if not member.left_at}
    names[ADMINISTRATORS] = None
    return Heard(
        of_answers=not isinstance(one, Flag),
        seen_by=str(one.seen_by or ""),
        seen_at=one.seen_at,
        told=[(names[who], at) for who, at in sent.items() if who in names],
        waiting=[names.get(who) for who, at in steps if now - KEPT < at <= now and who not in sent],
        then=[names.get(who) for who, at in to_come if at == then_at],
        then_at=then_at,
    )


def who_hears(patient, since, opened_at=None):
    """Each `Told` of something of a patient that asks for a call since an instant."""
    return who_is_told(rota_of(patient.clinic), patient.physio_id, since, opened_at)


def rota_of(clinic):
    """The `Rota` of a clinic. One whose hours or zone cannot be read counts as closed: then everybody is told at
    once."""
    people = tuple(member.as_colleague for member in _members(clinic))
    limit = dt.timedelta(minutes=clinic.alarm_minutes)
    try:
        return Rota(people, clinic.when_open, clinic.zone, limit)
    except (KeyError, ValueError):
        return Rota(people, OpeningHours(), ZoneInfo("UTC"), limit)


def _members(clinic):
    """Who treats patients there or did."""
    with_members([clinic])
    return [member for member in clinic.memberships.all() if member.role == Role.PHYSIO]


def with_members(clinics):
    """Reads who treats patients in these clinics or did, by one query."""
    if len(clinics) == 1:
        clinic = clinics[0]
        if not has_attached(clinic, "memberships"):
            rows = _memberships(clinic=clinic.pk)
            for row in rows:
                row.clinic = clinic
            attach(clinic, "memberships", rows)
        return
    prefetch_related_objects(clinics, Prefetch("memberships", Membership.objects.select_related("user")))


@prepared(clinic=ID)
def _memberships(clinic):
    return Membership.objects.filter(clinic=clinic).select_related("user")


def looks_after(patient, day):
    """Who looks after the patient on that local date of the clinic: their physio, or who stands in; None while neither
    is there."""
    people = rota_of(patient.clinic).people
    who = patient.physio_id if patient.physio_id in who_is_there(people, patient.physio_id, day) else None
    who = who or who_covers(people, patient.physio_id, day)
    return next((member.user for member in _members(patient.clinic) if member.user_id == who), None)


def absences_of(user, clinics, today):
    """When `user` is away from today on: (first day, last day, [(clinic, who is told first then, who was named to stand
    in, whether they can all the time)] each); None where nobody else is there, and where nobody was named."""
    with_members(clinics)
    own = next(one for clinic in clinics for one in _members(clinic) if one.user_id == user.pk and not one.left_at)
    coming = [(first, last) for first, last in own.days_away if last >= today]
    return [
        (first, last, [(clinic, *_stand_in(clinic, user, max(first, today), last)) for clinic in clinics])
        for first, last in coming
    ]


def _stand_in(clinic, user, first, last):
    people = rota_of(clinic).people
    users = {one.user_id: one.user for one in _members(clinic)}
    there = who_is_there(people, user.pk, first)
    named = next(one for one in people if one.id == user.pk and not one.has_left).cover_on(first)
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    stands = all(who_covers(people, user.pk, day) == named for day in days)
    return users[there[0]] if there else None, users.get(named), stands


def administrators_of(clinics):
    """Who is told of what nobody in one of the clinics opens: who runs it, and who looks after the installation."""
    runs = {"clinic__in": clinics, "role": Role.ADMINISTRATOR}
    theirs = Membership.objects.current().filter(**runs).values("user")
    return get_user_model().objects.filter(Q(pk__in=theirs) | Q(is_superuser=True), is_active=True)


def unopened_alarms(now, clinics=None):
    """What the administrators are told: (clinic, patient's id, since when) of each alarm that nobody has opened and
    whose turn it is theirs, the oldest first; of these clinics, else of all."""
    flags = Flag.objects.open().filter(seen_at=None, raised_at__lte=now)
    if clinics is not None:
        flags = flags.filter(patient__clinic__in=clinics)
    flags = flags.select_related("patient__clinic").prefetch_related("patient__clinic__memberships__user")
    ticked = {(flag.patient_id, flag.client_id): flag for flag in flags.order_by("raised_at")}
    return [
        (flag.patient.clinic, flag.patient.public_id, flag.raised_at)
        for flag in ticked.values()
        if any(who is ADMINISTRATORS and at <= now for who, at in told_when(flag))
    ]
