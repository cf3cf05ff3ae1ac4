"""The whole way of a programme: an editor writes the four stages of Goom 2016 by hand, from nothing, sees them as the
patient will and publishes them; a clinic takes the programme on, and a patient trains a session of it.

What the editor does is counted: a press, a field that is typed in, a choice from a list are one act each.
"""

import datetime as dt
import re
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from patients.models import Assignment
from programs import library
from programs.gate import stage_rules_of
from programs.models import ProgramVersion
from tests import make, stopped
from tests.browser.axe import assert_no_violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.doors import let_in

LONDON = ZoneInfo("Europe/London")
PROGRAMME = "High hamstring, staged loading"
SECONDS_AN_ACT = 7  # to read, to find, to type some words
MOST_ACTS = 110
READY, HOLD, REST, HOLDS = 10, 45, 60, 10  # seconds, and five holds of each leg

HOLD_OPEN = {
    "name": "Hamstring hold, hip open",
    "kind": "hold",
    "bending": "hip open, hardly bent",
    "summary": "You hold a load with the back of your thigh, hip open.",
    "steps": "Lie on your back with your heel on a chair.\nPress the heel down and hold.\nThen let go slowly.",
    "cue": "Keep your hip open and your back still.",
}
CURL = {
    "name": "Weighted hamstring curl",
    "kind": "repetitions",
    "bending": "hip open, hardly bent",
    "summary": "You bend one knee against a weight.",
    "steps": "Lie on your front with the weight at your ankle.\nBend the knee, then lower the weight slowly.",
    "cue": "The way down takes longest.",
}
DEADLIFT = {
    "name": "Single-leg deadlift",
    "kind": "repetitions",
    "bending": "hip bent 70 degrees or more",
    "summary": "You bend forward at the hip on one leg.",
    "steps": "Stand on one leg with a weight in your hand.\nBend forward at the hip with a straight back.",
    "cue": "Bend only as far as your clinician showed you.",
}
JUMP = {
    "name": "Split jump",
    "kind": "repetitions",
    "bending": "hip bent less than 70 degrees",
    "summary": "You jump and land with one foot in front.",
    "steps": "Stand with one foot in front of the other.\nJump up and land softly.\nRest, then change legs.",
    "cue": "Land softly and stop when landings get loud.",
}
LOAD_TEST = "Pain in the load test at most 3 (last time)"
DOSES = ["5 × 45 s, each leg", "3 × 8–15, each leg, 8–15RM", "3 × 12, each leg, with weight", "3 × 8, each leg"]
STAGES = (
    {
        "Name": "Isometric, hip open",
        "How often, in words": "Two or three times a day",
        "Sessions a week": 14,
        "Usual time": "1 to 3 weeks",
        "What it is for": "You hold still under load. Holding is the calmest way to start.",
        "What opens next": "Next you move the knee under load. Your clinician decides when the next stage begins.",
    },
    {
        "Name": "Isotonic, little hip bending",
        "How often, in words": "Every second day",
        "Sessions a week": 4,
        "Usual time": "4 to 8 weeks",
        "What it is for": "Use a weight that you can lift 15 times, and no more. It becomes 8 times.",
        "What opens next": "Next the hip bends under load. Your clinician decides when the next stage begins.",
    },
    {
        "Name": "Isotonic, deep hip bending",
        "Usual time": "4 to 8 weeks",
        "What it is for": "The hip now bends under load. That is what bothered the tendon before.",
        "What opens next": "Next come jumps, if your sport needs them. Your clinician decides when.",
    },
    {
        "Name": "Energy storage",
        "How often, in words": "Every third day",
        "Sessions a week": 2,
        "Usual time": "4 to 8 weeks",
        "What it is for": "You jump and land. Two days of rest follow each session.",
        "What opens next": "Then you plan the next step with your clinician.",
    },
)


