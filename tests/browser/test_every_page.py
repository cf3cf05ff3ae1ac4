"""Every page is held to the rules of all pages: see page_rules.py. One person a test, from page to page."""

import datetime as dt
import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail

from patients import services
from patients.domain.consent import Consent
from patients.models import Assignment, Clinic
from patients.notices import outbox
from patients.services.start import open_start
from patients.workshop import demo
from programs import clock, transfer
from programs.models import Exercise, Guidance, Program, ProgramVersion
from tests import make
from tests.browser.doors import let_in, sign_in
from tests.browser.page_rules import AT_THE_DESK, ON_THE_PHONE
from tests.browser.tour import Tour

LONG_NAME = "Maximiliane Featherstonehaugh-Okonkwo"


@pytest.fixture
def demo_clinic(live_server):
    """The clinic of the demonstration, believable and full."""
    now = clock.now()
    transfer.load("high-hamstring-tendinopathy", now=now)
    transfer.load_guidance()
    demo.seed(now)
    return Clinic.objects.get()


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def enters(page, live_server):
    """Lets a person in at the page and takes the cookie of whoever was there before."""

    def enter(user):
        page.context.clear_cookies()
        let_in(page, user, live_server.url)

    return enter


def assigned(name):
    return Assignment.objects.active().with_its_page().get(patient__name__startswith=name)


# The door -------------------------------------------------------------------------------------------------------------


def test_holds_at_the_door(page):
    person = make.user("Ada Example")
    with Tour(page, ON_THE_PHONE) as tour:
        tour.opens("/account/login/")
        sign_in(page, person.email, "not the password")
        tour.sees("sign-in refused")
        tour.opens("/account/signup/")
        tour.opens("/account/password/reset/")
        page.get_by_label("E-mail").fill(person.email)
        tour.presses("Send the letter", "password reset sent")
        outbox.send_letters(clock.now())
        tour.opens(re.search(r"\S+/password/reset/key/\S+", mail.outbox[-1].body)[0])
        page.get_by_label("New password", exact=True).fill("short")
        page.get_by_label("The new password once more").fill("different")
        tour.presses("Save the password", "new password refused")
        page.get_by_label("New password", exact=True).fill("a tendon takes its time")
        page.get_by_label("The new password once more").fill("a tendon takes its time")
        tour.presses("Save the password", "new password set")
        tour.opens("/account/password/reset/key/1-nothing/")
        tour.opens("/account/login/code/")
        page.get_by_label("E-mail").fill(person.email)
        tour.presses("Send me a code", "code asked for")
        page.get_by_label("The code in the letter").fill("WRONG1")
        tour.presses("Sign in", "code refused")


def test_holds_where_a_clinic_begins(page, enters):
    office = make.administrator()
    for rules in (ON_THE_PHONE, AT_THE_DESK):
        with Tour(page, rules) as tour:
            start = "/" + open_start(now=clock.now()).split("/", 3)[3]
            tour.opens(start)
            tour.opens(f"{start}?country=US")
            tour.presses("Start the clinic", "start refused")
            tour.presses("More lines for physios", "more lines")
            tour.opens("/welcome/no-such-link/")
            enters(office)
            tour.opens("/clinic/start/")
            tour.presses("Send a test letter", "test letter on its way")
            tour.opens("/clinic/start/mail/no-such-link/")
            tour.presses("The letter has arrived", "proof refused")
            tour.opens("/second-factor/")
            page.context.clear_cookies()


def test_holds_behind_the_second_factor(page):
    person = make.physio()
    with Tour(page, ON_THE_PHONE) as tour:
        sign_in(page, person.email, make.PASSWORD)
        tour.opens("/account/2fa/")
        tour.opens("/account/2fa/totp/activate/")
        secret = page.get_by_label("Key to type into the app").input_value()
        page.get_by_label("The six digits").fill("000000")
        tour.presses("Connect the app", "second factor refused")
        page.get_by_label("The six digits").fill(code_of(secret))
        tour.presses("Connect the app", "second factor made")
        for path in (
            "/account/2fa/",
            "/account/2fa/recovery-codes/",
            "/account/2fa/recovery-codes/generate/",
            "/account/2fa/totp/deactivate/",
            "/account/2fa/webauthn/add/",
            "/account/2fa/webauthn/",
            "/account/password/change/",
            "/account/logout/",
        ):
            tour.opens(path)
        page.context.clear_cookies()
        sign_in(page, person.email, make.PASSWORD)
        tour.sees("second factor asked for")


