"""Whatever comes in by a form: a clear sentence, the form still filled, nothing wrong stored, and never a crash."""

import datetime as dt
import uuid
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from django.urls.converters import IntConverter
from hypothesis import given, settings
from hypothesis import strategies as st

from patients import services, urls
from patients.domain.consent import Consent
from patients.forms.desk.clinic import NumbersForm
from patients.models import (
    Activity,
    Assignment,
    Away,
    Directive,
    Easing,
    Flag,
    Intake,
    Measure,
    Membership,
    Message,
    MorningCheck,
    Patient,
    PushSubscription,
    Reminders,
    Review,
    SetLog,
    StageChange,
    TrainingSession,
)
from patients.models.clinic import NUMBERS
from patients.notices import webpush
from programs import clock
from programs.editor import revision
from programs.editor.publishing import duplicate, publish
from programs.models import ProgramVersion
from tests import html, make

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SQUAT = {"metric": "clinician_confirms", "operator": "at_least", "value": 1, "context": "squat"}
HUGE = str(10**20)
FUZZED = (
    *("log", "sets", "morning", "flag", "away", "activity", "start", "give"),
    *("invite", "hand over", "colleague away"),
    *("put right", "correct", "decide", "directive", "measure", "close", "message", "answer", "reminders", "digest"),
)
SHOWN = ("push", "new", "move")  # taken with an answer of their own instead of another page

# Sentences that come back more than once.
CHOOSE = "Please choose a number. 0 means no pain."
WHOLE = "Please choose a whole number from 0 to 10."
LIST = "Please choose from the list."
FUTURE = "This time is in the future."
BEGAN = "Your programme began on"
DATE = "Please enter a day, such as 2026-03-01."
TIME = "Please enter a day and a time, such as"
CLOCK = "Please enter a time, such as 17:30."
STALE = "This page is out of date."
UNREADABLE = "This text holds a character that cannot be kept."
UNKNOWN = "We do not know this exercise."
LATER = "This exercise belongs to a later stage."
STAGE = "Please choose a stage of this programme."


@pytest.fixture(scope="module")
def world(kept_db):
    """A patient who logs, one whose suggestion waits for a decision, one with an open flag, and a second programme."""
    now = clock.now()
    logging = make.assignment(days=400)
    ready = make.assignment(days=9)
    ready.version.rules["stages"][-1]["criteria"] = [SQUAT]
    ready.version.save(update_fields=["rules"])
    make.good_days(ready, 5)
    eased = make.assignment(days=9)
    make.session(eased, days_ago=3, pain=7)
    flagged = make.assignment(days=3)
    services.raise_flags(flagged.patient, ["calf"], client_id=uuid.uuid4(), by=flagged.patient.user, now=now)
    published = ProgramVersion.objects.published().get()
    later = publish(duplicate(published), by=ready.patient.physio, now=now)
    draft = duplicate(published)
    return SimpleNamespace(
        now=now,
        logging=logging,
        ready=ready,
        flagged=flagged,
        other=draft.stages.first(),
        doors=doors(logging, ready, flagged, eased, now)
        | {"move": moving_door(ready, later), "new": new_door(ready, later), "publish": publishing_door(draft)}
        | people_doors(ready.patient),
    )


def doors(logging, ready, flagged, eased, now):
    """Every form: where it goes, who sends it, and what is good to send."""
    patient, today = logging.patient, logging.patient.today(now)
    prescription = make.main_prescription(logging)
    session = {"prescription": str(prescription.pk), "variation": "heels-close", "pain_left": "2", "note": "All calm."}
    sets = {f"set-{number}-both": "9" for number in range(1, prescription.sets + 1)}
    yesterday = now.astimezone(patient.zone) - DAY
    performed = {"performed_at": yesterday.strftime("%Y-%m-%dT%H:%M")}
    decide = ("decide", ready.patient.public_id, ready.standing.review.public_id)
    directive = ("give-directive", ready.patient.public_id)
    measure = {"kind": "confirm:squat", "value": "1", "side": "left", "on": today.isoformat()}
    close = ("close-flag", flagged.patient.public_id, flagged.patient.flags.get().public_id)
    return {
        "log": door(patient.user, "log-session", client=True, mode="plan", **session, **performed),
        "sets": door(patient.user, "log-session", client=True, mode="sets", **session, **performed, **sets),
        "own": door(patient.user, "own-address", email="new@example.org"),
        "morning": door(patient.user, "record-morning", client=True, on=today.isoformat(), pain_left="1"),
        "flag": door(patient.user, "raise-flag", client=True, kinds="calf"),
        "away": door(patient.user, "say-away", from_on=today.isoformat(), to_on=(today + DAY).isoformat()),
        "activity": door(patient.user, "log-activity", client=True, kind="run", minutes="20", day="today"),
        "reason": door(patient.user, "note-day-reason", client=True, on=today.isoformat(), kind="sport"),
        "start": door(patient.user, "start-questions", client=True, age="34", sudden="no", sport="Rowing"),
        "give": door(patient.user, "give-measure", client=True, kind="pain_rest", value="3"),
        "decide": door(ready.patient.physio, *decide, decision="accepted", reason="Five calm days."),
        "directive": door(ready.patient.physio, *directive, kind="ceiling", value="4", reason="As agreed."),
        "measure": door(ready.patient.physio, "record-measure", ready.patient.public_id, **measure),
        "whole": door(eased.patient.physio, "ask-whole-plan", eased.patient.public_id, reason="A fall."),
        "close": door(flagged.patient.physio, *close, words="Rest until Monday."),
        "put right": door(
            patient.user,
            "put-right",
            "morning",
            make.morning(logging, days_ago=1).pk,
            client=True,
            on=(today - DAY).isoformat(),
            pain_left="1",
        ),
        **desk_doors(ready, prescription, today),
        **contact_doors(patient, ready),
    }


