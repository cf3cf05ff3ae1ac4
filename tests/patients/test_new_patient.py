import datetime as dt
import re
import uuid

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format

from patients import services
from patients.models import Assignment, AuditEntry, ClinicProgram, Invitation, Membership, Notice, Patient
from patients.notices import rounds
from patients.services.invite import link_to_mail
from programs import clock, transfer
from programs.editor.publishing import duplicate, publish
from programs.models import ProgramVersion
from tests import make
from tests.html import words_of
from tests.page_faults import faults_of

pytestmark = pytest.mark.django_db
TWICE = ("email-invitation", "email-invitation")
NEW = {"name": "Hanna Whitcombe", "email": "hanna.w@example.org", "side": "left", "intake_morning_pain": "2"}


@pytest.fixture
def physio():
    return make.physio()


@pytest.fixture
def desk(client, physio):
    client.force_login(physio)
    return client


def defaults_of(page):
    """What a browser sends of the fields that are set already."""
    start, person = page.context["start"], page.context["person"]
    return {
        "version": start["version"].value(),
        "started_on": start["started_on"].value().isoformat(),
        "physio": person["physio"].value(),
        "time_zone": "",
    }


def register_patient(desk, **changes):
    url = reverse("new-patient")
    return desk.post(url, {**defaults_of(desk.get(url)), **NEW, **changes})


def token_of(page):
    return re.search(r"/join/([\w-]+)/", page.content.decode())[1]


# Taking on ------------------------------------------------------------------------------------------------------------


def test_makes_account_programme_and_link_in_one_act(desk, physio):
    page = register_patient(desk)
    assert page.status_code == 200
    patient = Patient.objects.get()
    running = patient.assignments.get()
    assert (patient.name, patient.email, patient.physio) == (NEW["name"], NEW["email"], physio)
    assert (running.side, running.intake_morning_pain, running.started_on) == ("left", 2, patient.today(clock.now()))
    assert patient.time_zone == patient.clinic.time_zone
    assert services.accept_invitation(token_of(page), now=clock.now()) == patient
    verbs = AuditEntry.objects.filter(patient=patient).values_list("verb", flat=True)
    assert {"patient.added", "assignment.made", "invitation.made"} <= set(verbs)


def test_shows_the_link_as_code_text_and_hash(desk):
    page = register_patient(desk)
    html = page.content.decode()
    assert "data:image/svg+xml;base64," in html
    assert "no-store" in page["Cache-Control"]
    assert token_of(page) not in str(list(Invitation.objects.values()))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "Please write the patient’s name."),
        ({"email": "hanna"}, "valid email"),
        ({"side": ""}, "Please choose the affected side."),
        ({"intake_morning_pain": ""}, "Please choose a number."),
        ({"intake_morning_pain": "11"}, "from 0 to 10"),
        ({"intake_morning_pain": "5"}, "up to what pain counts as calm"),
        ({"started_on": "2001-01-01"}, "more than a year ago"),
        ({"version": "999999"}, "This version is not offered any more."),
    ],
)
def test_refuses_what_is_missing_keeps_the_rest_and_makes_nobody(desk, changes, says):
    answer = register_patient(desk, **changes)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Patient.objects.exists()
    kept = {**NEW, **changes}["name"]
    assert f'value="{kept}"' in answer.content.decode()


def test_asks_for_a_ceiling_above_three_and_takes_it(desk):
    assert register_patient(desk, intake_morning_pain="5", ceiling="4", reason="As agreed.").status_code == 200
    assert Assignment.objects.get().directives.get().value == 4


def test_makes_nobody_when_the_address_is_taken(desk):
    register_patient(desk)
    answer = register_patient(desk, name="Somebody Else")
    assert answer.status_code == 422
    assert "Another patient of the clinic has this address." in words_of(answer)
    assert Patient.objects.count() == 1
    assert get_user_model().objects.filter(patient__isnull=False).count() == 1


def test_names_the_only_programme_with_its_version(desk):
    said = words_of(desk.get(reverse("new-patient")))
    assert f"Programme, start, time zone and physio are set: {make.version()}, from today" in said


def another_programme(clinic):
    transfer.load("goom-2016-proximal-hamstring", now=clock.now())
    draft = ProgramVersion.objects.get(program__slug="goom-2016-proximal-hamstring")
    draft.freeze(by=None, now=clock.now())
    ClinicProgram.objects.create(clinic=clinic, program=draft.program)
    return draft


