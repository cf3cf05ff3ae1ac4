"""Letters, and a real mail server that behaves or does not."""

import datetime as dt
import socket
import threading
import time
import uuid

import pytest
from django.core import mail
from django.db import connection

from patients import services
from patients.models import Letter, Notice
from patients.notices import outbox, rounds, smtp
from patients.notices.mail import Post
from patients.notices.outcomes import NotSent
from patients.selectors import was_told
from patients.services.isolation import Isolation
from patients.services.letter import claim_letter, queue_account
from programs import clock
from tests import make
from tests.mail_server import MailServer, use

pytestmark = pytest.mark.django_db
SECOND, MINUTE, HOUR, DAY = (dt.timedelta(seconds=n) for n in (1, 60, 3600, 86400))


@pytest.fixture
def server(settings, monkeypatch):
    monkeypatch.setattr(smtp, "SECONDS", 0.5)
    with MailServer() as server:
        use(settings, server)
        yield server


@pytest.fixture
def running():
    made = make.assignment(days=5)
    make.reminded(made.patient)
    services.set_reminders(made.patient.physio, {"digest": "never"}, by=made.patient.physio)
    return made


@pytest.fixture
def other():
    made = make.assignment(make.patient(name="Zoe Adamou"), days=5)
    make.reminded(made.patient)
    services.set_reminders(made.patient.physio, {"digest": "never"}, by=made.patient.physio)
    return made


def flagged(running):
    ids = {"client_id": uuid.uuid4(), "by": running.patient.user, "now": clock.now()}
    services.raise_flags(running.patient, ["saddle"], **ids)
    return running.patient.flags.get()


def written_to(running):
    patient = running.patient
    services.send_message(patient, "Hello.", client_id=uuid.uuid4(), by=patient.physio, now=clock.now())


def code_for(address="ada@example.org", text="Your code is 246810.", life=10 * MINUTE):
    now = clock.now()
    queue_account(address, "A code", text, to=None, expires_at=now + life, now=now)
    return Letter.objects.get(address=address)


def tries(server, until):
    """The loop, whenever a letter is due: when the server was asked, in seconds."""
    rounds.plan(clock.now())
    rounds.send(clock.now())
    found = []
    while letter := Letter.objects.waiting().filter(next_try_at__lte=clock.now() + until).first():
        before = server.asked.total()
        outbox.send_letters(letter.next_try_at)
        found += [(letter.next_try_at - clock.now()).seconds] * (server.asked.total() - before)
    return found


# What becomes of a letter ---------------------------------------------------------------------------------------------


def test_goes_as_it_was_written(server):
    text = "Dear Zoë,\n.a line with a dot\n..and two\n\n.\nend"
    queue_account("zoe@example.org", "Grüße", text, to=None, expires_at=clock.now() + HOUR, now=clock.now())
    assert outbox.send_letters(clock.now()) == 1
    [(to, letter)] = server.took
    assert to == "zoe@example.org"
    assert letter["Subject"] == "Grüße"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().rstrip().replace("\r", "") == text


ONCE_AND_AGAIN = {"451": "not sent: 451", "hangs": "not sent: ", "refuses": "not sent: ConnectionRefusedError"}


@pytest.mark.by_day
@pytest.mark.parametrize("manner", ONCE_AND_AGAIN)
@pytest.mark.parametrize("what", [flagged, written_to])
def test_is_sent_once_after_it_was_certainly_not(server, running, manner, what):
    what(running)
    if manner == "refuses":
        server.stop()
    server.manner = manner
    assert rounds.work(clock.now()) == 0
    letter = Letter.objects.get()
    assert (letter.tries, letter.claimed_at, letter.sent_at) == (1, None, None)
    assert letter.outcome.startswith(ONCE_AND_AGAIN[manner])
    server.start()
    server.manner = ""
    assert rounds.work(clock.now() + 4 * SECOND) == 0
    assert rounds.work(clock.now() + 5 * SECOND) == 1
    assert rounds.work(clock.now() + HOUR) == 0
    assert len(server.took) == len(server.handed_over) == 1
    assert Notice.objects.get().outcome == "e-mail"