def desk_doors(ready, prescription, today):
    """What a physio sets for one patient beside decisions."""
    physio, patient = ready.patient.physio, ready.patient.public_id
    later, seen = ready.version.stages.get(position=2), ready.standing.stage_id
    dose = {"prescription": str(prescription.pk), "sets": "8", "target": "8", "reason": "Settle first."}
    session = {"prescription": str(prescription.pk), "variation": "heels-far", "pain_left": "2"}
    return {
        "dose": door(physio, "change-dose", patient, **dose),
        "ease": door(physio, "ease-dose", patient, sessions="3", reason="Settle first."),
        "line": door(physio, "set-line", patient, kind="running", text="Running: not yet."),
        "address": door(physio, "correct-address", patient, email="new@example.org"),
        "identity": door(physio, "identity", patient, name="Ready Patient", born_on="1971-05-03", record_number="A 1"),
        "note": door(physio, "write-note", patient, text="Works nights."),
        "end": door(physio, "end-programme", patient, reason="Plays again.", maintenance="Twice a week."),
        "stage": door(physio, "change-stage", patient, stage=str(later.pk), seen=str(seen), reason="Seen in clinic."),
        "version": door(physio, "change-version", patient, ready.version_id, reason="Shorter stages."),
        "ask": door(physio, "ask-measure", patient, kind="outcome:activity", label="Stairs"),
        "numbers": door(physio, "clinic-numbers", **numbers_of(ready.patient.clinic)),
        "mark": door(physio, "mark-triage", patient, about="silent", mark="done", note="Called."),
        "correct": door(
            physio,
            "correct-entry",
            patient,
            "morning",
            ready.morning_checks.first().pk,
            client=True,
            on=today.isoformat(),
            pain_left="1",
            why="Typed by mistake.",
        ),
        "clinic log": door(physio, "log-in-clinic", patient, client=True, mode="plan", **session),
        "clinic morning": door(
            physio, "morning-in-clinic", patient, client=True, on=(today - DAY).isoformat(), pain_left="1"
        ),
    }


def moving_door(of, later):
    row = {"row": str(of.public_id), f"{of.public_id}-moves": "on", "reason": "Shorter stages."}
    return door(of.patient.physio, "move-patients", of.version_id, later.pk, **row)


def new_door(ready, latest):
    new = {"name": "Odalys Brannigan", "email": "odalys@example.org", "physio": str(ready.patient.physio_id)}
    start = {"version": str(latest.pk), "started_on": ready.started_on.isoformat(), "side": "left"}
    return door(ready.patient.physio, "new-patient", intake_morning_pain="2", time_zone="", **new, **start)


def record_doors(ready):
    physio = ready.patient.physio
    here, gone = make.patient(by=physio, name="Dora Here"), make.patient(by=physio, name="Dora Gone")
    services.discharge(gone, reason="moved", by=physio, now=clock.now())
    moves, there = make.patient(by=physio, name="Mo Moves"), make.clinic("There")
    comes = make.patient(by=make.physio(there, "Thora There"), name="Cora Comes")
    consent = Consent("Cora", ready.started_on, "phone")
    offered = services.ask_transfer(comes, ready.patient.clinic, consent, by=comes.physio, now=clock.now())
    agreed = {"consent_by": "Mo", "consent_on": str(ready.started_on), "consent_how": "phone"}
    start = {
        "version": ready.version_id,
        "side": "left",
        "started_on": str(ready.started_on),
        "intake_morning_pain": "2",
    }
    return {
        "discharge": door(physio, "discharge", here.public_id, reason="recovered", note="Plays.", maintenance="Twice."),
        "offer": door(physio, "transfer", moves.public_id, to=there.pk, **agreed),
        "take over": door(physio, "accept-transfer", offered.public_id, physio=str(physio.pk), yes="yes"),
        "take on": door(physio, "take-on-again", gone.public_id, **start),
    }


