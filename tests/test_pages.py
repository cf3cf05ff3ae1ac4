"""Every page that a person can open, in the states it has, is held to the rules of page_faults.py."""

import time
import uuid
from base64 import b64encode
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from patients import services
from patients.domain.consent import Consent
from patients.domain.entries import IntakeEntry
from patients.models import AuditEntry, CannedText, DirectiveKind, LineKind, MeasureAsked, Notice, PlanLine
from patients.services.start import open_start
from programs import clock, library
from programs.editor.drafting import remove_stage
from programs.editor.publishing import duplicate, publish
from programs.models import Exercise, ProgramVersion, Variation
from tests import make
from tests.access_table import TABLE
from tests.html import revision_on, words_of
from tests.page_faults import PAGE_RULES, RULES, faults_of, is_kept_by_no_cache

pytestmark = pytest.mark.django_db


# People in the states that their pages know ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world(kept_db):
    return everybody()


def everybody():
    now = clock.now()
    physio, idle = make.physio(), make.physio(name="Nobodys Physio")
    home = physio.memberships.get().clinic

    def running(name, **options):
        return make.assignment(make.patient(by=physio, name=f"{name} Patientname"), **options)

    people = {
        "fresh": running("Freda", days=0),
        "ready": running("Rita", days=9),
        "both": running("Bodo", days=6, side="both"),
        "flare": running("Flora", days=12, side="right"),
        "flagged": running("Fergus", days=5),
        "distressed": running("Dora", days=5),
        "away": running("Amos", days=5),
        "held": running("Hilda", days=9, stage=5, intake=4, ceiling=4, reason="As agreed with the surgeon."),
        "decided": running("Dieter", days=9),
        "switched off": running("Otto", days=9),
        "paused": running("Paula", days=9),
        "returning": running("Rolf", days=40),
        "stepped back": running("Stella", days=20, stage=2),
        "asked": running("Astrid", days=9),
        "looked at": running("Lorna", days=2),
    }
    make.good_days(people["ready"], 5)
    make.good_days(people["both"], 3)
    make.good_days(people["flare"], 3)
    make.session(people["flare"], days_ago=0, pain=8, stopped_for_pain=True, painkiller=True, note="A <b>bad</b> day.")
    make.good_days(people["decided"], 5)
    for name, kind in (("flagged", "calf"), ("distressed", "distress")):
        tick(people[name], kind, now)
    services.say_away(people["away"], from_on=now.date(), to_on=now.date(), by=people["away"].patient.user, now=now)
    directive(people["held"], DirectiveKind.HOLD, 1, now)
    directive(people["paused"], DirectiveKind.PAUSE, 1, now)
    make.session(people["returning"], days_ago=30)
    for days_ago in (5, 1):
        make.session(people["stepped back"], days_ago=days_ago, pain=8)
    speaks(people["asked"], physio)
    looked_at = IntakeEntry(uuid.uuid4(), ("below_knee",), age=16, sudden=True, sport="<b>Rowing</b>")
    services.answer_intake(people["looked at"], looked_at, by=people["looked at"].patient.user, now=now)
    directive(people["switched off"], DirectiveKind.ENGINE, 0, now)
    services.decide(
        people["decided"], people["decided"].standing.review, "accepted", by=physio, now=now, reason="Calm."
    )
    voided = make.session(people["held"], days_ago=1)
    services.take_out(voided, by=people["held"].patient.user, now=now)
    talk(people["held"], now)
    published = ProgramVersion.objects.published().get()
    later = duplicate(published)
    remove_stage(later.stages.get(position=5))
    publish(later, by=physio, now=now)
    users = {name: of.patient.user for name, of in people.items()}
    users["keyholder"] = make.patient(by=physio, name="Kim Patientname").user
    users["unassigned"] = make.patient(by=physio, name="Una Patientname").user
    users["discharged"] = discharged(make.patient(by=physio, name="Dora Patientname"), now)
    users["administrator"] = make.administrator(home)
    users |= {"physio": physio, "idle": idle, "editor": make.editor(), "nowhere": make.user("Nora Nowhere")}
    users["superuser"] = make.user("Sam Super", staff=True, superuser=True)
    users["office"] = make.administrator(home)
    users["new office"] = make.administrator(name="Nell Newoffice")
    colleague = {"name": "Nina", "email": "nina@example.org", "roles": ["physio"], "by": users["office"], "now": now}
    invited = services.invite_colleague(home, **colleague)
    return SimpleNamespace(
        now=now,
        home=home,
        people=people,
        users=users,
        voided=voided,
        draft=duplicate(published),
        published=published,
        later=later,
        exercise=Exercise.objects.first(),
        card=make.guidance()[0],
        picture=make.picture(),
        passkey=passkey_of(users["keyholder"]),
        notice=Notice.objects.create(user=physio, kind="digest", key="one", due_at=now, claimed_at=now),
        start=open_start(now=now).split("/")[-2],
        welcome=services.send_welcome(invited, by=users["office"], now=now),
        link=services.invite(people["fresh"].patient, by=physio, now=now),
        offer=offered(make.patient(name="Ola Patientname"), home, now),
    )


