"""The story of a mistyped address. Paula is taken on; the letters go to somebody else; it is put right."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from patients import services
from patients.models import AuditEntry, Letter, Notice
from patients.notices.confirmation import send_confirmation
from programs import clock
from tests import make
from tests.html import words_of
from tests.patients.test_new_patient import token_of
from tests.post import code_in, letters_to, link_in

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "paula@home.exmaple.org", "paula@home.example.org"


@pytest.fixture
def physio():
    return make.physio()


@pytest.fixture
def desk(physio):
    return signed_in(physio)


@pytest.fixture
def paula(physio):
    """Taken on with an address that is not hers, and that nobody has used."""
    return make.assignment(make.patient(by=physio, name="Paula Patient", email=WRONG, used=False)).patient


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def come_in(link):
    """A browser that has used a sign-in link."""
    client = Client()
    client.post(link)
    return client


def is_in(client):
    return client.get(reverse("progress")).status_code == 200


def ask_for_code(client, address):
    return client.post(reverse("account_request_login_code"), {"email": address}, follow=True)


def url_of(name, patient):
    return reverse(name, args=[patient.public_id])


def mailed_link(desk, patient, address):
    """The link in the letter that the physio sends beside the one on the page; and that one."""
    page = desk.post(url_of("make-invitation", patient))
    desk.post(url_of("email-invitation", patient), {"token": token_of(page)})
    return link_in(letters_to(address)[-1]), f"/join/{token_of(page)}/"


def corrected(desk, patient, address=RIGHT, **more):
    return desk.post(url_of("correct-address", patient), {"email": address, **more}, follow=True)


def test_sends_no_code_and_no_reset_to_an_address_that_nobody_has_used(client, paula):
    known, unknown = ask_for_code(client, WRONG), ask_for_code(Client(), "nobody@example.org")
    assert words_of(known).replace(WRONG, "") == words_of(unknown).replace("nobody@example.org", "")
    client.post(reverse("account_reset_password"), {"email": WRONG})
    letters = letters_to(WRONG)
    assert len(letters) == 2
    assert {letter.subject for letter in letters} == {"No account opens with this address"}
    assert [code_in(letter) for letter in letters] == [None, None]
    assert "reset/key" not in "".join(letter.body for letter in letters)


def test_shuts_out_whoever_came_in_by_the_wrong_address(desk, paula):
    link, _shown = mailed_link(desk, paula, WRONG)
    stranger = come_in(link)
    assert is_in(stranger)
    paula.user.refresh_from_db()
    paula.user.set_password("let me in again, please")
    paula.user.save()
    Authenticator.objects.create(user=paula.user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    stranger.force_login(paula.user)
    services.make_calendar_link(paula.user, by=paula.user, now=clock.now())
    ask_for_code(door := Client(), WRONG)
    code = code_in(letters_to(WRONG)[-1])
    Client().post(reverse("account_reset_password"), {"email": WRONG})
    key = link_in(letters_to(WRONG)[-1])
    new_link, new_shown = mailed_link(desk, paula, WRONG)

    page = corrected(desk, paula)

    assert "signed out everywhere" in words_of(page)
    assert not is_in(stranger)
    door.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_in(door)
    assert Client().get(key, follow=True).context["token_fail"]
    assert [is_in(come_in(each)) for each in (new_link, new_shown)] == [False, False]
    by_password = Client()
    by_password.post(reverse("account_login"), {"login": WRONG, "password": "let me in again, please"})
    assert not is_in(by_password)
    paula.user.refresh_from_db()
    assert (paula.user.email, paula.user.has_usable_password()) == (None, False)
    assert not Authenticator.objects.filter(user=paula.user).exists()
    assert (paula.user.reminders.calendar_hash, paula.user.reminders.agreed_to) == ("", "")


def test_writes_to_the_new_address_from_then_on_and_tells_the_old_one_nothing(desk, paula):
    page = desk.post(url_of("make-invitation", paula))
    desk.post(url_of("email-invitation", paula), {"token": token_of(page)})
    services.send_message(paula, "Until Monday.", client_id=make.uuid.uuid4(), by=paula.physio, now=clock.now())
    corrected(desk, paula)
    assert letters_to(WRONG) == []
    assert Letter.objects.get(kind="invitation").outcome == "address given up"
    assert Notice.objects.get(kind="invitation").dropped_at
    link, _shown = mailed_link(desk, paula, RIGHT)
    assert is_in(come_in(link))
    ask_for_code(own := Client(), RIGHT)
    own.post(reverse("account_confirm_login_code"), {"code": code_in(letters_to(RIGHT)[-1])})
    assert is_in(own)
    assert letters_to(WRONG) == []


def test_is_audited_by_ids_alone_and_once(desk, physio, paula):
    corrected(desk, paula)
    assert "It was this address already." in words_of(corrected(desk, paula, RIGHT.upper()))
    [entry] = AuditEntry.objects.filter(verb="address.corrected")
    assert (entry.by, entry.patient, entry.subject) == (physio, paula, "")


def test_takes_an_address_away_altogether(desk, paula):
    corrected(desk, paula, "")
    paula.refresh_from_db()
    assert paula.email == ""
    assert "None is noted. The patient signs in by link." in words_of(desk.get(url_of("identity", paula)))
    page = desk.post(url_of("make-invitation", paula))
    assert "There is no e-mail address" in words_of(
        desk.post(url_of("email-invitation", paula), {"token": token_of(page)})
    )
    assert is_in(come_in(f"/join/{token_of(page)}/"))


@pytest.mark.parametrize("typed", ["paula@", "p" * 250 + "@example.org", "two words"])
def test_refuses_what_is_no_address_and_keeps_it_in_the_box(desk, paula, typed):
    page = corrected(desk, paula, typed)
    assert page.status_code == 422
    assert f'value="{typed}"' in page.content.decode()
    paula.refresh_from_db()
    assert paula.email == WRONG


# Her own page ---------------------------------------------------------------------------------------------------------


def test_is_not_taken_for_used_when_she_scans_the_code_at_the_desk(desk, paula):
    link, shown = mailed_link(desk, paula, WRONG)
    assert is_in(come_in(shown))
    assert not is_in(come_in(link)), "the letter's own link ended with it"
    assert not EmailAddress.objects.filter(email=WRONG).exists()


def test_is_confirmed_by_a_letter_that_she_asks_for(desk, paula, settings):
    own = signed_in(paula.user)
    assert "no code goes there" in words_of(own.get(reverse("own-address")))
    said = own.post(reverse("own-address"), {"email": RIGHT}, follow=True, headers={"host": "localhost:9999"})
    assert "A letter is on its way." in words_of(said)
    [letter] = letters_to(RIGHT)
    assert paula.clinic.name in letter.body
    assert f"{settings.SITE_URL}/account/confirm-email/" in letter.body
    assert paula.name not in letter.body
    link = link_in(letter)
    assert link == reverse("confirm-address", args=[link.split("/")[-2]])
    Client().get(link)
    assert not EmailAddress.objects.filter(email=RIGHT).exists(), "a mail scanner opens links, and presses nothing"
    assert "This address is yours" in words_of(Client().post(link))
    paula.refresh_from_db()
    assert (paula.email, paula.user.email) == (RIGHT, RIGHT)
    assert is_in(own), "no address opened the account before, so nothing had to end"
    assert Client().post(link).status_code == 410
    assert "a code that comes there" in words_of(own.get(reverse("own-address")))


def test_ends_what_the_address_before_opened_when_she_changes_it_herself(paula):
    services.correct_address(paula, "old@example.org", by=paula.physio, now=clock.now())
    make.take_address(paula.user, "old@example.org")
    here, elsewhere = signed_in(paula.user), signed_in(paula.user)
    here.post(reverse("own-address"), {"email": RIGHT})
    assert is_in(elsewhere), "until the letter was used everything stays as it is"
    assert here.post(link_in(letters_to(RIGHT)[0])).status_code == 200
    assert (is_in(here), is_in(elsewhere)) == (False, False)
    assert letters_to("old@example.org") == []
    ask_for_code(Client(), "old@example.org")
    assert code_in(letters_to("old@example.org")[0]) is None


def test_ends_a_letter_that_waits_when_the_desk_corrects_meanwhile(desk, paula):
    send_confirmation(paula.user, WRONG, now=clock.now())
    [letter] = letters_to(WRONG)
    corrected(desk, paula)
    assert Client().post(link_in(letter)).status_code == 410


def test_sends_no_second_letter_at_once_and_no_sixth_in_a_day(paula):
    own = signed_in(paula.user)
    for number in range(7):
        answers = [own.post(reverse("own-address"), {"email": f"a{number}@example.org"}, follow=True) for _ in "ab"]
        assert words_of(answers[1]) != words_of(answers[0]) or number > 4
    outbox = [letter for number in range(7) for letter in letters_to(f"a{number}@example.org")]
    assert len(outbox) == 5
    assert [Client().post(link_in(letter)).status_code for letter in outbox] == [410, 410, 410, 410, 200]
    assert len(mail.outbox) == 5