def code_of(secret):
    """What an authenticator app would show now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_holds_where_the_link_leads(page):
    mine = make.assignment().patient
    link = f"/join/{services.invite(mine, by=mine.physio, now=clock.now())}/"
    with Tour(page, ON_THE_PHONE) as tour:
        tour.opens(link)
        page.get_by_role("button", name="Open my programme").click()
        page.wait_for_url("**/first-minute/")
        tour.sees("the first minute")
        page.goto(link)
        tour.sees("a link that was used")


# The patient ----------------------------------------------------------------------------------------------------------


def test_holds_for_a_new_patient(page, enters):
    mine = make.assignment(make.patient(name=LONG_NAME))
    enters(mine.patient.user)
    with Tour(page, ON_THE_PHONE) as tour:
        for path in ("/today/", "/progress/", "/programme/", "/log/", "/log/?mode=sets", "/morning/", "/away/"):
            tour.opens(path)
        for path in ("/activity/", "/start/", "/measure/"):
            tour.opens(path)
        for path in ("/messages/", "/reminders/"):
            tour.opens(path)
        tour.presses("Make the link", "the calendar's link")
        page.get_by_text("On exercise days", exact=True).click()
        page.get_by_label("Exercise days: at").fill("22:30")
        tour.presses("Save", "reminders with errors")
        page.goto("/messages/")
        tour.is_refused("Send to my clinic", "a message without words")
        page.get_by_label("Your message").fill("I feel numb between my legs. I cannot cope.")
        tour.presses("Send to my clinic", "a message that stands on the alarm list")
        page.goto("/messages/")
        page.get_by_label("Your message").fill("May I swim? " * 20)
        tour.presses("Send to my clinic", "a message sent")
        tour.opens("/alarm/")
        tour.is_refused("Tell the clinic", "alarm without a tick")
        page.goto("/log/")
        tour.is_refused("Save session", "session with errors")
        page.goto("/log/?mode=sets")
        page.get_by_text("Type the numbers").click()
        page.locator("[name=set-3-both]").fill("many")
        page.get_by_label("When did you do it?").fill("2001-01-01T10:00")
        tour.is_refused("Save session", "sets with errors")
        page.get_by_label("When did you do it?").fill("")
        page.locator("[name=set-3-both]").fill("8")
        page.get_by_text("Heels close", exact=True).click()
        page.get_by_role("radiogroup", name="Left").locator("label").nth(2).click()
        tour.presses("Save session", "session saved")
        page.get_by_text("This was wrong", exact=True).click()
        tour.presses("Yes, take it out", "the form again, after an entry was taken out")
        page.goto("/morning/")
        tour.is_refused("Save answer", "morning with errors")
        page.goto("/away/")
        tour.is_refused("Save", "away with errors")
        page.goto("/activity/")
        tour.is_refused("Save activity", "activity with errors")
        page.get_by_text("Sprints, hills or jumping").click()
        page.get_by_label("How many minutes?").fill("20")
        tour.presses("Save activity", "today with an activity")
        page.goto("/start/")
        page.get_by_label("How old are you?").fill("many")
        tour.is_refused("Save answers", "first questions with errors")
        page.get_by_label("How old are you?").fill("16")
        page.get_by_role("radiogroup", name="Did it begin suddenly").get_by_text("Yes").click()
        tour.presses("Save answers", "answers that ask for a look")
        page.goto("/alarm/")
        page.get_by_text("I am at my wits’ end").click()
        page.get_by_text("A hot, swollen or very painful calf").click()
        tour.sees("alarm ticked")
        tour.presses("Tell the clinic", "alarm raised")
        tour.opens("/today/")
        services.end_assignment(mine, by=mine.patient.physio, now=clock.now())
        tour.opens("/today/")


def test_holds_for_patients_with_weeks_behind_them(page, enters, demo_clinic):
    with Tour(page, ON_THE_PHONE) as tour:
        for name in ("Hanna", "Tobias", "Ines", "Dafydd", "Maximiliane"):
            enters(assigned(name).patient.user)
            tour.opens("/today/")
            tour.opens("/progress/")
        enters(assigned("Tobias").patient.user)
        for path in (
            "/guidance/",
            "/guidance/?q=sitting",
            "/guidance/?q=nothing",
            "/guidance/?q=numb+between+my+legs",
            "/programme/",
            "/month/",
            "/log/",
            "/log/?mode=sets",
            "/morning/",
        ):
            tour.opens(path)
        for kind in ("pain_rest", "outcome:activity", "outcome:global-change"):
            asked = assigned("Tobias")
            services.ask_measure(asked, kind, by=asked.patient.physio, now=clock.now(), label="Drive for an hour")
        tour.opens("/measure/")
        enters(is_away(assigned("Lucía")).patient.user)
        tour.opens("/today/")
        enters(has_the_morning_to_answer(assigned("Yusuf")).patient.user)
        tour.opens("/today/")


def is_away(assignment):
    today = assignment.patient.today(clock.now())
    week = {"from_on": today, "to_on": today + dt.timedelta(days=7)}
    services.say_away(assignment, **week, by=assignment.patient.user, now=clock.now())
    return assignment


def has_the_morning_to_answer(assignment):
    """This morning's answer was not given yet."""
    now = clock.now()
    checks = assignment.morning_checks.filter(on=assignment.patient.today(now))
    checks.update(voided_at=now, voided_by=assignment.patient.user)
    services.review_assignment(assignment, now)
    return assignment