def publishing_door(draft):
    editor, url = make.editor(), reverse("publish-version", args=[draft.pk])
    client = Client()
    client.force_login(editor)
    document, _faults = html.parse(client.get(url))
    shown = {name: value for name, [value] in html.values_of(html.form_to(document, url), document).items()}
    return SimpleNamespace(user=editor, url=url, data={**shown, "changes": "Begins easier."})


def numbers_of(clinic):
    seen = revision.seal(revision.revision_of(NumbersForm(clinic), [], {}), clinic)
    return {**{name: getattr(clinic, name) for name in NUMBERS}, "revision": seen}


def people_doors(patient):
    """Who works in a clinic, and who treats whom."""
    clinic, today = patient.clinic, patient.today(clock.now())
    office, colleague = make.administrator(clinic), make.physio(clinic, name="Mara Morgan")
    invited = {"name": "Nell Example", "email": "nell@example.org", "roles": "physio"}
    away = {"away_from": today.isoformat(), "away_to": (today + DAY).isoformat()}
    going = {"of": str(patient.physio_id), "patients": str(patient.public_id), "to": str(colleague.pk)}
    return {
        "invite": door(office, "invite-member", clinic.pk, **invited, form_id=str(uuid.uuid4())),
        "hand over": door(patient.physio, "hand-over", **going, form_id=str(uuid.uuid4())),
        "colleague away": door(office, "absence-of", colleague.memberships.get().pk, **away, form_id=str(uuid.uuid4())),
    }


def contact_doors(patient, ready):
    """Writing to each other, being reminded, taking somebody on."""
    times = {"exercise_at": "17:30", "morning_at": "07:30", "quiet_from": "21:00", "quiet_to": "07:00"}
    keys = {"p256dh": webpush.to_text(webpush.public_bytes(webpush.private_key("AQ"))), "auth": "A" * 22}
    return {
        "message": door(patient.user, "messages", client=True, text="May I swim?"),
        "answer": door(ready.patient.physio, "thread", ready.patient.public_id, client=True, text="Front crawl."),
        "reminders": door(patient.user, "reminders", exercise="on", by_email="on", **times),
        "push": door(patient.user, "subscribe-push", endpoint="https://fcm.googleapis.com/x", **keys),
        "digest": door(ready.patient.physio, "digest", digest="week"),
        "absence": door(ready.patient.physio, "absence", away_from="2030-03-01", away_to="2030-03-08"),
        "letter": door(
            ready.patient.physio, "write-letter", ready.patient.public_id, to="Dr Example", text="Doing well."
        ),
        **record_doors(ready),
    }


def door(user, name, /, *args, client=False, **data):
    ids = {"client_id": str(uuid.uuid4())} if client else {}
    return SimpleNamespace(user=user, url=reverse(name, args=args), data={**ids, **data})


def send(to, changes=()):
    """Posts the good form with `changes`: None leaves a field out, a list repeats it, bytes go as they are."""
    data = {name: value for name, value in {**to.data, **dict(changes)}.items() if value is not None}
    client = Client()
    client.force_login(to.user)
    body = urlencode(data, doseq=True)
    return client.post(to.url, body, content_type="application/x-www-form-urlencoded")


def stored():
    """How much there is of everything that a form could write."""
    written = [TrainingSession, SetLog, MorningCheck, Flag, Away, Activity, Intake, StageChange, Directive, Measure]
    written += [Easing, Message, Patient, Reminders, PushSubscription, Membership]
    return [
        *Patient.objects.order_by("pk").values_list("physio", flat=True),
        *Membership.objects.order_by("pk").values_list("aways", flat=True),
        *(model.objects.count() for model in written),
        Review.objects.exclude(decision="").count(),
        Flag.objects.open().count(),
        Assignment.objects.filter(version__number__gt=1).count(),
    ]


def resolved(value, world):
    return value(world) if callable(value) else value


# The form, the field, what is put in, the sentence that answers. -----------------------------------------------------

NO_PAIN = ["11", "-1", "3.7", "x", "true", "１", HUGE, "3 ", "03", "+3", "1e1", "3\x00", b"\xff", "[3]", "None"]
NO_COUNT = ["3.7", "x", "true", "1_0", "1e1", "²", "5\x00", "0x10", b"\xff", "--1", "1 2"]
NO_NUMBER = ["", None, "-1", "10001", HUGE, "1e400", "NaN", "Infinity", "x", "true", "1.001", "1,5", "1\x00", b"\xff"]
NO_DAY = ["yesterday", "2026-02-30", "2026-13-01", "20260301x", "1.3.2026", HUGE, "\x00", b"\xff", "🦵", "0000-01-01"]
NO_EXERCISE = ["999999999", "x", "", None, HUGE, "１", "-1", "1 OR 1=1", "1\x00", b"\xff", "9" * 5000]


