"""Notifications on the phone, from the button to what stands on the screen. Only the push services are not real."""

import json
import time

import pytest
from playwright.sync_api import expect

from patients.models import PushSubscription
from tests import make
from tests.browser.conftest import PHONE
from tests.browser.doors import let_in
from tests.browser.own_phone import PATIENCE
from tests.patients.test_push import Browser

ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc"
SUBSCRIBES = """PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    if (applicationServerKey.length !== 65) throw new Error("no public key");
    return { toJSON: () => ({ endpoint: ENDPOINT, keys: KEYS }), unsubscribe: async () => true }; }"""


@pytest.fixture
def mine(live_server):
    return make.assignment(days=3)


@pytest.fixture
def phone(open_page, mine, live_server):
    page = open_page(**PHONE)
    let_in(page, mine.patient.user, live_server.url)
    return page


def test_turns_on_and_off_on_the_page_of_reminders(phone, mine):
    keys = json.dumps(Browser().keys)
    script = SUBSCRIBES.replace("ENDPOINT", json.dumps(ENDPOINT)).replace("KEYS", keys)
    phone.context.grant_permissions(["notifications"])
    phone.add_init_script(script)
    phone.goto("/today/")
    phone.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    phone.goto("/reminders/")
    phone.get_by_role("button", name="Turn them on, on this phone").tap()
    expect(phone.get_by_text("They are on, on 1 phone or computer.")).to_be_visible()
    assert PushSubscription.objects.get().endpoint == ENDPOINT
    phone.get_by_role("button", name="Turn them off everywhere").tap()
    expect(phone.get_by_role("status").first).to_contain_text("Notifications are off")
    assert PushSubscription.objects.get().dropped_at


def test_says_so_when_the_phone_does_not_allow_it(phone):
    phone.add_init_script("Notification.requestPermission = async () => 'denied'")
    phone.goto("/reminders/")
    phone.get_by_role("button", name="Turn them on, on this phone").tap()
    expect(phone.get_by_text("The phone did not allow it.")).to_be_visible()
    assert not PushSubscription.objects.exists()


def test_shows_one_line_that_tells_nothing(phone, live_server):
    phone.context.grant_permissions(["notifications"], origin=live_server.url)
    line = phone.context.new_cdp_session(phone)
    registrations = []
    line.on("ServiceWorker.workerRegistrationUpdated", lambda told: registrations.extend(told["registrations"]))
    line.send("ServiceWorker.enable")
    phone.goto("/today/")
    phone.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    assert comes(phone, lambda: registrations)
    payload = json.dumps({"text": "One tap is waiting in your programme.", "open": "/"})
    for _time in range(2):
        line.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": live_server.url, "registrationId": registrations[-1]["registrationId"], "data": payload},
        )
    shown = comes(phone, lambda: what_is_shown(phone))
    assert shown == [["My programme", "One tap is waiting in your programme.", "one-tap"]]


def comes(page, found):
    """What `found` answers once it is something."""
    until = time.monotonic() + PATIENCE
    while not (answer := found()) and time.monotonic() < until:
        page.wait_for_timeout(100)  # the browser goes on telling meanwhile
    return answer


def what_is_shown(page):
    """Title, text and tag of the notifications on the screen; two of the same tag are one."""
    asked = """() => navigator.serviceWorker.ready.then(one => one.getNotifications())
        .then(all => all.map(one => [one.title, one.body, one.tag]))"""
    return page.evaluate(asked)