# The physio -----------------------------------------------------------------------------------------------------------


PHONE_PAGES = ("/today/", "/log/", "/guide/", "/morning/", "/progress/", "/month/", "/programme/")
PHONE_PAGES += ("/messages/", "/reminders/", "/account/", "/alarm/", "/away/", "/activity/", "/guidance/")
MOVED = """() => new Promise((told) => {
  const name = (node) => (node?.outerHTML ?? node?.parentElement.outerHTML ?? "").replace(/\\s+/g, " ").slice(0, 110);
  const tell = (list) => told(list.getEntries().flatMap(({ sources }) => sources.map(({ node }) => name(node))));
  new PerformanceObserver(tell).observe({ type: "layout-shift", buffered: true });
  setTimeout(told, 300, []);
})"""


def test_moves_nothing_while_a_page_arrives(page, enters, demo_clinic):
    enters(assigned("Hanna").patient.user)
    page.set_viewport_size({"width": 412, "height": 823})
    moved = {}
    for path in PHONE_PAGES:
        page.goto(path, wait_until="networkidle")
        moved[path] = page.evaluate(MOVED)
    assert not {path: what for path, what in moved.items() if what}


def test_holds_at_the_physios_desk(page, enters, demo_clinic):
    physio = demo_clinic.memberships.get().user
    newcomer = make.physio(demo_clinic, name="Wilhelmina Achterberg")
    unassigned = make.patient(physio, "Odalys Brannigan")
    enters(physio)
    with Tour(page, AT_THE_DESK) as tour:
        tour.opens("/caseload/")
        tour.opens("/caseload/?whose=clinic&q=nobody+of+this+name")
        tour.opens("/caseload/?whose=clinic&sort=name")
        hanna = assigned("Hanna").patient.public_id
        for path in ("log/", "morning/", f"version/{assigned('Hanna').version_id}/"):
            tour.opens(f"/caseload/{hanna}/{path}")
        for name in ("Hanna", "Tobias", "Ines", "Maximiliane", "Sunniva", "Aoife", "Chidi"):
            tour.opens(f"/caseload/{assigned(name).patient.public_id}/")
        tour.opens(f"/caseload/{unassigned.public_id}/")
        tour.opens(f"/caseload/{assigned('Hanna').patient.public_id}/letter/")
        page.get_by_label("Letter").fill("")
        tour.presses("Make the PDF", "a letter refused")
        page.goto(f"/caseload/{assigned('Hanna').patient.public_id}/")
        tour.presses("Move to this stage", "a decision refused")
        tour.presses("Accept, move up to stage 3", "what a decision would change")
        tour.opens("/caseload/00000000-0000-0000-0000-000000000000/")
        enters(newcomer)
        tour.opens("/caseload/")