def in_days(days, clock="T12:00"):
    return lambda world: (world.logging.patient.today(world.now) + days * DAY).isoformat() + clock


def later_stage(world):
    return world.logging.version.stages.get(position=3).prescriptions.first().pk


REFUSED = [
    *(("log", "pain_left", value, WHOLE) for value in NO_PAIN),
    *(("log", "pain_right", value, WHOLE) for value in NO_PAIN),
    *(("log", "effort", value, WHOLE) for value in NO_PAIN),
    *(("log", "pain_left", value, CHOOSE) for value in ("", None)),
    *(("log", "pain_left", value, WHOLE) for value in (["2", "11"], ["2", "x"])),
    *(("log", "mode", value, LIST) for value in ("", None, "x", "plan\x00")),
    *(("log", "variation", value, "Please choose which way you did it.") for value in ("", None)),
    *(("log", "variation", value, LIST) for value in ("x", "standard", HUGE, "heels-close\x00")),
    *(("log", "felt", value, LIST) for value in ("x", ["cramp", "x"], "cramp\x00")),
    *(("log", "client_id", value, STALE) for value in ("", None, "x", HUGE, "\x00", b"\xff", "0" * 33)),
    *(("log", "prescription", value, UNKNOWN) for value in NO_EXERCISE),
    ("log", "prescription", later_stage, LATER),
    ("log", "prescription", lambda world: world.other.prescriptions.first().pk, UNKNOWN),
    *(("log", "note", note, "Please keep it under 2,000 characters.") for note in ("n" * 2001, "n" * 100_000)),
    ("log", "note", "calm\x00", UNREADABLE),
    *(("log", "performed_at", value, TIME) for value in [*NO_DAY, "12:00", "2026-03-01T25:00"]),
    ("log", "performed_at", "2026-11-20T10:00+00:00", TIME),
    ("log", "performed_at", "9999-12-31T23:59", FUTURE),
    ("log", "performed_at", "0001-01-01T00:00", BEGAN),
    ("log", "performed_at", in_days(1), FUTURE),
    ("log", "performed_at", in_days(-401), BEGAN),
    *(("sets", "set-1-both", value, "Set 1: please enter a whole number.") for value in NO_COUNT),
    *(("sets", "set-2-both", value, "Set 2: this cannot be less than 0.") for value in ("-1", f"-{HUGE}")),
    *(("sets", "set-3-both", value, "Set 3: more than 600 cannot be right.") for value in ("601", "100000", HUGE)),
    ("sets", "set-1-both", "9" * 5000, "Set 1: please enter a whole number."),
    *(("morning", "pain_left", value, WHOLE) for value in NO_PAIN),
    *(("morning", "pain_left", value, CHOOSE) for value in ("", None)),
    *(("morning", "on", value, DATE) for value in [*NO_DAY, "", None, "2026-03-01T10:00"]),
    ("morning", "on", in_days(1, ""), "This morning has not come yet."),
    ("morning", "on", "9999-12-31", "This morning has not come yet."),
    ("morning", "on", in_days(-401, ""), BEGAN),
    ("morning", "on", "0001-01-01", BEGAN),
    *(("morning", "client_id", value, STALE) for value in ("", None, "x", "\x00")),
    *(("flag", "kinds", value, "Tick what is new") for value in ("", None)),
    *(("flag", "kinds", value, LIST) for value in ("x", ["calf", "x"], "calf\x00", b"\xff", HUGE)),
    *(("flag", "client_id", value, STALE) for value in ("", None, "x", "\x00")),
    *(("away", "from_on", value, DATE) for value in [*NO_DAY, "", None]),
    *(("away", "to_on", value, DATE) for value in [*NO_DAY, "", None]),
    ("away", "to_on", in_days(-1, ""), "The last day away is before the first."),
    ("away", "to_on", in_days(200, ""), "That is more than half a year."),
    ("away", "to_on", "9999-12-31", "That is more than half a year."),
    ("away", "from_on", "0001-01-01", "Please choose a day within a year of today."),
    ("away", "from_on", "9999-12-31", "Please choose a day within a year of today."),
    *(("decide", "decision", value, "Please choose what you decide.") for value in ("", None, "x", "accepted\x00")),
    *(("decide", "reason", "r" * length, "Please keep it under 1,000 characters.") for length in (1001, 100_000)),
    ("decide", "reason", "calm\x00", UNREADABLE),
    *(("decide", "stage", value, STAGE) for value in ("x", HUGE, "１x", "-1", b"\xff")),
    ("decide", "stage", "2\x00", "Null characters are not allowed."),
    ("decide", "stage", lambda world: world.other.pk, STAGE),
    ("decide", "stage", lambda world: world.ready.standing.stage_id, STAGE),
    ("decide", "decision", "other_stage", STAGE),
    *(("close", "words", value, "Please write a line for the patient.") for value in ("", None, "   ")),
    *(("close", "words", "w" * length, "Please keep it under 1,000 characters.") for length in (1001, 100_000)),
    ("close", "words", "calm\x00", UNREADABLE),
    *(("measure", "kind", value, LIST) for value in ("", None, "x", "confirm:squat\x00")),
    *(("measure", "value", value, "Please enter a number from 0 to 10,000.") for value in NO_NUMBER),
    *(("measure", "side", value, LIST) for value in ("both", "x", "left\x00")),
    *(("measure", "on", value, DATE) for value in [*NO_DAY, "", None]),
    *(("measure", "on", value, "That day has not come yet.") for value in (in_days(1, ""), "9999-12-31")),
    ("measure", "on", "0001-01-01", "This cannot be noted"),
    *(("directive", "kind", value, LIST) for value in ("", None, "x", "ceiling\x00")),
    *(("directive", "value", value, "Please choose a whole number from 0 to 5.") for value in [*NO_COUNT, "-1"]),
    *(("directive", "value", value, "More than 5 is not offered") for value in ("6", HUGE)),
    *(("directive", "reason", value, "Please give a reason.") for value in ("", None, "  ")),
    ("directive", "reason", "r" * 1001, "Please keep it under 1,000 characters."),
    ("directive", "reason", "calm\x00", UNREADABLE),
    *(("dose", "sets", value, "Please enter a whole number of sets from 1 to 30.") for value in ("x", "0", "31", HUGE)),
    *(("dose", "target", value, "from 1 to 600.") for value in ("1.5", "0", "601")),
    ("dose", "sets", "", "Please give both, or neither"),
    *(("dose", "reason", value, "Please give a reason.") for value in ("", None, "  ")),
    ("dose", "quick", "double", LIST),
    ("line", "text", "t" * 301, "Please keep it under 300 characters."),
    *(("note", "text", value, "Please write something.") for value in ("", None, "  ")),
    ("note", "text", "t" * 4001, "Please keep it under 4,000 characters."),
    ("end", "reason", "", "Please say why it ends."),
    ("end", "maintenance", "m" * 4001, "Please keep it under 4,000 characters."),
    ("move", "reason", "r" * 1001, "Please keep it under 1,000 characters."),
    *(("publish", "changes", value, "Please say what changed") for value in ("", None, "  ")),
    ("publish", "changes", "t" * 8001, "at most 4000 characters"),
    ("publish", "changes", "calm\x00", "Null characters are not allowed."),
    *(("ask", "kind", value, LIST) for value in ("", "outcome:visa-h", "x")),
    ("ask", "label", "", "Please name the activity."),
    ("ask", "label", "l" * 121, "Please name it in fewer than 120 characters."),
    *((name, "text", value, "Please write something.") for name in ("message", "answer") for value in ("", None, " ")),
    *((name, "text", "t" * 2001, "Please keep it under 2,000 characters.") for name in ("message", "answer")),
    *((name, "text", "calm\x00", UNREADABLE) for name in ("message", "answer")),
    *(("message", "client_id", value, STALE) for value in ("", None, "x", "\x00")),
    *(("reminders", "exercise_at", value, CLOCK) for value in ("", None, "25:00", "x", "1\x00", b"\xff", HUGE)),
    *(("reminders", "quiet_to", value, CLOCK) for value in ("", "24:00", "7", "１２:00")),
    *(("reminders", "exercise_at", value, "This lies in the quiet hours") for value in ("21:00", "06:59")),
    *(("absence", "away_to", value, DATE) for value in ("x", "01.03.2030", "2030-02-30", "2030-03-08\x00", HUGE)),
    *(("absence", name, "", "Please give the first and the last day.") for name in ("away_from", "away_to")),
    ("absence", "away_to", "2030-02-01", "The last day away is before the first."),
    ("absence", "away_to", "2040-03-01", "That is more than a year."),
    ("absence", "away_from", "2001-03-01", "That is more than a year."),
    *(("digest", "digest", value, LIST) for value in ("", None, "hourly", "week\x00")),
    *(("letter", "text", value, "the letter is empty.") for value in ("", None, " ")),
    ("letter", "text", "t" * 8001, "Please keep it under 8,000 characters."),
    ("letter", "to", "t" * 401, "Please keep it under 400 characters."),
    ("letter", "text", "calm\x00", UNREADABLE),
    *(("new", "name", value, "Please write the patient’s name.") for value in ("", None, " ")),
    *(("new", "email", value, "Enter a valid email address.") for value in ("x", "a@b", "a b@example.org")),
    *((name, "email", value, "Enter a valid email address.") for name in ("address", "own") for value in ("x", "a@b")),
    ("address", "email", lambda world: world.logging.patient.email.upper(), "This address is in use already"),
    ("own", "email", lambda world: world.ready.patient.email, "somebody else gave it too"),
    *(("identity", "name", value, "Please write the patient’s name.") for value in ("", None, " ")),
    *((name, "born_on", value, DATE) for name in ("new", "identity") for value in ("soon", "2026-02-30", HUGE)),
    *((name, "born_on", "2999-01-01", "has not come yet") for name in ("new", "identity")),
    *((name, "record_number", "9" * 41, "at most 40 characters") for name in ("new", "identity")),
    *((name, "gp_phone", "x", "not a telephone number") for name in ("new", "identity")),
    *(("new", "side", value, "Please choose the affected side.") for value in ("", None)),
    *(("new", "intake_morning_pain", value, WHOLE) for value in NO_PAIN),
    *(("new", "started_on", value, "Please enter a day, such as") for value in ("soon", "2026-02-30", HUGE)),
    *(("new", "version", value, "This version is not offered any more.") for value in ("0", "x", HUGE)),
    ("new", "intake_morning_pain", "4", "With mornings above 3, please choose"),
    ("new", "email", lambda world: world.ready.patient.email, "Another patient of the clinic has this address."),
    ("clinic log", "pain_left", "11", WHOLE),
    ("clinic morning", "pain_left", "", CHOOSE),
]