@pytest.mark.by_day
@pytest.mark.parametrize("manner", ["dies in DATA", "hangs at the end"])
def test_after_silence_sends_an_alarm_again_and_nothing_else(server, running, other, manner):
    flagged(running), written_to(other)
    server.manner = manner
    rounds.work(clock.now())
    server.manner = ""
    assert rounds.work(clock.now() + MINUTE) == 1
    assert [to for to, _content in server.took] == [running.patient.physio.email]
    gone, waits = other.patient.user.notices.get(), running.patient.physio.notices.get()
    assert (gone.sent_at, gone.outcome[:9]) == (None, "no answer")
    assert waits.outcome == "e-mail"
    assert not Letter.objects.waiting().exists()


@pytest.mark.by_day
def test_is_given_up_where_the_address_is_refused_but_an_alarm_tries_on(server, running, other):
    flagged(running), written_to(other)
    server.manner = "550"
    rounds.work(clock.now())
    assert Notice.objects.get(kind="message").outcome == "refused: 550"
    assert Letter.objects.waiting().get().outcome == "refused: 550"
    server.manner = ""
    assert rounds.work(clock.now() + MINUTE) == 1


def test_pauses_longer_each_time_and_for_an_alarm_a_minute_at_most(server, running):
    flagged(running)
    server.manner = "451"
    assert tries(server, 6 * MINUTE) == [0, 5, 15, 35, 75, 135, 195, 255, 315]


@pytest.mark.by_day
def test_pauses_ten_minutes_at_most_for_what_nobody_waits_for(server, running):
    written_to(running)
    server.manner = "451"
    assert tries(server, HOUR) == [0, 5, 15, 35, 75, 155, 315, 635, 1235, 1835, 2435, 3035]


@pytest.mark.parametrize(("life", "last"), [(10 * MINUTE, 555), (HOUR, 3555)])
def test_is_tried_within_its_life(server, life, last):
    code_for(life=life)
    server.manner = "451"
    assert tries(server, life + 5 * MINUTE)[-1] == last
    assert Letter.objects.get().outcome == "too late"


def test_tries_an_alarm_for_days_until_it_is_closed(server, running):
    flag = flagged(running)
    server.stop()
    for hour in range(72):
        rounds.work(clock.now() + hour * HOUR)
    assert Letter.objects.waiting().get().tries == 72
    assert not was_told(flag)
    services.close_flag(flag, words="Called.", by=running.patient.physio, now=clock.now())
    rounds.work(clock.now() + 73 * HOUR)
    assert Notice.objects.get().outcome == "closed"


def test_says_that_somebody_was_told_once_a_letter_went_out(server, running):
    flag = flagged(running)
    assert not was_told(flag)
    server.manner = "dies in DATA"
    rounds.work(clock.now())
    assert not was_told(flag)
    server.manner = ""
    rounds.work(clock.now() + MINUTE)
    assert was_told(flag)


def test_goes_to_the_address_that_was_put_right_meanwhile(server, running):
    flagged(running)
    server.manner = "550"
    rounds.work(clock.now())
    server.manner = ""
    type(running.patient.physio).objects.filter(pk=running.patient.physio_id).update(email="right@example.org")
    rounds.work(clock.now() + MINUTE)
    assert [to for to, _content in server.took] == ["right@example.org"]


# One hanging server ---------------------------------------------------------------------------------------------------


def test_asks_a_server_that_is_away_once_a_round(server, monkeypatch):
    for number in range(20):
        code_for(f"p{number}@example.org")
    server.manner = "hangs"
    outbox.send_letters(clock.now())
    assert server.greeted == 1
    assert set(Letter.objects.values_list("tries", flat=True)) == {1}


def test_leaves_a_server_that_hangs_at_each_letter_after_twenty_seconds(server, monkeypatch):
    for number in range(4):
        code_for(f"p{number}@example.org")
    server.manner = "hangs at the end"
    monkeypatch.setattr(outbox, "SECONDS", 0.6)
    outbox.send_letters(clock.now())
    assert 0 < len(server.handed_over) < 4