class Editor:
    """The person before the forms; `acts` counts what is done, by what it is."""

    def __init__(self, page):
        self.page, self.acts, self.looked_at = page, Counter(), set()

    def presses(self, name, role="button", within=None):
        """What leads to another page."""
        with self.page.expect_navigation():
            (within or self.page).get_by_role(role, name=name, exact=True).first.click()
        self.acts["presses"] += 1
        expect(self.page.get_by_role("alert")).to_have_count(0)
        self.sees()

    def ticks(self, target):
        target.click()
        self.acts["presses"] += 1

    def types(self, label, text, within=None):
        """What stands there already is left."""
        field = self.field(label, within)
        if field.input_value() != str(text):
            field.fill(str(text))
            self.acts["typed"] += 1

    def chooses(self, label, words, within=None):
        field = self.field(label, within)
        if field.locator("option:checked").inner_text() != words:
            field.select_option(label=words)
            self.acts["chosen"] += 1

    def field(self, label, within=None):
        """By its label, whether it may be left out or not."""
        named = (within or self.page).get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s+optional)?\s*$"))
        return named.and_(self.page.locator("input, textarea, select"))

    def sees(self):
        """Each kind of page is held to the rules of accessibility when it comes first."""
        kind = re.sub(r"\d+", "N", self.page.url.split("?")[0])
        if kind not in self.looked_at:
            self.looked_at.add(kind)
            assert_no_violations(self.page)


@pytest.fixture
def clinic():
    return make.clinic()


@pytest.fixture
def desk_of(open_page, live_server):
    def seated(user):
        page = open_page(**DESKTOP, own_clock=True)
        let_in(page, user, live_server.url)
        page.goto("/admin/")
        return page

    return seated


def test_writes_goom_by_hand_and_a_patient_trains_it(desk_of, open_page, clinic):
    editor = Editor(desk_of(make.editor()))
    starts_the_programme(editor)
    writes_the_first_stage(editor)
    writes_the_second_stage(editor)
    writes_the_third_stage(editor)
    writes_the_fourth_stage(editor)
    names_the_source(editor)
    looks_at_it_as_the_patient(editor)
    publishes(editor)
    has_written_what_was_meant()
    counted = sum(editor.acts.values())
    print(f"\n{counted} acts {dict(editor.acts)}, about {counted * SECONDS_AN_ACT / 60:.0f} minutes of a person")
    assert counted <= MOST_ACTS

    administrator = make.user("Alex Brandreth", staff=True, superuser=True)
    chooses_it_for_the_clinic(desk_of(administrator), clinic)
    link = assigns_it(desk_of(make.physio(clinic)))
    phone = open_page(**PHONE)
    trains_a_whole_session(phone, link)
    answers_the_morning(phone)
    takes_it_along_on_paper(phone)
    phone.context.close()  # it keeps pages for when there is no signal, and the database is emptied next
    has_logged_all_of_it()


# The editor -----------------------------------------------------------------------------------------------------------


def starts_the_programme(editor):
    editor.presses("Add to Programmes", role="link")
    editor.types("Name", PROGRAMME)
    editor.types("For", "Pain of the hamstring tendon at the sitting bone")
    editor.types("Summary", "Four stages load the tendon step by step. Deep hip bending comes later.")
    editor.presses("Save")


def writes_the_first_stage(editor):
    editor.presses("Save and add a stage")
    says(editor, STAGES[0])
    dose = begins_a_dose(editor, HOLD_OPEN)
    editor.types("Sets", 5, dose)
    editor.types("Seconds held", HOLD, dose)
    editor.types("Rest, seconds", REST, dose)
    editor.ticks(dose.get_by_text("Each leg", exact=True))
    asks_for_the_load_test(editor)
    editor.presses("Save and add a stage")
    expect(editor.page.get_by_role("group", name=LOAD_TEST)).to_be_visible()


def writes_the_second_stage(editor):
    says(editor, STAGES[1])
    dose = begins_a_dose(editor, CURL)
    editor.types("Sets", 3, dose)
    editor.types("Repetitions", 8, dose)
    editor.types("Rest, seconds", REST, dose)
    editor.ticks(dose.get_by_text("Each leg", exact=True))
    editor.ticks(dose.get_by_text("Range, load and tempo"))
    editor.types("Repetitions, at most", 15, dose)
    editor.types("Load, RM", 8, dose)
    editor.types("Load, RM, at most", 15, dose)
    editor.types("Green days in a row", 6)
    editor.types("Within days", 21)
    editor.types("Days in the stage, at least", 14)
    editor.presses("Save and add a stage")