def case_id(value):
    return str(value)[:24] if isinstance(value, str | bytes | list | None) else getattr(value, "__name__", "row")


@pytest.mark.once
@pytest.mark.uncounted
@pytest.mark.parametrize(("name", "field", "value", "sentence"), REFUSED, ids=case_id)
def test_refuses(name, field, value, sentence, world):
    to, before = world.doors[name], stored()
    response = send(to, {field: resolved(value, world)})
    assert response.status_code == 422
    assert sentence in html.words_of(response)
    assert lost(response, to, field) == {}
    assert stored() == before


# No page sends these: what is hidden in it was changed. Nothing is stored, and there is no box to fill again.
TAMPERED = [
    *(("dose", "prescription", value, LIST) for value in ("", None, "x", HUGE)),
    *(("line", "kind", value, LIST) for value in ("", None, "maintenance", "x")),
    *(("stage", "seen", value, STALE) for value in ("", "x")),
    ("stage", "seen", "999999", "Somebody else moved the patient meanwhile."),
    *(("move", "row", value, "Nobody was moved.") for value in ("", None, "x", HUGE, "1\x00", b"\xff")),
]


@pytest.mark.parametrize(("name", "field", "value", "sentence"), TAMPERED, ids=case_id)
def test_refuses_what_no_page_sends(name, field, value, sentence, world):
    before = stored()
    response = send(world.doors[name], {field: value})
    assert (response.status_code, sentence in html.words_of(response)) == (422, True)
    assert stored() == before