def test_cuts_a_line_that_drips(settings, monkeypatch):
    """A byte before every time-out of the socket would hold it for ever."""
    monkeypatch.setattr(smtp, "SECONDS", 0.5)
    listening = socket.create_server(("127.0.0.1", 0))

    def drips():
        line, _address = listening.accept()
        with line:
            for _tenth in range(300):
                try:
                    line.sendall(b"2")
                except OSError:
                    return
                time.sleep(0.1)

    threading.Thread(target=drips, daemon=True).start()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "patients.notices.smtp.Backend", "127.0.0.1"
    settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = listening.getsockname()[1], 5
    began = time.monotonic()
    with pytest.raises(NotSent), Post() as post:
        post.open()
    assert time.monotonic() - began < 10
    listening.close()


@pytest.mark.by_day
def test_sends_alarms_first_and_what_was_tried_least_before_the_rest(server, running, other):
    tried = code_for("often@example.org")
    Letter.objects.filter(pk=tried.pk).update(tries=3)
    code_for("fresh@example.org")
    written_to(other)
    flagged(running)
    rounds.work(clock.now())
    addresses = [running.patient.physio.email, "fresh@example.org", "often@example.org", other.patient.user.email]
    assert [to for to, _content in server.took] == addresses


# Several loops, and one that is killed --------------------------------------------------------------------------------


def test_is_claimed_by_one():
    letter = code_for()
    copies = [Letter.objects.get() for _loop in range(3)]
    assert [claim_letter(copy, clock.now()) for copy in copies] == [True, False, False]
    assert outbox.send_letters(clock.now()) == 0
    assert Letter.objects.get().claimed_at == clock.now()
    assert letter.claimed_at is None


def test_claims_an_alarm_again_whose_loop_was_killed_and_nothing_else(server, running):
    flagged(running)
    rounds.plan(clock.now())
    rounds.send(clock.now())
    code_for()
    Letter.objects.update(claimed_at=clock.now())
    assert rounds.work(clock.now() + 69 * SECOND) == 0
    assert rounds.work(clock.now() + 70 * SECOND) == 1
    assert [to for to, _content in server.took] == [running.patient.physio.email]
    assert Letter.objects.get(kind="account").outcome == "unknown: its loop ended"


def test_changes_nothing_of_a_letter_that_another_has_claimed_since(server, running):
    letter = code_for()
    claim_letter(letter, clock.now())
    Letter.objects.update(claimed_at=clock.now() + MINUTE)
    services.letter.close_letter(letter, clock.now())
    assert Letter.objects.waiting().exists()


# Secrets --------------------------------------------------------------------------------------------------------------


def everything():
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM patients_letter")
        return str(cursor.fetchall())


@pytest.mark.parametrize("ends", ["sent", "refused", "too late"])
def test_lies_sealed_and_is_emptied_once_it_is_over(server, ends):
    code_for()
    assert "246810" not in everything()
    assert "ada@" in everything()
    server.manner = "550" if ends == "refused" else ""
    outbox.send_letters(clock.now() + (HOUR if ends == "too late" else SECOND))
    letter = Letter.objects.get()
    assert (letter.body, letter.address, bool(letter.sent_at)) == ("", "", ends == "sent")


def test_is_opened_with_the_secret_key_before_this_one(server, settings):
    code_for()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert outbox.send_letters(clock.now()) == 1
    assert "246810" in server.took[0][1].get_content()


def test_is_given_up_where_no_key_opens_it(server, settings):
    code_for()
    settings.SECRET_KEY = "another"
    assert outbox.send_letters(clock.now(), isolation := Isolation()) == isolation.failed == 0
    assert Letter.objects.get().outcome.startswith("unreadable")


def test_says_no_word_of_a_letter_in_the_log(server, caplog):
    code_for()
    server.manner = "550"
    outbox.send_letters(clock.now())
    assert "246810" not in caplog.text
    assert "ada@" not in caplog.text


def test_goes_by_any_other_backend_too():
    code_for()
    assert outbox.send_letters(clock.now()) == 1
    assert mail.outbox[0].to == ["ada@example.org"]