def test_holds_while_a_patient_is_taken_on_and_written_to(page, enters, demo_clinic):
    enters(demo_clinic.memberships.get().user)
    with Tour(page, AT_THE_DESK) as tour:
        tour.opens("/absence/")
        tour.opens("/digest/")
        tour.opens("/caseload/new/")
        page.locator("label[for=morning-6]").click()
        tour.presses("Assign and make the link", "a new patient with errors")
        page.get_by_label("Name", exact=True).fill(LONG_NAME)
        page.get_by_label("E-mail").fill("maximiliane.featherstonehaugh-okonkwo@example.org")
        page.get_by_text("Left", exact=True).click()
        page.locator("label[for=morning-2]").click()
        tour.presses("Assign and make the link", "somebody of this name is there")
        tour.presses("No, another person", "the link")
        tour.presses("Send e-mail", "the link, sent")
        tour.opens(f"/caseload/{assigned('Hanna').patient.public_id}/messages/")
        page.get_by_label("Message to").fill("Front crawl is fine. " * 20)
        tour.presses("Send", "an answer")
        tour.presses("Send", "an answer without words")


def test_holds_in_the_physios_administration(page, enters, demo_clinic):
    physio = demo_clinic.memberships.get().user
    free = [make.patient(physio, name) for name in ("Odalys Brannigan", "Thandiwe van der Merwe")]
    hanna = assigned("Hanna")
    enters(physio)
    with Tour(page, AT_THE_DESK) as tour:
        for path in (
            "/admin/",
            "/admin/patients/",
            "/admin/patients/patient/",
            "/admin/patients/patient/?q=nobody+of+this+name",
            f"/admin/patients/patient/{hanna.patient.pk}/change/",
            f"/admin/patients/patient/{hanna.patient.pk}/history/",
            f"/admin/patients/patient/{free[0].pk}/change/",
            f"/admin/patients/patient/{free[0].public_id}/assign/",
            "/admin/patients/assignment/",
            f"/admin/patients/assignment/{hanna.pk}/change/",
        ):
            tour.opens(path)
        tour.opens("/admin/patients/patient/add/")
        tour.presses("Add this patient", "a new patient refused")
        page.goto(f"/admin/patients/patient/{free[0].public_id}/assign/")
        page.get_by_label("Usual morning pain").select_option("5")
        tour.presses("Assign this programme", "an assignment refused")
        page.goto(f"/admin/patients/patient/{hanna.patient.pk}/change/")
        tour.presses("Make sign-in link", "a link made")
        page.goto("/admin/patients/patient/?programme=none")
        for patient in free:
            page.get_by_label(f"Select {patient.name}").check()
        tour.presses("Assign programme to selected patients", "several to assign")
        tour.presses("Assign to 2 patients", "several refused")
        for path in ("programs/program/", "programs/exercise/"):
            tour.opens(f"/admin/{path}")
        tour.opens(f"/admin/programs/programversion/{hanna.version_id}/change/")
        tour.opens(f"/admin/programs/stage/{hanna.version.stages.first().pk}/change/")
        tour.opens(f"/admin/programs/exercise/{Exercise.objects.first().pk}/change/")


# The people of a clinic, and the life of a record ---------------------------------------------------------------------


def test_holds_where_a_clinic_runs_itself(page, enters):
    office = make.administrator()
    clinic = office.memberships.get().clinic
    leaver = make.assignment(make.patient(by=make.physio(clinic))).patient.physio.memberships.get()
    make.physio(clinic, name="Wilhelmina Achterberg")
    enters(office)
    with Tour(page, AT_THE_DESK) as tour:
        for path in ("", f"{leaver.pk}/away/", f"{leaver.pk}/second-factor/", f"{clinic.pk}/audit/?day=nonsense"):
            tour.opens(f"/team/{path}")
        tour.opens(f"/team/{leaver.pk}/end/")
        tour.presses("Show what would be done", "an end without who takes over")
        page.goto(f"/team/{clinic.pk}/invite/")
        tour.presses("Send the letter", "an invitation refused")
        page.goto(f"/team/{clinic.pk}/erase/")
        tour.presses("Erase for good", "an erasure refused")
        tour.opens("/account/")