# Fields that follow from another one go with it: without a known exercise there are no sets to show, and without a
# known directive nobody can tell what its value was for.
FOLLOWS = {"prescription": {"mode", "variation"}, "kind": {"value"}}
BUTTONS = {"decision", "kind"}  # the button that was pressed; a page cannot press it again


def lost(response, to, field):
    """What was sent and is no longer in the form, but for the field that was refused: name → value."""
    document, _errors = html.parse(response)
    kept = html.values_of(html.form_to(document, to.url), document)
    gone = {field, "client_id", "revision", "csrfmiddlewaretoken"} | FOLLOWS.get(field, set()) | BUTTONS
    sent = {name: value for name, value in to.data.items() if name not in gone}
    return {name: value for name, value in sent.items() if kept.get(name) != [value]}


TYPED = [
    ("sets", "set-1-both", "3.7"),
    ("sets", "set-1-both", "-1"),
    ("log", "note", "n" * 2001),
    ("log", "note", "<b>&amp;\"'</b>\n🦵" + "n" * 2000),
    ("log", "performed_at", "yesterday"),
    ("morning", "on", "yesterday"),
    ("away", "to_on", "soon"),
    ("decide", "reason", "r" * 1001),
    ("directive", "reason", "r" * 1001),
    ("close", "words", "<i>w</i>" * 200),
]


