"""A clinic that looks like a Monday: a few weeks of logs, made through the same services as real ones.

Every name is invented and every address ends in example.org.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from patients import services
from patients.domain.countries import countries
from patients.domain.entries import ActivityEntry, IntakeEntry, MorningEntry, ReasonEntry, SessionEntry, SetEntry
from patients.models import Clinic, ClinicProgram, LineKind, Membership
from patients.services.address import take_address
from patients.services.start import write_canned_texts
from programs.models import Program
from programs.selectors import main_of

PASSWORD = "steady-tendon-demo"
ADMINISTRATOR, EDITOR, PHYSIO = "admin@example.org", "ruth@example.org", "jonas@example.org"


@dataclass(frozen=True)
class Story:
    """One patient: the stage and day they are in, and what they log as (pain during, next morning) a session.

    `every` is days between sessions, `last` how many days ago the last one was. None for a morning: not answered.
    """

    name: str
    email: str
    stage: int
    day: int
    log: tuple
    every: int = 1
    last: int = 1
    side: str = "left"
    intake: int = 3
    harder_from: int = 3  # the session, from 0, from which they do the hardest variation
    flag: str = ""
    ceiling: int | None = None
    running: str = ""  # the physio's line, with the next appointment
    activity: tuple = ()  # (kind, minutes, pain, days ago)
    reason: str = ""  # behind the last session's day


STORIES = (
    Story(
        "Hanna Whitcombe",
        "hanna@example.org",
        2,
        12,
        ((2, 1), (2, 2), (3, 2), (2, 2), (1, 1), (2, 1)),
        every=2,
        running="Easy and flat, 20 minutes, not on two days in a row.",
        activity=("run", 20, 1, 0),
    ),
    Story("Yusuf Demirci", "yusuf@example.org", 1, 5, ((3, 2), (2, 2), (2, 2), (2, 1)), side="right"),
    Story(
        "Tobias Renner",
        "tobias@example.org",
        3,
        16,
        ((2, 2), (1, 2), (2, 1), (2, 2), (4, 6)),
        every=3,
        side="both",
        running="Easy and flat, 30 minutes.",
        activity=("run", 45, 3, 1),
        reason="sport",
    ),
    Story("Ines Marchetti", "ines@example.org", 4, 20, ((2, 2), (3, 2), (2, 2), (3, 3)), every=3, flag="nerve"),
    Story("Dafydd Prys-Llewellyn", "dafydd@example.org", 3, 9, ((3, 3), (4, 4), (3, 4)), every=3, flag="distress"),
    Story(
        "Maximiliane Featherstonehaugh-Okonkwo",
        "maximiliane@example.org",
        4,
        18,
        ((3, 3), (6, 4), (3, 3), (3, 2), (2, 3), (7, 5), (3, 3)),
        every=2,
    ),
    Story("Sunniva Aas", "sunniva@example.org", 3, 46, ((3, 2), (4, 3), (3, 2), (2, 2), (4, 3), (3, 2)) * 2, every=3),
    Story("Bartholomew Quist", "bartholomew@example.org", 4, 22, ((2, 2), (2, 1), (2, 2), (2, 2)), every=3, last=9),
    Story(
        "Aoife Ní Dhomhnaill",
        "aoife@example.org",
        1,
        11,
        ((2, None), (3, 2), (2, None), (2, None), (2, 1), (2, None), (2, None), (2, None)),
    ),
    Story("Lucía Barrenechea", "lucia@example.org", 3, 15, ((3, 2), (3, 2), (2, 2), (2, 2)), every=3, side="right"),
    Story("Per-Olof Lindqvist", "per-olof@example.org", 5, 17, ((2, 1), (1, 1), (2, 1), (1, 1), (1, 1)), every=3),
    Story("Chidi Abernathy", "chidi@example.org", 2, 9, ((4, 4), (4, 4), (4, 3)), every=2, intake=5, ceiling=4),
)
SIGN_INS = (
    ("physio", PHYSIO),
    ("content editor", EDITOR),
    ("administrator", ADMINISTRATOR),
    ("patient, early in stage 1", "yusuf@example.org"),
    ("patient, stage 2, suggestion waiting", "hanna@example.org"),
    ("patient, stage 3, irritated tendon", "tobias@example.org"),
)


def is_demo():
    return get_user_model().objects.filter(email=PHYSIO).exists()


def sign_ins():
    lines = [f"  {role:<38} {email}" for role, email in SIGN_INS]
    return "\n".join([f"Demo sign-ins, password {PASSWORD}:", *lines])


@transaction.atomic
def seed(now):
    """Writes the demo clinic as if it had been in use until the instant `now`."""
    clinic = Clinic.objects.create(name="Hollybrook Physiotherapy", phone="01632 960142")
    program = Program.objects.get(slug="high-hamstring-tendinopathy")
    ClinicProgram.objects.create(clinic=clinic, program=program)
    physio = _staff("Jonas Adeyemi", PHYSIO, "Physios")
    _staff("Ruth Kowalczyk", EDITOR, "Content editors")
    _staff("Alex Brandreth", ADMINISTRATOR, superuser=True)
    Membership.objects.create(user=physio, clinic=clinic)
    numbers = {"country": "GB", "phone": clinic.phone, **countries()["GB"].numbers}
    services.confirm_numbers(clinic, numbers, by=physio, now=now)
    write_canned_texts(clinic)
    for story in STORIES:
        _add_patient(story, clinic, physio, program.latest_published(), now)
    # One hash for everybody: hashing is slow by design, and these passwords are printed on the screen.
    get_user_model().objects.update(password=make_password(PASSWORD))


def _staff(name, email, group=None, *, superuser=False):
    user = get_user_model().objects.create_user(email, name=name, is_staff=True, is_superuser=superuser)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def _add_patient(story, clinic, physio, version, now):
    patient = services.add_patient(
        by=physio,
        clinic=clinic,
        name=story.name,
        email=story.email,
        phone=f"07700 9001{STORIES.index(story):02}",  # a range that is given to nobody
        time_zone=clinic.time_zone,
        physio=physio,
        now=now,
    )
    take_address(patient.user, patient.email)  # as if they had used it
    started = now - dt.timedelta(days=story.day - 1)
    assignment = services.assign_program(
        patient=patient,
        version=version,
        side=story.side,
        started_on=patient.today(started),
        intake_morning_pain=story.intake,
        by=physio,
        now=started,
        ceiling=story.ceiling,
        reason="Usual mornings are 4 to 5; agreed at the first visit." if story.ceiling else "",
    )
    if story.stage > 1:
        stage = version.stages.get(position=story.stage)
        services.change_stage(assignment, stage, by=physio, reason="As agreed at the visit.", now=started)
    _log_sessions(story, assignment, now)
    _log_the_rest(story, assignment, physio, now)
    if story.flag:
        services.raise_flags(
            patient, [story.flag], client_id=uuid.uuid4(), by=patient.user, now=_days_ago(patient, now, 0, hour=7)
        )
    services.review_assignment(assignment, now)


def _log_sessions(story, assignment, now):
    """The sessions in the evening and the mornings after them, as far as they fall in the stage."""
    prescription = main_of(assignment.standing.stage)[0]
    variations = prescription.variations
    count = len(story.log)
    for number, (during, morning) in enumerate(story.log):
        days_ago = story.last + (count - 1 - number) * story.every
        if days_ago >= story.day:
            continue
        at = _days_ago(assignment.patient, now, days_ago, hour=18)
        session = SessionEntry(
            client_id=uuid.uuid4(),
            performed_at=at,
            prescription=prescription,
            sets=_sets_as_prescribed(prescription),
            variation=variations[-1 if number >= story.harder_from else 0],
            technique_ok=True,
            **_pains(story.side, during),
        )
        services.log_session(assignment, session, by=assignment.patient.user, now=at + dt.timedelta(minutes=5))
        if morning is not None and days_ago >= 1:
            woke = _days_ago(assignment.patient, now, days_ago - 1, hour=7)
            on = assignment.patient.today(at) + dt.timedelta(days=1)
            entry = MorningEntry(uuid.uuid4(), on, **_pains(story.side, morning))
            services.record_morning(assignment, entry, by=assignment.patient.user, now=max(woke, at))


def _log_the_rest(story, assignment, physio, now):
    """The questions of the start, the physio's lines, and what the patient did beside the exercises."""
    user, today = assignment.patient.user, assignment.patient.today(now)
    if story.day > 7:
        intake = IntakeEntry(uuid.uuid4(), where=("sitting_bone",), age=41, sudden=False, cancer=False)
        services.answer_intake(assignment, intake, by=user, now=assignment.assigned_at)
    if story.running:
        said = _days_ago(assignment.patient, now, 3, hour=11)
        services.set_line(assignment, LineKind.RUNNING, story.running, by=physio, now=said)
        in_12_days = today + dt.timedelta(days=12)
        services.set_line(assignment, LineKind.APPOINTMENT, "14:30", by=physio, now=said, on=in_12_days)
    if story.activity:
        kind, minutes, pain, days_ago = story.activity
        run = ActivityEntry(uuid.uuid4(), today - dt.timedelta(days=days_ago), kind, minutes, pain)
        services.log_activity(assignment, run, by=user, now=now)
    if story.reason:
        reason = ReasonEntry(uuid.uuid4(), today - dt.timedelta(days=story.last), story.reason)
        services.note_day_reason(assignment, reason, by=user, now=now)


def _days_ago(patient, now, days, *, hour):
    """The hour by the patient's own clock, or now where that is still to come."""
    on = patient.today(now) - dt.timedelta(days=days)
    return min(dt.datetime.combine(on, dt.time(hour, 12), patient.zone), now)


def _sets_as_prescribed(prescription):
    return tuple(
        SetEntry(number, side, prescription.target)
        for number in range(1, prescription.sets + 1)
        for side in prescription.sides
    )


def _pains(side, pain):
    """The pain of the affected side; with both affected the right one hurts a little less."""
    pains = {"left": {"pain_left": pain}, "right": {"pain_right": pain}}
    return pains.get(side) or {"pain_left": pain, "pain_right": max(pain - 1, 0)}
