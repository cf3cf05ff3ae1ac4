"""A question and its answer, on a phone and at a desk."""

import time

from playwright.sync_api import expect

from patients.models import CannedText
from tests import make
from tests.browser.doors import let_in


def test_asks_and_is_answered(phone, desktop, live_server):
    mine = make.assignment(days=3)
    patient = mine.patient
    CannedText.objects.create(clinic=patient.clinic, title="Swimming", text="Front crawl is fine.")
    let_in(phone, patient.user, live_server.url)
    let_in(desktop, patient.physio, live_server.url)

    phone.goto("/today/")
    phone.get_by_role("link", name="Messages").tap()
    expect(phone.get_by_role("heading", name="This is not for emergencies")).to_be_visible()
    phone.get_by_label("Your message").fill("May I swim?")
    phone.get_by_role("button", name="Send to my clinic").tap()
    expect(phone.get_by_role("status").first).to_contain_text("Sent.")
    expect(phone.get_by_role("listitem").filter(has_text="May I swim?")).to_contain_text("Not read yet")

    desktop.goto(f"/caseload/{patient.public_id}/")
    desktop.get_by_role("link", name="Messages waiting").click()
    desktop.get_by_label("A text you write often").select_option("Swimming")
    desktop.get_by_role("button", name="Put it in the box").click()
    expect(desktop.get_by_label("Message to")).to_have_value("Front crawl is fine.")
    desktop.get_by_role("button", name="Send", exact=True).click()

    phone.goto("/today/")
    with phone.expect_response(lambda answer: answer.url.endswith("/messages/seen/")):
        phone.get_by_role("link", name="Messages (1 new)").tap()
    expect(phone.get_by_role("listitem").filter(has_text="Front crawl is fine.")).to_contain_text("New")
    expect(phone.get_by_role("listitem").filter(has_text="May I swim?")).to_contain_text("Read by Jonas Adeyemi")
    desktop.reload()
    expect(desktop.get_by_role("listitem").filter(has_text="Front crawl is fine.")).to_contain_text("Read by Hanna")
    phone.goto("/today/")
    expect(phone.get_by_role("link", name="Messages", exact=True)).to_be_visible()


def test_keeps_what_was_written_without_signal(phone, live_server):
    mine = make.assignment(days=3)
    let_in(phone, mine.patient.user, live_server.url)
    phone.goto("/today/")
    waits_until_it_is_kept(phone, "/messages/")
    phone.context.set_offline(True)
    phone.goto("/messages/")
    phone.get_by_label("Your message").fill("No signal here.")
    phone.get_by_role("button", name="Send to my clinic").tap()
    expect(phone.get_by_role("heading", name="1 waiting to be sent")).to_be_visible()
    assert not mine.patient.messages.exists()
    phone.context.set_offline(False)
    phone.goto("/outbox/")
    expect(phone.get_by_text("Nothing is waiting. Everything was sent.")).to_be_visible()
    assert mine.patient.messages.get().text == "No signal here."


def waits_until_it_is_kept(page, path):
    for _try in range(100):
        if page.evaluate("path => caches.match(path, { ignoreVary: true }).then(Boolean)", path):
            return
        time.sleep(0.2)
    raise AssertionError(f"{path} is not kept")