def writes_the_third_stage(editor):
    says(editor, STAGES[2])
    dose = begins_a_dose(editor, DEADLIFT)
    editor.types("Sets", 3, dose)
    editor.types("Repetitions", 12, dose)
    editor.types("Rest, seconds", REST, dose)
    editor.ticks(dose.get_by_text("Each leg", exact=True))
    editor.ticks(dose.get_by_text("Range, load and tempo"))
    editor.ticks(dose.get_by_text("with a weight that is agreed on with the clinician"))
    editor.presses("Save and add a stage")


def writes_the_fourth_stage(editor):
    says(editor, STAGES[3])
    dose = begins_a_dose(editor, JUMP)
    editor.types("Sets", 3, dose)
    editor.types("Repetitions", 8, dose)
    editor.types("Rest, seconds", REST, dose)
    editor.ticks(dose.get_by_text("Each leg", exact=True))
    editor.types("Within days", 28)
    editor.types("Days in the stage, at least", 21)
    editor.presses("Save draft")


def says(editor, stage):
    for label, text in stage.items():
        editor.types(label, text)


def begins_a_dose(editor, exercise):
    """Looks for the exercise, does not find it, writes it and is back with it."""
    dose = editor.page.get_by_role("group", name="One more exercise").first
    dose.get_by_label("Exercise", exact=True).press_sequentially(exercise["name"])
    editor.acts["typed"] += 1
    editor.presses("Write a new exercise", within=dose)
    expect(editor.page.get_by_label("Name", exact=True).first).to_have_value(exercise["name"])
    editor.chooses("Kind", exercise["kind"])
    editor.chooses("Hip bending", exercise["bending"])
    editor.types("In one sentence", exercise["summary"])
    editor.types("How to do it", exercise["steps"])
    editor.types("The one cue on the card", exercise["cue"])
    editor.presses("Save")
    expect(dose.get_by_label("Exercise", exact=True)).to_have_value(exercise["name"])
    return dose


def asks_for_the_load_test(editor):
    row = editor.page.get_by_role("group", name="One more criterion").first
    editor.chooses("What", "Pain", row)
    editor.presses("Next: what is asked of it", within=row)
    row = editor.page.get_by_role("group", name="One more criterion").first
    editor.chooses("Which", "in the load test", row)
    editor.types("How much", 3, row)
    editor.types("Over the last", 1, row)


def names_the_source(editor):
    editor.presses("Draft of version 1", role="link")
    row = editor.page.get_by_role("group", name="New source").first
    editor.types("Reference", "J Orthop Sports Phys Ther 2016;46(6):483", row)
    editor.ticks(row.get_by_text("Where it is found, who read it"))
    editor.types("Authors", "Goom, Malliaras, Reiman, Purdam", row)
    editor.types("Year", 2016, row)
    editor.types("What it supports", "The order of the four stages and the load test before each step.", row)


def publishes(editor):
    editor.presses("Save and go to publishing")
    editor.types("What this version is", "Four stages after Goom 2016, each opened by its load test.")
    editor.presses("Publish version 1")


def has_written_what_was_meant():
    """Row by row as the library has it, but for its words."""
    written = ProgramVersion.objects.get(program__name=PROGRAMME)
    file = library.rules("goom-2016-proximal-hamstring")
    assert written.is_draft is False
    assert [stage_rules_of(stage) for stage in written.stages.all()] == list(file.stages)
    doses = [stage.prescriptions.get().dose for stage in written.stages.all()]
    assert doses == [
        "5 × 45 s, each leg",
        "3 × 8–15, each leg, 8–15RM",
        "3 × 12, each leg, with weight",
        "3 × 8, each leg",
    ]


# As the patient sees it -----------------------------------------------------------------------------------------------