def offered(patient, to, now):
    consent = Consent("Ola", patient.today(now), "phone")
    return services.ask_transfer(patient, to, consent, by=patient.physio, now=now)


def discharged(patient, now):
    services.discharge(patient, reason="moved", note="To <b>Lund</b>.", by=patient.physio, now=now)
    return patient.user


def gone(world):
    return world.users["discharged"].patient.public_id


def member(world):
    return world.users["physio"].memberships.get().pk


def clinic_of(world):
    return world.users["physio"].memberships.get().clinic_id


def passkey_of(user):
    data = {"name": "My phone", "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)


def tick(of, kind, now):
    services.raise_flags(of.patient, [kind], client_id=uuid.uuid4(), by=of.patient.user, now=now)


def speaks(of, physio):
    """The physio's lines and questions, and what the patient did beside the exercises."""
    today = of.patient.today(clock.now())
    lines = {
        LineKind.RUNNING: "Easy & flat, <20 min",
        LineKind.FREQUENCY: "Every other day",
        LineKind.APPOINTMENT: "14:30",
    }
    said = {"assignment": of, "at": clock.now(), "by": physio}
    for kind, text in lines.items():
        PlanLine.objects.create(kind=kind, text=text, on=today if kind == "appointment" else None, **said)
    for kind in ("pain_rest", "outcome:activity", "outcome:global-change"):
        MeasureAsked.objects.create(kind=kind, label="Stairs <two> at once", **said)
    make.activity(of, pain=4, note="<b>Hills</b>")
    make.session(of, pain=5)


def talk(of, now):
    """A question and an answer, and a text that the clinic writes often."""
    for text, by in (("May I <b>swim</b>?", of.patient.user), ("Front crawl & nothing else.", of.patient.physio)):
        services.send_message(of.patient, text, client_id=uuid.uuid4(), by=by, now=now)
    CannedText.objects.create(clinic=of.patient.clinic, title="Swimming <b>", text="Front crawl.")


def directive(of, kind, value, now):
    services.give_directive(of, kind, value, reason="Seen in clinic.", by=of.patient.physio, now=now)


# Pages: what is opened, by whom, with which ids and question, or with what is sent ------------------------------------


def carried(data):
    return b64encode(data).decode()


MEETS = library.text("high-hamstring-tendinopathy").replace(b'cue = "', b'cue = "<b>')


def page(person, name, /, *ids, ask="", send=None, status=200):
    return SimpleNamespace(person=person, name=name, ids=ids, ask=ask, send=send, status=status)


def refused(person, name, /, *ids, **send):
    return page(person, name, *ids, send=send, status=422)


def patient_id(name):
    return lambda world: world.people[name].patient.public_id


def row_of(name):
    return lambda world: world.people[name].patient.pk


def last_session(name):
    return lambda world: world.people[name].sessions.first().client_id


def last_of(name, kind):
    return lambda world: getattr(world.people[name], kind).valid().first().pk


VERSIONS = (lambda world: world.published.pk, lambda world: world.later.pk)
PHONE = (
    *("fresh", "ready", "both", "flare", "flagged", "distressed", "away", "held", "decided", "switched off"),
    *("paused", "returning", "stepped back", "asked", "looked at"),
)
PATIENT_PAGES = [
    *(page(name, "today") for name in (*PHONE, "unassigned", "discharged")),
    *(page(name, "progress") for name in PHONE),
    *(page(name, "log-session") for name in ("fresh", "both", "held")),
    *(page("held", "log-session", ask=ask) for ask in ("?mode=sets", "?day=yesterday", "?exercise=999999")),
    *(page(name, "record-morning") for name in ("ready", "both")),
    *(page(name, "guide-session") for name in ("fresh", "held", "flare", "flagged")),
    page("ready", "record-morning", ask="?on=not-a-day"),
    page("held", "programme"),
    page("held", "month"),
    *(page(name, "guidance") for name in ("fresh", "held", "unassigned")),
    page("held", "guidance", ask="?q=stretching"),
    page("held", "guidance", ask='?q=nothing"<b>'),
    page("fresh", "raise-flag"),
    page("flagged", "raise-flag"),
    page("fresh", "say-away"),
    page("fresh", "log-activity"),
    page("fresh", "start-questions"),
    page("looked at", "start-questions"),
    page("looked at", "start-questions", ask="?change=1"),
    page("fresh", "give-measure"),
    page("asked", "give-measure"),
    page("fresh", "outbox"),
    page("ready", "put-right", "morning", last_of("ready", "morning_checks")),
    page("held", "put-right", "session", lambda world: world.voided.pk),
    refused("ready", "put-right", "morning", last_of("ready", "morning_checks"), pain_left="11", on="<b>"),
    page("fresh", "first-minute"),
    *(page(name, "messages") for name in ("fresh", "held", "unassigned", "discharged")),
    refused("fresh", "messages", text=""),
    *(page(name, "reminders") for name in ("fresh", "held", "flagged", "unassigned")),
    refused("fresh", "reminders", exercise="on", exercise_at='22:00"<b>'),
    page("held", "make-calendar", send={}),
    page("ready", "session-saved", last_session("ready")),
    page("flare", "session-saved", last_session("flare")),
    page("held", "session-saved", lambda world: world.voided.client_id),
    page("flagged", "flag-raised", lambda world: world.people["flagged"].patient.flags.get().client_id),
    page("distressed", "flag-raised", lambda world: world.people["distressed"].patient.flags.get().client_id),
    refused("fresh", "log-session", pain_left="11", mode="sets"),
    refused("both", "log-session", prescription="x", note='<script>"&'),
    refused("both", "record-morning", on="soon"),
    refused("fresh", "raise-flag", kinds="x"),
    refused("fresh", "say-away", from_on="soon"),
    refused("fresh", "log-activity", minutes="<b>"),
    refused("fresh", "start-questions", age="<b>", where="moon"),
    refused("asked", "give-measure", kind="pain_rest", value="<b>"),
    page("paused", "progress"),
    page("fresh", "sign-ins"),
    *(page(name, "who-opened") for name in ("held", "unassigned")),
    *(page(name, "guide-session") for name in ("paused", "returning")),
]
DESK_PAGES = [
    page("physio", "sign-ins"),
    page("administrator", "team"),
    *(page("administrator", name, lambda world: member(world)) for name in ("end-member", "reset-second-factor")),
    refused("administrator", "end-member", lambda world: member(world), heir="<b>"),
    page("physio", "hand-over"),
    page("administrator", "invite-member", lambda world: clinic_of(world)),
    refused("administrator", "invite-member", lambda world: clinic_of(world), email="<b>"),
    page("administrator", "absence-of", lambda world: member(world)),
    page("administrator", "erase-patient", lambda world: clinic_of(world)),
    refused("administrator", "erase-patient", lambda world: clinic_of(world), record="<b>"),
    page("administrator", "clinic-audit", lambda world: clinic_of(world)),
    page("administrator", "clinic-audit", lambda world: clinic_of(world), ask="?day=x&person=0"),
    page("physio", "discharge", patient_id("ready")),
    page("physio", "discharge", patient_id("flagged")),
    refused("physio", "discharge", patient_id("ready"), reason="<b>", note='"<b>'),
    *(page("physio", name, gone) for name in ("patient-page", "thread", "discharge", "take-on-again")),
    refused("physio", "take-on-again", gone, reason='"<b>', intake_morning_pain="7"),
    page("physio", "caseload", ask="?group=discharged"),
    page("physio", "transfers"),
    page("administrator", "accept-transfer", lambda world: world.offer.public_id),
    refused("administrator", "accept-transfer", lambda world: world.offer.public_id, physio="<b>"),
    page("physio", "transfer", patient_id("ready")),
    page("physio", "transfer", patient_id("flagged")),
    refused("physio", "transfer", patient_id("ready"), consent_by='"<b>', consent_on="<b>"),
    page("physio", "caseload"),
    page("physio", "caseload", ask="?whose=clinic&q=r"),
    page("physio", "caseload", ask='?q=nobody"<>'),
    page("physio", "caseload", ask="?whose=clinic&sort=last-log&group=chase&stage=1&page=9"),
    page("physio", "caseload", ask="?sort=stage&group=new"),
    page("idle", "caseload"),
    *(page("physio", "log-in-clinic", patient_id(name)) for name in ("both", "held")),
    page("physio", "morning-in-clinic", patient_id("both")),
    page("physio", "correct-entry", patient_id("ready"), "morning", last_of("ready", "morning_checks")),
    page("physio", "correct-entry", patient_id("held"), "session", lambda world: world.voided.pk),
    refused("physio", "correct-entry", patient_id("ready"), "session", last_of("ready", "sessions"), why=""),
    page("physio", "change-version", patient_id("ready"), lambda world: world.published.pk),
    page("physio", "change-version", patient_id("held"), lambda world: world.later.pk),
    page("physio", "versions"),
    page("physio", "move-patients", *VERSIONS),
    page("physio", "move-patients", *VERSIONS, ask="?tick=1"),
    page("idle", "move-patients", *VERSIONS),
    refused("physio", "move-patients", *VERSIONS, reason="<b>" * 400),
    refused("physio", "change-dose", patient_id("ready"), sets="x", reason='a "reason" <b>'),
    refused("physio", "set-line", patient_id("ready"), kind="appointment", on="soon", text="<b>"),
    refused("physio", "end-programme", patient_id("ready"), maintenance="<b>&"),
    refused("physio", "log-in-clinic", patient_id("both"), mode="sets", pain_left="11"),
    *(page("physio", "patient-page", patient_id(name)) for name in PHONE),
    page("physio", "patient-page", lambda world: world.users["unassigned"].patient.public_id),
    refused(
        "physio",
        "decide",
        patient_id("ready"),
        lambda world: world.people["ready"].standing.review.public_id,
        reason="x",
    ),
    refused("physio", "give-directive", patient_id("ready"), kind="ceiling", value="9", reason='a "reason" <b>'),
    refused(
        "physio",
        "close-flag",
        patient_id("flagged"),
        lambda world: world.people["flagged"].patient.flags.get().public_id,
        words="<b>" * 400,
    ),
    page("physio", "patient-page", lambda world: uuid.uuid4(), status=404),
    page("physio", "who-opened-of", patient_id("held")),
    page("physio", "new-patient"),
    page("physio", "new-patient", send={"name": '"<b>', "email": "x", "intake_morning_pain": "7"}, status=422),
    page("physio", "make-invitation", patient_id("held"), send={}),
    page("physio", "identity", patient_id("held")),
    refused("physio", "correct-address", patient_id("held"), email='"<b>'),
    *(page("physio", "thread", patient_id(name)) for name in ("fresh", "held")),
    refused("physio", "thread", patient_id("held"), text=""),
    refused("physio", "thread", patient_id("held"), insert="1", canned="0", text='"<b>'),
    page("physio", "clinic-numbers"),
    refused("physio", "clinic-numbers", emergency_phone="<b>"),
    page("physio", "clinic-numbers", send={"revision": "x", "phone": "<b>"}, status=409),
    *(page(person, "clinic-checklist") for person in ("office", "new office")),
    page("office", "prove-mail", "no-such-link"),
    page("office", "prove-mail", "no-such-link", send={}, status=410),
    page("physio", "absence"),
    refused("physio", "absence", away_from="<b>"),
    page("physio", "digest"),
    refused("physio", "digest", digest="<b>"),
    page("physio", "write-letter", patient_id("held")),
    refused("physio", "write-letter", patient_id("held"), to="<b>" * 200, text=""),
    page("editor", "what-if", lambda world: world.draft.pk),
    page("superuser", "what-if", lambda world: world.published.pk),
    page("editor", "publish-version", lambda world: world.draft.pk),
    page("editor", "publish-version", lambda world: world.draft.pk, send={"changes": '"<b>'}, status=409),
    page("superuser", "publish-version", lambda world: world.published.pk),
    page("editor", "discard-draft", lambda world: world.draft.pk),
    page("superuser", "discard-draft", lambda world: world.published.pk),
    page("editor", "import-programme"),
    page("editor", "import-programme", send={"carried": carried(b"name = 1")}, status=422),
    page("editor", "import-programme", send={"carried": carried(library.text("goom-2016-proximal-hamstring"))}),
    page("editor", "import-programme", send={"carried": carried(MEETS)}),
    page("editor", "import-programme", send={"carried": carried(MEETS), "revision": "x", "keep": "1"}, status=409),
    page("editor", "preview", lambda world: world.draft.pk),
    page("editor", "preview", lambda world: world.draft.pk, ask="?stage=3&page=guide"),
    page("editor", "preview-page", lambda world: world.draft.pk, lambda _world: 3, lambda _world: "good"),
    page("editor", "preview-page", lambda world: world.draft.pk, lambda _world: 1, lambda _world: "rest"),
    page("editor", "retire", "programme", lambda world: world.published.program_id),
    page("editor", "retire", "exercise", lambda world: Exercise.objects.first().pk),
    page("editor", "retire", "variation", lambda world: Variation.objects.first().pk, send={}, status=409),
    page("editor", "translations", "ar"),
    page("editor", "translate", "ar", "exercise", lambda world: Exercise.objects.first().pk),
    page("editor", "translate", "ar", "card", lambda world: world.card.pk, send={}, status=409),
    page("editor", "delete-unused", "exercise", lambda world: Exercise.objects.first().pk),
]
DOOR_PAGES = [
    page("anonymous", "account_login"),
    page("anonymous", "account_login", send={"login": "ada@example.org", "password": "wrong"}),
    page("anonymous", "privacy"),
    page("fresh", "privacy"),
    page("anonymous", "account_signup"),
    page("anonymous", "account_request_login_code"),
    page("anonymous", "account_request_login_code", send={"email": "x"}),
    page("anonymous", "account_reset_password"),
    page("anonymous", "account_reset_password", send={"email": "x"}),
    page("anonymous", "account_reset_password_done"),
    page("anonymous", "account_reset_password_from_key", "1", "no-such-key"),
    page("anonymous", "account_reset_password_from_key_done"),
    page("anonymous", "account_confirm_email", "no-such-key"),
    page("anonymous", "account_email_verification_sent"),
    page("anonymous", "account_inactive"),
    page("anonymous", "join", lambda world: world.link),
    page("anonymous", "join", "no-such-link", status=410),
    page("anonymous", "join", "no-such-link", send={}, status=410),
    page("anonymous", "start-clinic", lambda world: world.start),
    page("anonymous", "start-clinic", lambda world: world.start, ask="?country=US"),
    page(
        "anonymous", "start-clinic", lambda world: world.start, send={"press": "more", "name": '"<b>', "country": "<b>"}
    ),
    page("anonymous", "start-clinic", lambda world: world.start, send={"press": "start", "name": '"<b>'}, status=422),
    page("anonymous", "welcome", lambda world: world.welcome),
    page("anonymous", "welcome", "no-such-link", status=410),
    page("anonymous", "welcome", "no-such-link", send={}, status=410),
    page("physio", "second-factor"),
    page("anonymous", "confirm-address", "no-such-letter"),
    page("anonymous", "confirm-address", "no-such-letter", send={}, status=410),
    page("anonymous", "stop-letters", "no-such-letter"),
    page("anonymous", "stop-letters", "no-such-letter", send={}, status=410),
    page("fresh", "own-address"),
    refused("fresh", "own-address", email='"<b>'),
    page("nowhere", "home"),
    *(
        page("fresh", name)
        for name in (
            "account_logout",
            "account_email",
            "account_set_password",
            "mfa_index",
            "mfa_activate_totp",
            "mfa_generate_recovery_codes",
            "mfa_list_webauthn",
            "mfa_add_webauthn",
            "sign-ins",
            "my-account",
            "usersessions_list",
            "prove-again",
        )
    ),
    page("keyholder", "mfa_index"),
    page("keyholder", "mfa_list_webauthn"),
    page("keyholder", "mfa_edit_webauthn", lambda world: world.passkey.pk),
    page("keyholder", "mfa_remove_webauthn", lambda world: world.passkey.pk),
    page("fresh", "mfa_activate_totp", send={"code": "0"}),
    page("fresh", "account_set_password", send={"password1": "a", "password2": "b"}),
    *(page("physio", name) for name in ("account_change_password", "account_reauthenticate", "mfa_index")),
    page("physio", "admin:hhtclinic_user_changelist", status=403),
]
ADMIN_PAGES = [
    *(page(person, "admin:index") for person in ("physio", "editor", "superuser")),
    page("editor", "admin:app_list", "programs"),
    page("editor", "admin:password_change"),
    page("editor", "admin:password_change_done"),
    page("physio", "admin:patients_patient_changelist"),
    page("physio", "admin:patients_patient_changelist", ask="?q=nobody"),
    page("physio", "admin:patients_patient_add"),
    page("physio", "admin:patients_patient_add", send={"email": "x"}, status=422),
    page("physio", "admin:patients_patient_change", row_of("fresh")),
    page("physio", "admin:patients_patient_change", lambda world: world.users["unassigned"].patient.pk),
    page("physio", "admin:patients_patient_change", row_of("fresh"), send={"name": ""}),
    page("physio", "admin:patients_patient_history", row_of("fresh")),
    page("physio", "admin:patients_patient_assign", lambda world: world.users["unassigned"].patient.public_id),
    page("physio", "admin:patients_patient_link", patient_id("ready"), send={}),
    page("physio", "admin:patients_assignment_changelist"),
    page("physio", "admin:patients_assignment_change", lambda world: world.people["held"].pk),
    page("physio", "admin:patients_assignment_history", lambda world: world.people["held"].pk),
    page("physio", "admin:programs_program_changelist"),
    page("physio", "admin:programs_exercise_change", lambda world: world.exercise.pk),
    page("physio", "admin:patients_clinic_changelist", status=403),
    *(
        page("editor", f"admin:programs_{kind}_changelist")
        for kind in ("exercise", "program", "programversion", "stage")
    ),
    page("editor", "admin:programs_exercise_add"),
    page("editor", "admin:programs_exercise_change", lambda world: world.exercise.pk),
    page("editor", "admin:programs_exercise_history", lambda world: world.exercise.pk),
    page(
        "editor",
        "admin:programs_exercise_simple_history",
        lambda world: world.exercise.pk,
        lambda world: world.exercise.history.first().pk,
    ),
    page("editor", "admin:programs_picture_changelist"),
    page("editor", "admin:programs_picture_change", lambda world: world.picture.pk),
    page("editor", "admin:programs_picture_change", lambda world: world.picture.pk, send={"source": ""}),
    page("physio", "admin:programs_picture_change", lambda world: world.picture.pk),
    page("editor", "admin:programs_picture_history", lambda world: world.picture.pk),
    page("editor", "admin:programs_guidance_changelist"),
    page("editor", "admin:programs_guidance_add"),
    page("editor", "admin:programs_guidance_change", lambda world: world.card.pk),
    page("editor", "admin:programs_guidance_change", lambda world: world.card.pk, send={"title": ""}),
    page("physio", "admin:programs_guidance_change", lambda world: world.card.pk),
    page("editor", "admin:programs_guidance_history", lambda world: world.card.pk),
    page(
        "editor",
        "admin:programs_guidance_simple_history",
        lambda world: world.card.pk,
        lambda world: world.card.history.first().pk,
    ),
    page("editor", "admin:programs_program_add"),
    page("editor", "admin:programs_program_change", lambda world: world.published.program_id),
    page("editor", "admin:programs_program_history", lambda world: world.published.program_id),
    page("editor", "admin:programs_programversion_change", lambda world: world.draft.pk),
    page("editor", "admin:programs_programversion_change", lambda world: world.published.pk),
    page("editor", "admin:programs_programversion_history", lambda world: world.draft.pk),
    page("editor", "admin:programs_programversion_stages", lambda world: world.draft.pk),
    page("editor", "admin:programs_stage_change", lambda world: world.draft.stages.get(position=4).pk),
    page(
        "editor", "admin:programs_stage_change", lambda world: world.draft.stages.get(position=2).pk, send={"name": ""}
    ),
    page("editor", "admin:programs_stage_change", lambda world: world.published.stages.get(position=2).pk),
    page("editor", "admin:programs_stage_history", lambda world: world.draft.stages.get(position=2).pk),
    *(page("superuser", f"admin:{kind}_changelist") for kind in ("patients_clinic", "patients_auditentry")),
    page("superuser", "admin:patients_notice_changelist"),
    page("superuser", "admin:patients_notice_change", lambda world: world.notice.pk),
    page("superuser", "admin:patients_notice_history", lambda world: world.notice.pk),
    *(page("superuser", f"admin:{kind}_changelist") for kind in ("hhtclinic_user", "auth_group")),
    *(page("superuser", f"admin:{kind}_add") for kind in ("patients_clinic", "hhtclinic_user", "auth_group")),
    page("superuser", "admin:patients_clinic_change", lambda world: world.home.pk),
    page("superuser", "admin:patients_clinic_history", lambda world: world.home.pk),
    page("superuser", "admin:hhtclinic_user_change", lambda world: world.users["physio"].pk),
    page("superuser", "admin:hhtclinic_user_history", lambda world: world.users["physio"].pk),
    page("superuser", "admin:patients_auditentry_change", lambda world: AuditEntry.objects.first().pk),
    page("superuser", "admin:patients_auditentry_history", lambda world: AuditEntry.objects.first().pk),
    *(page("superuser", f"admin:auth_group_{verb}", 1) for verb in ("change", "history", "delete")),
]
PAGES = [*PATIENT_PAGES, *DESK_PAGES, *DOOR_PAGES, *ADMIN_PAGES]


def name_of(page):
    sent = " refused" if page.send is not None else ""
    return f"{page.name} {page.person}{page.ask}{sent}"


REVISED = ("_change", "clinic-numbers")  # ends of the names of forms that two people edit


def opened(page, world):
    """The answer to a page's person."""
    client = Client()
    if page.person in world.users:
        client.force_login(world.users[page.person])
    if page.person == "keyholder":
        gave_a_key_just_now(client, world.users["keyholder"])
    ids = [one(world) if callable(one) else one for one in page.ids]
    url = reverse(page.name, args=ids) + page.ask
    seen = revision_on(client, url) if page.send is not None and page.name.endswith(REVISED) else {}
    answer = client.get(url) if page.send is None else client.post(url, seen | page.send)
    assert answer.status_code == page.status
    return answer


def gave_a_key_just_now(client, user):
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


# Pages that are not as they should be, and the rule they break; nothing else may be wrong with them.
NAMES_A_PATIENT = ("has_a_title_without_a_name",)
KNOWN = {
    "mfa_add_webauthn": ("works_without_script",),  # a passkey is made by the browser's script and by nothing else
    "preview-page": ("lets_in_no_foreign_code: X-Frame-Options",),  # this site frames it, beside the editor's form
    "admin:auth_group_delete": ("leads_somewhere",),  # Django's way back from there is script
    "admin:patients_patient_change": NAMES_A_PATIENT,
    "admin:patients_patient_history": NAMES_A_PATIENT,
    "admin:patients_assignment_change": NAMES_A_PATIENT,
    "admin:patients_assignment_history": NAMES_A_PATIENT,
}


@pytest.mark.parametrize("shown", PAGES, ids=name_of)
def test_is_sound(shown, world):
    rules = [rule for rule in RULES if shown.person != "anonymous" or rule is not is_kept_by_no_cache]
    faults, known = faults_of(opened(shown, world), rules), KNOWN.get(shown.name, ())
    assert [fault for fault in faults if not fault.startswith(known)] == []
    assert not known or faults, "put right: take it off the list"


# What answers no page: a file, data, or where only something is sent.
PDFS = {"programme-paper", "history-paper", "patient-programme-paper", "patient-history-paper"} | {
    "record-paper",
    "patient-record-paper",
}
NO_PAGE = {
    "calendar-feed",
    "picture",
    "manifest",
    "service-worker",
    "outbox-token",
    "admin:jsi18n",
    "caseload-csv",
    "clinic-audit-csv",
    "sets-csv",
    "record-json",
    "patient-record-json",
    "export-version",
    "programme-schema",
    "usersessions_list",  # the address of "sign-ins"
} | PDFS


def test_opens_every_page_there_is():
    """Every address of the access table that shows somebody a page is among the pages above."""
    there = {name for name, line in TABLE.items() if line.who and 200 in all_statuses(line)}
    assert there - NO_PAGE - {page.name for page in PAGES} == set()
    assert len(PAGES) > 130


def all_statuses(line):
    return line.get.values() if isinstance(line.get, dict) else [line.get]


def test_makes_an_error_page_of_each_kind_sound(world, client):
    """404 and 403 stand among the pages; a refused token, what cannot be read, a broken site and a lost database have
    pages that stand alone."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.users["fresh"])
    refused = strict.post(reverse("say-away"), {})
    assert (refused.status_code, faults_of(refused)) == (403, [])
    too_much = client.post(reverse("account_login"), {f"x{number}": "1" for number in range(1_001)})
    assert (too_much.status_code, faults_of(too_much, PAGE_RULES)) == (400, [])
    assert "Nothing of it was saved." in words_of(too_much)
    for name in ("500.html", "503.html"):
        assert faults_of(HttpResponse(render_to_string(name)), PAGE_RULES) == []
    for person in (client, strict):
        nowhere = person.get("/no/such/page")
        assert (nowhere.status_code, faults_of(nowhere, PAGE_RULES)) == (404, [])
