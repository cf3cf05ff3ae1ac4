"""Sessions logged without signal by a phone whose browser is killed, sent over a line that loses things."""

from collections import Counter
from dataclasses import dataclass, fields

from playwright.sync_api import expect

from tests import make

POISON = "2001-01-01T10:00"  # before any programme began


@dataclass
class Tally:
    """What was queued and what arrived. An entry is known by its note."""

    queued: int = 0
    stored: int = 0
    lost: int = 0
    duplicated: int = 0
    refused_with_reason: int = 0
    kills: int = 0

    def __str__(self):
        return ", ".join(f"{field.name.replace('_', ' ')} {getattr(self, field.name)}" for field in fields(self))


def run(phone, running, count, *, kill_every=10, rounds=60):
    """`count` sessions and one poison item in the middle, queued offline and sent; the `Tally`."""
    tally = Tally(queued=count)
    log = f"/log/?exercise={make.main_prescription(running).pk}"
    phone.start()
    phone.enter(running.patient.user)
    phone.keeps(log, "/outbox/")
    phone.loses_signal()
    for number in range(count):
        if number % kill_every == kill_every - 1:
            phone.kill()
            phone.start()
            tally.kills += 1
        if number == count // 2:
            logs(phone.page, log, note="poison", at=POISON)
        logs(phone.page, log, note=f"entry {number}", pain=number % 4)
    phone.kill()
    phone.start()
    tally.kills += 1
    phone.page.goto("/outbox/")
    assert waiting(phone.page) == count + 1
    phone.finds_signal()
    phone.page.reload()
    send_all(phone, running, rounds)
    tally.refused_with_reason = phone.page.get_by_text("Your programme began on").count()
    return counted(tally, running)


def logs(page, path, *, note, pain=2, at=""):
    page.goto(path)
    page.get_by_label("Note for your physio").fill(note)
    if at:
        page.get_by_label("When did you do it?").fill(at)
    saves(page, pain)


def saves(page, pain=2):
    """What the page shows, with the pain of the left side."""
    page.get_by_text("Heels close", exact=True).click()
    page.get_by_role("radiogroup", name="Left").locator("label").nth(pain).click()
    page.get_by_role("button", name="Save session").click()
    expect(page.get_by_role("heading", name="Saved on this phone", level=1)).to_be_visible()


def send_all(phone, running, rounds):
    """Presses and presses, with tokens renewed on the way, until nothing waits."""
    for number in range(rounds):
        phone.sends()
        if number % 4 == 1:
            phone.enter(running.patient.user)
        if not waiting(phone.page):
            return


def waiting(page):
    """How many entries the page of the outbox says are waiting, once it has counted."""
    page.wait_for_selector("[data-queue-empty]:not([hidden]), [data-queue] li")
    number = page.locator("[data-queue-number]")
    return int(number.inner_text()) if number.is_visible() else 0


def counted(tally, running):
    arrived = Counter(running.sessions.values_list("note", flat=True))
    tally.stored = sum(arrived.values())
    tally.lost = tally.queued - len(arrived)
    tally.duplicated = tally.stored - len(arrived)
    return tally
