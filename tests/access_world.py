"""The world that access is tried in: two clinics, everybody who may knock, and three patients; each free text of their
records is a canary, a string that stands nowhere else."""

import datetime as dt
import uuid
from types import SimpleNamespace

from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import models
from django.test import Client

from patients import services
from patients.domain.consent import Consent
from patients.domain.entries import IntakeEntry, ReasonEntry
from patients.models import (
    AuditEntry,
    Away,
    DirectiveKind,
    Discharge,
    DoseChange,
    Easing,
    Ending,
    Measure,
    MeasureAsked,
    Membership,
    Note,
    Notice,
    PlanLine,
    Transfer,
    TriageMark,
    VersionChange,
)
from patients.models.whole_record import TABLES
from patients.notices import webpush
from patients.services.letter import queue_account
from patients.services.remind import stop_secret
from patients.services.start import open_start
from programs import clock
from programs.editor.publishing import duplicate, publish
from programs.models import Exercise, ProgramVersion
from tests import make
from tests.access_table import PATIENTS

OWNERS = sorted(PATIENTS)
WEEK = dt.timedelta(days=7)
# Text that nobody types: codes, names of zones, what the rules answered.
CODED = {
    *("time_zone", "language", "zone_before", "zone_kept_from", "phone_zone", "variation", "where", "felt"),
    *("findings", "inputs", "engine_version", "outcome", "because", "kind", "danger", "exercise_days", "morning_days"),
    *("act", "about", "verb", "subject", "agreed_to"),
}


def made():
    """In one clinic a physio who is away, her cover, a member without an account for the administration, somebody who
    left, patient and neighbour; in the other a physio, the clinic's administrator and stranger; a physio of both."""
    physio, elsewhere = make.physio(), make.physio(name="Mara Elsewhere")
    home, away = physio.memberships.get().clinic, elsewhere.memberships.get().clinic
    left, cover = make.physio(of=home, name="Paul Past"), make.physio(of=home, name="Cora Cover")
    left.memberships.update(left_at=clock.now())
    both, plain = make.physio(of=home, name="Tom Twoclinics"), make.user("Petra Plain", group="Physios")
    Membership.objects.create(user=both, clinic=away)
    Membership.objects.create(user=plain, clinic=home)
    theirs = {"patient": things_of("patient", physio, away), "neighbour": things_of("neighbour", physio, away)}
    theirs["stranger"] = things_of("stranger", elsewhere, home)
    today = clock.now().date()
    services.set_absence(physio, away_from=today, away_to=today, cover=cover, by=physio)
    users = {owner: things.patient.user for owner, things in theirs.items()}
    users |= {"physio": physio, "other physio": elsewhere, "ex-member": left, "editor": make.editor()}
    users |= {"cover": cover, "physio of both": both, "plain member": plain}
    users["administrator"] = make.administrator(away)
    users["superuser"] = make.user("Sam Super", staff=True, superuser=True)
    published = ProgramVersion.objects.published().get()
    later = publish(duplicate(published), by=physio, now=clock.now())
    world = SimpleNamespace(
        theirs=theirs,
        users=users,
        people={"anonymous": Client(), **{name: signed_in(user) for name, user in users.items()}},
        draft=duplicate(published),
        published=published,
        later=later,
        exercise=Exercise.objects.first(),
        card=make.guidance()[0],
        picture=make.picture(),
        offer=services.ask_transfer(
            make.patient(by=physio, name="Omar Offered"),
            away,
            Consent("Omar", clock.now().date(), "phone"),
            by=physio,
            now=clock.now(),
        ),
        notice=Notice.objects.create(user=users["stranger"], kind="stage", key="one", due_at=clock.now()),
        start=open_start(now=clock.now()).split("/")[-2],
        welcome=invited(users["administrator"]),
        calendar=services.make_calendar_link(users["stranger"], by=users["stranger"], now=clock.now()),
        stop=stop_secret(theirs["stranger"].patient),
        confirmation=theirs["stranger"].confirmation,
    )
    for owner, things in theirs.items():
        make_canaries(owner, things.patient)
    world.last_row = AuditEntry.objects.order_by("pk").last().pk
    return world


def invited(administrator):
    """The secret in the letter to a new colleague."""
    invitation = {"name": "Nina New", "email": "nina@example.org", "roles": ["physio"], "now": clock.now()}
    clinic = administrator.memberships.get().clinic
    member = services.invite_colleague(clinic, **invitation, by=administrator)
    return services.send_welcome(member, by=administrator, now=clock.now())


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def stranger(world):
    return world.theirs["stranger"].patient


# Canaries -------------------------------------------------------------------------------------------------------------


def canary(kind, owner):
    return f"{kind}-canary-of-{owner}"


def free_texts(table):
    """The columns of a table of the record that hold what somebody typed."""
    fields = [table.meta.get_field(name) for name in table.names if name not in CODED]
    texts = (models.CharField, models.TextField, models.JSONField)
    return [field.name for field in fields if isinstance(field, texts) and not field.choices]