def test_holds_in_the_life_of_a_record(page, enters):
    mine = make.assignment(make.patient(name=LONG_NAME), days=3).patient
    physio, away = mine.physio, make.patient(by=mine.physio, name="Odalys Brannigan")
    gone = make.patient(by=physio, name="Thandiwe van der Merwe")
    services.discharge(gone, reason="recovered", by=physio, now=clock.now())
    there = make.physio(make.clinic("Rivermead"))
    consent = Consent(away.name, clock.now().date(), "phone")
    offer = services.ask_transfer(away, there.memberships.get().clinic, consent, by=physio, now=clock.now())
    enters(physio)
    with Tour(page, AT_THE_DESK) as tour:
        for path in ("identity/", "who-opened/"):
            tour.opens(f"/caseload/{mine.public_id}/{path}")
        for path, button in (("discharge/", "Discharge"), ("transfer/", "Offer the record")):
            page.goto(f"/caseload/{mine.public_id}/{path}")
            tour.presses(button, f"{path} refused")
        tour.opens(f"/caseload/{away.public_id}/transfer/")
        tour.opens(f"/caseload/{gone.public_id}/")
        tour.opens(f"/caseload/{gone.public_id}/take-on/")
        page.goto("/hand-over/")
        tour.presses("Hand over who is ticked", "a handing over refused")
        enters(there)
        tour.opens("/transfers/")
        tour.opens(f"/transfers/{offer.public_id}/")


def test_holds_where_an_account_is_looked_after(page, enters, browser, live_server):
    mine = make.assignment().patient
    other = browser.new_page(base_url=live_server.url)
    let_in(other, mine.user, live_server.url)
    other.goto("/today/")
    other.context.close()
    enters(mine.user)
    with Tour(page, ON_THE_PHONE) as tour:
        for path in (
            "",
            "sessions/",
            "who-opened/",
            "2fa/webauthn/",
            "2fa/webauthn/add/",
            "password/change/",
            "reauthenticate/",
        ):
            tour.opens(f"/account/{path}")
        tour.opens("/privacy/")
        page.goto("/account/email/")
        page.get_by_label("E-mail").fill("")
        tour.presses("Send the letter", "an address refused")
        page.context.clear_cookies()
        for path in ("inactive/", "confirm-email/", "password/reset/key/done/", "confirm-email/no-such-link/"):
            tour.opens(f"/account/{path}")


# The content editor ---------------------------------------------------------------------------------------------------


def test_holds_for_the_content_editor(page, enters):
    version = make.version()
    exercise = Exercise.objects.first()
    cards = make.guidance()
    Guidance.objects.filter(pk__in=[card.pk for card in cards[:8]]).update(review_by=clock.now().date())
    enters(make.editor())
    with Tour(page, AT_THE_DESK) as tour:
        for path in (
            "/admin/",
            "/admin/programs/exercise/",
            "/admin/programs/exercise/add/",
            "/admin/programs/guidance/",
            "/admin/programs/guidance/add/",
            f"/admin/programs/guidance/{cards[0].pk}/change/",
            f"/admin/programs/picture/add/?exercise={exercise.pk}",
            f"/admin/programs/exercise/{exercise.pk}/history/",
            "/admin/programs/program/",
            "/admin/programs/program/add/",
            f"/admin/programs/program/{version.program_id}/change/",
            f"/admin/programs/programversion/{version.pk}/change/",
            f"/admin/programs/stage/{version.stages.first().pk}/change/",
            f"/admin/programs/exercise/{exercise.pk}/change/",
        ):
            tour.opens(path)
        page.get_by_label("Name", exact=True).first.fill("")
        tour.presses("Save", "an exercise refused")
        page.goto(f"/admin/programs/programversion/{version.pk}/change/")
        tour.presses("Make a draft from version 1", "a draft")
        page.get_by_label("Standing").last.select_option("read")
        page.get_by_label("Reference").last.fill("Goom 2016")
        page.get_by_role("button", name="Save draft").first.click()
        tour.sees("a source refused")
        page.goto(f"/admin/programs/programversion/{ProgramVersion.objects.drafts().get().pk}/change/")
        page.get_by_role("link", name="Double-leg bridge").first.click()
        tour.sees("a stage of the draft")
        page.get_by_label("Name", exact=True).first.fill("")
        page.get_by_role("button", name="Save draft").first.click()
        tour.sees("a stage refused")
        draft = ProgramVersion.objects.drafts().get()
        page.goto(f"/admin/programs/programversion/{draft.pk}/change/")
        tour.presses("Save and go to publishing", "a draft to be published")
        tour.presses("Publish version 2", "a draft without a note refused")
        page.get_by_label("What changed").fill("Nothing but the number.")
        tour.presses("Publish version 2", "a draft published")
        assert Program.objects.get().latest_published() == draft
