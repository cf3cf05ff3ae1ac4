"""Every text that somebody can write holds a script, and every page is opened in a browser as everybody who works or
trains here: once without the policy that would stop a script, when none may run, and once with it, when it has nothing
to stop."""

import csv
import io
import os
import uuid

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from patients import services
from patients.domain.entries import MeasureEntry, ReasonEntry
from patients.domain.instruments import ACTIVITY
from patients.models import Patient, TriageMark
from programs import clock
from programs.models import Exercise, Program, Stage, Translation, Variation
from tests import make, polyglots, test_pages
from tests.browser.doors import let_in
from tests.chromium import launch_options
from tests.crawl import Crawl
from tests.walks import ROLES, starts_of

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's event loop runs in the thread of the tests
LISTENS = """
addEventListener("securitypolicyviolation", (e) => breach(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`), true);
"""
# What of a page is not as its template wrote it: handlers, script addresses, and a sum that a template worked out.
LOOKS = """() => {
  const found = [];
  for (const one of document.querySelectorAll("*")) {
    for (const { name, value } of one.attributes) {
      const leads = ["href", "src", "action", "formaction", "xlink:href", "data", "srcdoc"].includes(name);
      if (name.startsWith("on") || (leads && /^[\\s\\x00-\\x1f]*(javascript|vbscript|data:text)/i.test(value)))
        found.push(`<${one.tagName} ${name}>`);
    }
  }
  const words = document.body ? document.body.innerText : "";
  if (words.includes("1337")) found.push("a template was worked out");
  return found;
}"""


class Watched:
    """A browser that one person is let into. `scripts`, `dialogs`, `breaches`, `markup`: what came of whose text."""

    def __init__(self, browser, url, user, *, policy):
        self.ran, self.dialogs, self.breaches, self.markup, self.pages = [], [], [], [], 0
        self.context = browser.new_context(bypass_csp=not policy, base_url=url, service_workers="block", locale="en-GB")
        self.context.expose_binding("ran", lambda source: self.ran.append(source["frame"].url))
        self.context.expose_binding("breach", lambda source, what: self.breaches.append((source["frame"].url, what)))
        self.context.add_init_script(LISTENS)
        self.page = self.context.new_page()
        self.page.on("dialog", self._dismiss)
        self.page.on("console", self._hear)
        if user:
            let_in(self.page, user, url)

    def _dismiss(self, dialog):
        self.dialogs.append(self.page.url)
        dialog.dismiss()

    def _hear(self, line):
        if "Content Security Policy" in line.text:
            self.breaches.append((self.page.url, line.text))

    def opens(self, addresses):
        for address in addresses:
            answer = self.page.goto(address)
            self.pages += 1
            self.markup += [(address, one) for one in self.page.evaluate(LOOKS)]
            assert answer.status < 500, address
        self.page.wait_for_timeout(300)  # what a page does a moment later
        self.context.close()
        return self


@pytest.fixture
def world():
    everybody = test_pages.everybody()
    writes_what_nobody_wrote(everybody)
    everybody.planted, everybody.empty = polyglots.plant()
    translate(everybody.people["asked"].patient, everybody.users["editor"])
    return everybody


def writes_what_nobody_wrote(world):
    """One row of each kind that the people of the world have not made."""
    of, physio, now = world.people["held"], world.users["physio"], clock.now()
    desk = {"by": physio, "now": now}
    services.write_note(of, "Works nights.", **desk)
    one = make.main_prescription(of)
    services.change_dose(of, one, sets=one.sets + 1, target=one.target, reason="More.", **desk)
    reason = ReasonEntry(uuid.uuid4(), of.patient.today(now), "sport")
    services.note_day_reason(of, reason, by=of.patient.user, now=now)
    measure = MeasureEntry(uuid.uuid4(), of.patient.today(now), ACTIVITY, 3, "Stairs")
    services.give_measure(of, measure, by=of.patient.user, now=now)
    services.change_version(world.people["both"], world.later, reason="Shorter.", **desk)
    services.end_assignment(world.people["stepped back"], reason="Plays again.", maintenance="Twice a week.", **desk)
    services.ease_dose(world.people["ready"], reason="A fall.", sessions=3, **desk)
    services.subscribe_push(of.patient.user, endpoint="https://push.example.org/1", p256dh="a", auth="b", **desk)
    services.ask_confirmation(of.patient.user, "new@example.org", now=now)
    TriageMark.objects.create(assignment=of, about="silent", note="Called.", at=now, by=physio, since=now)
    UserSession.objects.create(user=of.patient.user, session_key="k", ip="127.0.0.1", user_agent="A browser")