def looks_at_it_as_the_patient(editor):
    """Read, and so not counted among what it takes to write."""
    page = editor.page
    follows(page, "Preview this draft")
    editor.sees()
    shows(page, "Today, a good day", HOLD_OPEN["name"])
    shows(page, "Today, a flare", "Your plan until it is calm")
    shows(page, "Guided session", "Lie on your back with your heel on a chair.")
    shows(page, "Log a session", HOLD_OPEN["name"])
    shows(page, "Programme", "Energy storage")
    shows(page, "Stage 2, Isotonic, little hip bending", "Energy storage")
    shows(page, "Today, a rest day", "A rest day today")
    follows(page, "On paper (PDF)")
    opens_the_paper(page, page.get_by_role("link", name="Open the paper"))
    follows(page, "Draft of version 1")


def shows(page, name, words):
    """Waits for the frame: for SQLite in memory nobody reads a table while it is written, be it to be rolled back."""
    follows(page, name)
    expect(page.frame_locator(".phone-frame").locator("#main")).to_contain_text(words)


def follows(page, name):
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).first.click()


def opens_the_paper(page, link):
    """Chromium without a screen saves a PDF; so it is asked for."""
    answer = page.request.get(link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


# To the patient -------------------------------------------------------------------------------------------------------


def chooses_it_for_the_clinic(page, clinic):
    follows(page, "Clinics")
    follows(page, clinic.name)
    row = page.get_by_role("group", name="New programme of the clinic")
    row.get_by_label("Programme").select_option(label=PROGRAMME)
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_role("status")).to_contain_text("was changed successfully")


def assigns_it(page):
    """Answers with the link that the patient opens."""
    page.goto("/caseload/new/")
    page.get_by_label("Name", exact=True).fill("Hanna Whitcombe")
    page.get_by_label("E-mail").fill("hanna.whitcombe@example.org")
    page.get_by_label("Programme and version").select_option(label=f"{PROGRAMME}, version 1")
    page.get_by_text("Left", exact=True).click()
    page.locator("label[for=morning-2]").click()
    page.get_by_role("button", name="Assign and make the link").click()
    return page.get_by_label("The link, to copy").input_value()


def trains_a_whole_session(phone, link):
    phone.goto(link)
    phone.get_by_role("button", name="Open my programme").click()
    phone.get_by_role("link", name="To my exercises").click()
    expect(phone.get_by_role("region", name=HOLD_OPEN["name"], exact=True)).to_contain_text("5 × 45 s")
    phone.get_by_role("link", name="Guide me").first.click()
    phone.get_by_role("button", name="Start", exact=True).click()
    phone.clock.run_for(1000 * (READY + HOLDS * HOLD + (HOLDS - 1) * REST))
    expect(phone.locator("#guide-progress")).to_have_text("All sets are done.")
    stopped.go_on(stopped.AT + dt.timedelta(minutes=30))
    phone.get_by_role("link", name="Log this session").click()
    phone.get_by_role("radiogroup", name="Left").locator("label").nth(2).click()
    phone.get_by_role("button", name="Save session").click()
    expect(phone.get_by_role("heading", name="Saved", exact=True)).to_be_visible()


def answers_the_morning(phone):
    tomorrow = (stopped.AT.astimezone(LONDON) + dt.timedelta(days=1)).replace(hour=8)
    stopped.go_on(tomorrow)
    phone.clock.set_system_time(tomorrow)
    phone.goto("/today/")
    phone.get_by_role("button", name="1", exact=True).click()
    expect(phone.get_by_text("Morning answer: left 1").first).to_be_visible()


def takes_it_along_on_paper(phone):
    phone.get_by_role("link", name="Programme").click()
    opens_the_paper(phone, phone.get_by_role("link", name="Download as PDF"))


def has_logged_all_of_it():
    mine = Assignment.objects.get()
    session = mine.sessions.get()
    assert [one.done for one in session.sets.all()] == [HOLD] * HOLDS
    assert session.pain_left == 2
    assert mine.morning_checks.get().pain_left == 1