@pytest.mark.parametrize("elsewhere", [False, True])
def test_asks_which_programme_where_there_are_several(desk, physio, elsewhere):
    """In any of the clinics that a physio works in: the page asks for the clinic, too."""
    assert register_patient(desk).status_code == 200
    clinic = make.clinic() if elsewhere else physio.memberships.get().clinic
    Membership.objects.get_or_create(user=physio, clinic=clinic)
    other = another_programme(clinic)
    page = desk.get(reverse("new-patient"))
    assert page.context["start"]["version"].value() is None
    first, *options = [option.choice_label for option in page.context["start"]["version"]]
    assert (first, set(options)) == ("choose", {str(make.version()), str(other)})
    assert "Programme, start" not in words_of(page)
    refused = register_patient(desk, name="Nia Second", email="second@example.org", version="", clinic=clinic.pk)
    assert "Please choose the programme." in words_of(refused)
    assert (
        register_patient(
            desk, name="Nia Second", email="second@example.org", version=other.pk, clinic=clinic.pk
        ).status_code
        == 200
    )
    assert set(Assignment.objects.values_list("version", flat=True)) == {make.version().pk, other.pk}


def test_says_so_where_a_version_was_published_since_the_page_was_opened(desk, physio):
    opened = defaults_of(desk.get(reverse("new-patient")))
    publish(duplicate(make.version()), by=physio, now=clock.now())
    answer = register_patient(desk, version=opened["version"])
    assert "This version is not offered any more. Please choose again." in words_of(answer)
    assert not Assignment.objects.exists()


# The link -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def patient(physio):
    return make.assignment(make.patient(by=physio)).patient


def url_of(name, patient):
    return reverse(name, args=[patient.public_id])


def test_is_renewed_and_withdrawn_by_one_click_each(desk, client, patient):
    first = token_of(desk.post(url_of("make-invitation", patient)))
    second = token_of(desk.post(url_of("make-invitation", patient)))
    with pytest.raises(services.Refused):
        services.accept_invitation(first, now=clock.now())
    assert desk.post(url_of("withdraw-invitation", patient)).status_code == 302
    with pytest.raises(services.Refused):
        services.accept_invitation(second, now=clock.now())


def said_of_the_link(desk, patient):
    return " ".join(words_of(desk.get(url_of("patient-page", patient))).split())


def test_is_sent_by_e_mail_once(desk, patient):
    token = token_of(desk.post(url_of("make-invitation", patient)))
    page = desk.post(url_of("email-invitation", patient), {"token": token})
    assert f"On its way to {patient.user.email}." in words_of(page)
    assert "The e-mail has not gone out yet." in said_of_the_link(desk, patient)
    again = desk.post(url_of("email-invitation", patient), {"token": token})
    assert "was sent by e-mail before" in again.content.decode()
    rounds.work(clock.now())
    [letter] = mail.outbox
    assert letter.to == [patient.user.email]
    assert "/join/" in letter.body
    assert token not in letter.body, "who scans the code has not read the mailbox"
    assert letter.subject == "Your sign-in link"
    assert patient.name.split()[0] not in letter.subject + letter.body
    assert Notice.objects.get(kind="invitation").outcome == "e-mail"
    assert "The e-mail went out on" in said_of_the_link(desk, patient)


def test_locks_all_links_of_a_patient_in_one_order_before_it_uses_one(patient):
    """Two of them used at the same moment would wait for each other, and the database throw one of them out."""
    token = services.invite(patient, by=patient.physio, now=clock.now())
    link_to_mail(patient.invitations.get(used_at=None, withdrawn_at=None), by=patient.physio, now=clock.now())
    with CaptureQueriesContext(connection) as asked:
        services.accept_invitation(token, now=clock.now())
    statements = [row["sql"] for row in asked if "patients_invitation" in row["sql"]]
    locks = statements[[one.startswith("UPDATE") for one in statements].index(True) - 1]
    assert "ORDER BY 1 ASC" in locks and "LIMIT" not in locks
    assert ("FOR NO KEY UPDATE" in locks) == connection.features.has_select_for_no_key_update


def test_is_not_sent_once_it_opens_nothing(desk, patient):
    token = token_of(desk.post(url_of("make-invitation", patient)))
    desk.post(url_of("email-invitation", patient), {"token": token})
    desk.post(url_of("withdraw-invitation", patient))
    rounds.work(clock.now())
    assert mail.outbox == []
    assert Notice.objects.get(kind="invitation").outcome == "used or withdrawn"


def test_says_that_the_post_is_down_and_that_the_letter_did_not_go_out(desk, patient, settings):
    settings.EMAIL_BACKEND = "patients.notices.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 1
    token = token_of(desk.post(url_of("make-invitation", patient)))
    page = desk.post(url_of("email-invitation", patient), {"token": token})
    assert page.status_code == 200
    assert "is not going out" not in words_of(page)
    rounds.work(clock.now())
    again = desk.post(url_of("email-invitation", patient), {"token": token})
    assert "E-mail is not going out at the moment." in words_of(again)
    rounds.work(clock.now() + dt.timedelta(days=7))
    assert "The e-mail did not go out." in said_of_the_link(desk, patient)
    assert services.accept_invitation(token, now=clock.now()) == patient