@pytest.mark.parametrize(("name", "field", "value"), TYPED, ids=case_id)
def test_gives_back_what_was_typed(name, field, value, world):
    to = world.doors[name]
    document, _errors = html.parse(send(to, {field: value}))
    assert html.values_of(html.form_to(document, to.url), document)[field] == [value]


# What is unusual and right is stored as it came. ----------------------------------------------------------------------

NOTES = {
    "an emoji": ("🦵 went fine 👍🏽", "🦵 went fine 👍🏽"),
    "every script": ("ありがとう, спасибо, شكرا", "ありがとう, спасибо, شكرا"),
    "markup": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "a template tag": ("{{ secret }} {% now %}", "{{ secret }} {% now %}"),
    "quotes": ("'; DROP TABLE patients_patient; --", "'; DROP TABLE patients_patient; --"),
    "a lone surrogate": (b"calm \xed\xa0\x80", "calm \ufffd\ufffd\ufffd"),
    "bytes that are no text": (b"calm \xff", "calm \ufffd"),
    "as long as allowed": ("n" * 2000, "n" * 2000),
    "a control character": ("calm \x07\u202e", "calm \x07\u202e"),
}


@pytest.mark.parametrize(("note", "kept"), NOTES.values(), ids=NOTES)
def test_keeps_a_note_that_holds(note, kept, world):
    assert send(world.doors["log"], {"note": note}).status_code == 302
    assert world.logging.sessions.get().note == kept


def test_takes_the_last_of_a_repeated_field(world):
    assert send(world.doors["log"], {"pain_left": ["9", "2"]}).status_code == 302
    assert world.logging.sessions.get().pain_left == 2


def test_ignores_fields_it_does_not_know(world):
    unknown = {"stage": "5", "completion": "1", "logged_by": "1", "set-99-both": "10", "patient": "1", "voided_at": "x"}
    assert send(world.doors["log"], unknown).status_code == 302
    session = world.logging.sessions.get()
    assert (session.stage.position, session.logged_by, session.voided_at) == (1, world.logging.patient.user, None)


def test_takes_a_time_that_the_clocks_jumped_over(world):
    """On the last Sunday of March 01:30 does not exist in London; the day is what counts, and it is kept."""
    zone, today = world.logging.patient.zone, world.logging.patient.today(world.now)
    march = next(dt.date(year, 3, 31) for year in (today.year, today.year - 1) if dt.date(year, 3, 31) < today)
    jumped = march - dt.timedelta(days=(march.weekday() + 1) % 7)
    assert dt.datetime.combine(jumped, dt.time(2, 30), zone).utcoffset() == dt.timedelta(hours=1)
    assert send(world.doors["log"], {"performed_at": f"{jumped}T01:30"}).status_code == 302
    session = world.logging.sessions.get()
    assert (session.local_date, session.performed_at.astimezone(zone).date()) == (jumped, jumped)


def test_takes_an_hour_that_came_twice(world):
    zone, today = world.logging.patient.zone, world.logging.patient.today(world.now)
    october = next(dt.date(year, 10, 31) for year in (today.year, today.year - 1) if dt.date(year, 10, 31) < today)
    twice = october - dt.timedelta(days=(october.weekday() + 1) % 7)
    assert send(world.doors["log"], {"performed_at": f"{twice}T01:30"}).status_code == 302
    assert world.logging.sessions.get().performed_at.astimezone(zone).replace(tzinfo=None) == dt.datetime.combine(
        twice, dt.time(1, 30)
    )


# The same form twice, and other people's ids. -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    FUZZED,
)
def test_answers_a_form_sent_twice_as_the_first_and_stores_it_once(name, world):
    first = send(world.doors[name])
    once = stored()
    second = send(world.doors[name])
    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    assert stored() == once


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("log", {"pain_left": "9", "note": "Another one."}),
        ("morning", {"pain_left": "9"}),
        ("morning", {"on": lambda world: in_days(-2, "")(world), "pain_left": "9"}),
        ("flag", {"kinds": "pop"}),
    ],
)
def test_lets_the_first_stand_when_the_same_id_brings_something_else(name, changes, world):
    first = send(world.doors[name])
    once, rows = stored(), values()
    second = send(world.doors[name], {field: resolved(value, world) for field, value in changes.items()})
    asks = (409, None) if name == "morning" else (302, first.url)  # whether it is to take the first one's place
    assert (second.status_code, getattr(second, "url", None)) == asks
    assert (stored(), values()) == (once, rows)


def values():
    return [
        list(model.objects.order_by("pk").values_list("pk", *fields))
        for model, *fields in (
            (TrainingSession, "pain_left", "note"),
            (MorningCheck, "on", "pain_left"),
            (Flag, "kind", "closed_at"),
        )
    ]