def make_canaries(owner, patient):
    """Each free text of the record that is not one yet becomes one, as it would be typed."""
    for table in TABLES:
        for name in free_texts(table):
            others = table.rows(patient).exclude(**{f"{name}__contains": canary("", owner)})
            others.update(**{name: canary(name, owner)})


def things_of(owner, physio, elsewhere):
    """A patient of `physio` with a row on each table of the record, and as much open as can be."""
    now = clock.now()
    patient = make.patient(by=physio, name=canary("name", owner))
    earlier = make.assignment(patient, days=40)
    type(earlier).objects.filter(pk=earlier.pk).update(ended_at=now, ended_by=physio)
    running = make.assignment(patient, days=6, stage=2)
    session = make.session(running, days_ago=1, note=canary("note", owner))
    morning = make.morning(running)
    activity = make.activity(running, note=canary("activity", owner))
    services.give_directive(running, DirectiveKind.HOLD, 1, reason=canary("hold", owner), by=physio, now=now)
    review = running.reviews.open().get()
    services.decide(running, review, "declined", by=physio, now=now, reason=canary("declined", owner))
    first = services.raise_flags(running.patient, ["calf"], client_id=uuid.uuid4(), by=patient.user, now=now)[0][0]
    services.close_flag(first, words=canary("closing", owner), by=physio, now=now)
    flag = services.raise_flags(running.patient, ["bone"], client_id=uuid.uuid4(), by=patient.user, now=now)[0][0]
    say(running, owner, physio)
    set_down(running, earlier, physio)
    come_and_go(patient, elsewhere, physio)
    address = f"{canary('new', owner)}@example.org"
    return SimpleNamespace(
        patient=patient,
        running=running,
        session=session,
        activity=activity,
        morning=morning,
        flag=flag,
        review=running.reviews.open().get(),
        token=services.invite(patient, by=physio, now=now),
        confirmation=services.ask_confirmation(patient.user, address, now=now),
    )


def say(running, owner, physio):
    """What the two say to each other and the patient answers."""
    now, patient = clock.now(), running.patient
    today = patient.today(now)
    for by in (patient.user, physio):
        services.send_message(patient, canary("message", owner), client_id=uuid.uuid4(), by=by, now=now)
    answers = IntakeEntry(uuid.uuid4(), ("below_knee",), sport=canary("sport", owner), other=canary("other", owner))
    services.answer_intake(running, answers, by=patient.user, now=now)
    services.note_day_reason(running, ReasonEntry(uuid.uuid4(), today, "sleep"), by=patient.user, now=now)
    Away.objects.create(assignment=running, from_on=today, to_on=today, said_at=now, said_by=patient.user)
    asked = {"assignment": running, "kind": "pain_rest", "label": canary("asked", owner), "at": now}
    MeasureAsked.objects.create(**asked, by=physio)
    Measure.objects.create(**asked, on=today, value=1, noted_by=physio)


def set_down(running, earlier, physio):
    """What a physio sets and writes."""
    said = {"at": clock.now(), "by": physio}
    of = {"assignment": running, **said}
    version = running.version
    DoseChange.objects.create(prescription=make.main_prescription(running), sets=2, reason="-", **of)
    Easing.objects.create(reason="-", **of)
    PlanLine.objects.create(kind="running", **of)
    Note.objects.create(text="-", **of)
    TriageMark.objects.create(about="quiet", **of)
    VersionChange.objects.create(before=version, after=version, **of)
    Ending.objects.create(assignment=earlier, **said)


def come_and_go(patient, elsewhere, physio):
    """Discharged and back, offered to the other clinic and kept; a phone that is notified, and a letter on its way."""
    now = clock.now()
    Discharge.objects.create(patient=patient, reason="moved", at=now, by=physio, over_at=now, over_by=physio)
    asked = {"consent_on": now.date(), "consent_how": "phone", "asked_at": now, "asked_by": physio}
    between = {"of_clinic": patient.clinic, "to_clinic": elsewhere}
    Transfer.objects.create(patient=patient, **between, **asked, withdrawn_at=now, withdrawn_by=physio)
    session_key = signed_in(patient.user).session.session_key
    UserSession.objects.create(user=patient.user, session_key=session_key, ip="192.0.2.1")
    words = {"to": patient.user, "expires_at": now + WEEK, "now": now}
    queue_account("somebody@example.org", "A link", "A link.", **words)
    key = webpush.to_text(webpush.public_bytes(ec.generate_private_key(webpush.CURVE)))
    browser = {"endpoint": f"https://fcm.googleapis.com/{patient.pk}", "p256dh": key}
    secret = webpush.to_text(b"0123456789abcdef")
    services.subscribe_push(patient.user, **browser, auth=secret, by=patient.user, now=now)