@pytest.mark.parametrize("address", ["email-invitation", "print-slip"])
@pytest.mark.parametrize("token", ["", "no-such-link"])
def test_neither_sends_nor_prints_what_is_no_link(desk, patient, address, token):
    assert desk.post(url_of(address, patient), {"token": token}).status_code == 302
    assert mail.outbox == []


def test_sends_nobody_somebody_elses_link(desk, patient, physio):
    other = make.assignment(make.patient(by=physio, name="Yusuf Demirci")).patient
    token = services.invite(other, by=physio, now=clock.now())
    assert desk.post(url_of("email-invitation", patient), {"token": token}).status_code == 302
    assert mail.outbox == []


def test_prints_a_slip_with_the_code_and_the_first_exercises(desk, patient):
    token = token_of(desk.post(url_of("make-invitation", patient)))
    page = desk.post(url_of("print-slip", patient), {"token": token}).content.decode()
    assert "data:image/svg+xml;base64," in page
    assert "Double-leg bridge" in page
    assert patient.clinic.phone in page
    assert patient.name not in page


def test_shows_sound_pages_once(desk, patient):
    shown = desk.post(url_of("make-invitation", patient))
    sent = {"token": token_of(shown)}
    answers = [
        shown,
        register_patient(desk),
        *(desk.post(url_of(name, patient), sent) for name in ("print-slip", *TWICE)),
    ]
    assert [faults_of(answer) for answer in answers] == [[], [], [], [], []]


# The phone ------------------------------------------------------------------------------------------------------------


def test_leads_a_new_patient_to_the_first_minute(client, patient, physio):
    token = services.invite(patient, by=physio, now=clock.now())
    assert client.get(f"/join/{token}/").status_code == 200
    assert Invitation.objects.get().used_at is None
    assert client.post(f"/join/{token}/")["Location"] == reverse("first-minute")
    page = client.get(reverse("first-minute")).content.decode()
    assert "It does not count against you." in page
    assert "your first 10 minutes out of bed" in page
    assert reverse("today") in page


def test_leads_who_has_logged_before_to_today(client, patient, physio):
    make.session(patient.assignments.get())
    token = services.invite(patient, by=physio, now=clock.now())
    assert client.post(f"/join/{token}/")["Location"] == reverse("today")


def test_leads_who_has_no_programme_to_today(client, physio):
    token = services.invite(make.patient(by=physio), by=physio, now=clock.now())
    assert client.post(f"/join/{token}/")["Location"] == reverse("today")


def test_is_for_patients_of_the_own_clinic(client, patient):
    client.force_login(make.physio(name="Mara Elsewhere"))
    for name in ("make-invitation", "withdraw-invitation", "email-invitation", "print-slip", "thread"):
        assert client.post(url_of(name, patient), {"token": "x", "text": str(uuid.uuid4())}).status_code == 404


# A severe usual morning -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("morning", "named"), [("5", False), ("6", True), ("10", True)])
def test_names_a_severe_usual_morning_and_assigns_all_the_same(desk, morning, named):
    page = register_patient(desk, intake_morning_pain=morning, ceiling="5", reason="Severe for years.")
    assert Assignment.objects.get().intake_morning_pain == int(morning)
    assert ("Morning pain of 6 or more is severe" in words_of(page)) is named


@pytest.fixture
def closed(patient):
    """The words of the page of a link that was made for the patient, `after` something happened to it."""

    def page(client, after):
        token = services.invite(patient, by=patient.physio, now=clock.now())
        after(token)
        answer = client.get(reverse("join", args=[token]))
        assert answer.status_code == 410
        return words_of(answer)

    return page


def test_says_of_a_used_link_when_that_was_and_what_else_leads_in(closed, patient):
    said = closed(Client(), lambda token: services.accept_invitation(token, now=clock.now()))
    assert f"This link was used on {date_format(patient.today(clock.now()), 'l j F')}." in said
    assert "Send me a code by e-mail" in said and "Open my programme" not in said
    assert patient.name.split()[0] not in said


def test_leads_on_whoever_opens_the_used_link_and_is_signed_in(closed, patient):
    phone = Client()
    said = closed(phone, lambda token: phone.post(reverse("join", args=[token])))
    assert "You are signed in here, so you do not need it." in said and "Send me a code" not in said


def test_says_of_a_link_that_it_was_replaced_or_is_too_old(closed, patient, physio):
    again = closed(Client(), lambda _token: services.invite(patient, by=physio, now=clock.now()))
    assert "Another link has taken the place of this one" in again
    links = Invitation.objects.all()
    past = clock.now() - dt.timedelta(days=1)
    assert "This link could be used until" in closed(Client(), lambda _token: links.update(expires_at=past))
    page = Client().get(reverse("join", args=["cut-off"]))
    assert page.status_code == 410 and "This is no link of ours." in words_of(page)