def test_keeps_an_id_that_another_patient_used_apart(world):
    """Ids belong to the assignment: another person's id neither shows nor blocks anything."""
    theirs = make.session(world.ready, days_ago=0, note="Theirs.")
    response = send(world.doors["log"], {"client_id": str(theirs.client_id)})
    mine = world.logging.sessions.get()
    assert response.url == reverse("session-saved", args=[theirs.client_id])
    assert (mine.note, theirs.assignment_id, mine.pk == theirs.pk) == ("All calm.", world.ready.pk, False)


def test_has_a_door_for_every_form(world, client):
    """A form that a patient or a physio can send is tried above, or named here because it has no field."""
    without_fields = {"void-session", "void-activity", "void-morning", "come-back", "join", "ask-what-if"}
    without_fields |= {"put-off-reminders"}  # three buttons (test_reminders_page.py)
    without_fields |= {"stop-push", "make-calendar", "withdraw-calendar", "make-invitation", "withdraw-invitation"}
    without_fields |= {"confirm-address", "stop-letters"}  # one button
    without_fields |= {"close-lost-phone", "end-sign-in", "end-other-sign-ins", "stay-signed-in"}
    without_fields |= {"send-test-letter", "prove-mail", "welcome", "send-welcome", "invite-again", "add-canned-texts"}
    without_fields |= {"end-member", "give-role", "reset-second-factor"}  # asked first (test_leaver.py, test_team.py)
    without_fields |= {"erase-patient"}  # the administrator's (test_erase_patient.py)
    without_fields |= {"start-clinic"}  # the link is the key (test_start_clinic.py)
    without_fields |= {"email-invitation", "print-slip"}  # they bring the link back that the page has shown
    without_fields |= {"see-flag", "see-intake", "see-messages", "see-thread", "take-back-flag", "note-no-injury"}
    without_fields |= {"follow-zone"}  # the phone says it; what is not known changes nothing (test_follow_zone.py)
    without_fields |= {"answer-double", "settle-double"}  # one of two buttons (test_once_more.py)
    without_fields |= {"undo-decision", "undo-discharge", "withdraw-transfer"}  # the page says which
    without_fields |= {"next-patient"}  # which list was open: nonsense is none (test_next_patient.py)
    without_fields |= {"discard-draft", "retire", "delete-unused"}  # a question with one answer
    without_fields |= {"import-programme"}  # a file (test_import_programme.py)
    without_fields |= {"translate"}  # no patient's and no physio's (test_translate.py)
    without_fields |= {"renew-push", "leave-push"}  # the browser says them, and nobody waits for the answer
    client.force_login(world.logging.patient.user)
    posting = {pattern.name for pattern in urls.urlpatterns if client.post(address_of(pattern)).status_code != 405}
    assert posting - without_fields == {resolve(to.url).url_name for to in world.doors.values()}


def address_of(pattern):
    kinds = pattern.pattern.converters.values()
    return reverse(pattern.name, args=[1 if isinstance(kind, IntConverter) else uuid.uuid4() for kind in kinds])


# Anything at all. -----------------------------------------------------------------------------------------------------

VALUES = st.one_of(
    st.sampled_from(
        [*NO_PAIN, *NO_COUNT, *NO_DAY, "", "0", "10", "plan", "sets", "left", "on", "accepted", "n" * 3000]
    ),
    st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.binary(max_size=40),
    st.integers().map(str),
    st.datetimes().map(lambda at: at.strftime("%Y-%m-%dT%H:%M")),
    st.dates().map(str),
    st.uuids().map(str),
)
FIELDS = [
    *("client_id", "prescription", "mode", "variation", "pain_left", "pain_right", "effort", "felt", "note"),
    *("performed_at", "stopped_for_pain", "painkiller", "technique_ok", "set-1-both", "set-2-both", "on", "kinds"),
    *("minutes", "day", "where", "age", "sudden", "captured_at", "sent_at", "time_zone", "utc_offset", "dose_sets"),
    "not_now",
    *("kind", "value", "side", "from_on", "to_on", "decision", "reason", "stage", "words", "csrfmiddlewaretoken"),
]
JUNK = st.dictionaries(
    st.sampled_from(FIELDS) | st.text(min_size=1, max_size=8),
    st.none() | VALUES | st.lists(VALUES, max_size=3),
    max_size=6,
)


@pytest.mark.uncounted
@pytest.mark.parametrize("name", [*FUZZED, *SHOWN])
@settings(max_examples=40)  # of each form, on each database
@given(junk=JUNK)
def test_never_breaks_on_junk(name, junk, world):
    with transaction.atomic():
        before = stored()
        response = send(world.doors[name], junk)
        taken = 200 if name in SHOWN else 302
        assert response.status_code in {taken, 422}
        assert (response.status_code == taken) == (stored() != before)
        transaction.set_rollback(True)