def translate(patient, editor):
    """A patient reads in German, which is as much of somebody's writing as the English is."""
    Patient.objects.filter(pk=patient.pk).update(language="de")
    said = {"language": "de", "text": polyglots.LONG, "at": clock.now(), "by": editor}
    for model in (Program, Stage, Exercise, Variation):
        for row in model.objects.all():
            for field in row.translated:
                if english := getattr(row, field):
                    Translation.objects.create(subject=row.subject, field=field, english=english, **said)


@pytest.fixture
def chromium(playwright):
    browser = playwright.chromium.launch(**launch_options(playwright.chromium.executable_path))
    yield browser
    browser.close()


def walks(world):
    """(role, user, crawl) of everybody."""
    for role, people in ROLES.items():
        for person in people:
            client, user = Client(), world.users.get(person)
            if user:
                client.force_login(user)
            yield role, user, client, Crawl(client, starts_of(person, world), patients=20, same=1, most=4)


def test_runs_no_script_that_somebody_wrote(world, chromium, live_server, figure):
    assert [name for name in world.empty if not name.startswith("programs.Translation")] == []
    figure("columns of text that hold a script", len(world.planted))
    for role, user, client, crawl in walks(world):
        without = Watched(chromium, live_server.url, user, policy=False).opens(crawl.pages)
        within = Watched(chromium, live_server.url, user, policy=True).opens(crawl.pages)
        figure(f"{role}: pages opened without the policy, with it", f"{without.pages}, {within.pages}")
        assert (without.ran, without.dialogs, without.markup) == ([], [], []), role
        assert (within.ran, within.dialogs, within.breaches) == ([], [], []), role
        for address in crawl.files:
            is_read_as_what_it_is(client.get(address), address)
    figure("scripts run, dialogs, handlers or script addresses found", "0, 0, 0")
    figure("violations of the policy", 0)


KINDS = {
    *("application/pdf", "application/json", "text/csv", "text/calendar"),
    *("application/toml", "application/schema+json", "application/zip"),
}


def is_read_as_what_it_is(answer, address):
    content = answer.getvalue()
    assert answer["X-Content-Type-Options"] == "nosniff", address
    kind = answer["Content-Type"].split(";")[0]
    assert kind in KINDS or kind.startswith("image/"), (address, kind)
    if kind == "application/pdf":
        assert content.startswith(b"%PDF") and b"/JavaScript" not in content and b"/Launch" not in content
    else:
        assert "attachment" in answer.get("Content-Disposition", ""), address
    if kind == "text/csv":
        cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
        assert not [cell for cell in cells if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))], address


def test_finds_a_text_that_a_template_forgot(world, chromium, live_server, figure):
    """The control: one variable that is not escaped is found without the policy, and the policy stops it."""
    patient = world.people["held"].patient
    address, physio = [f"/caseload/{patient.public_id}/messages/"], world.users["physio"]
    with polyglots.unescaped("_conversation.html", "{{ message.text|linebreaks }}", "{{ message.text|safe }}"):
        without = Watched(chromium, live_server.url, physio, policy=False).opens(address)
        within = Watched(chromium, live_server.url, physio, policy=True).opens(address)
    assert without.ran and without.markup and not within.ran and within.breaches
    figure(
        "control, one text unescaped: scripts run without the policy, with it", f"{len(without.ran)}, {len(within.ran)}"
    )
    figure("control, one text unescaped: violations of the policy", len(within.breaches))
