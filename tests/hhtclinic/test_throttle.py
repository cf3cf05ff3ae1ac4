"""Wrong passwords are counted, and the count keeps nobody out but whoever types them."""

import base64
import datetime as dt
import pickle

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import signing
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from hhtclinic import devices, guesses
from programs import clock
from tests import make

RIGHT, WRONG = "a long enough password", "not the password"
SECRET = "JBSWY3DPEHPK3PXP"  # of a second factor, in base 32

pytestmark = pytest.mark.django_db


def person(name="Pia Example"):
    one = make.user(name)
    one.set_password(RIGHT)
    one.save()
    return one


def sign_in(client, email, password, came_by=None):
    """The answer to a try at the door; `came_by` is the X-Forwarded-For with which it arrives."""
    headers = {"x-forwarded-for": came_by} if came_by else {}
    return client.post(reverse("account_login"), {"login": email, "password": password}, headers=headers)


def is_in(answer):
    return answer.status_code == 302


def fill_cache(entries=10_000):
    """More entries of other people than Django keeps unasked; they come last in the order in which it drops them. One
    more, written as everything is, makes the cache look whether it is full."""
    value = base64.b64encode(pickle.dumps(1)).decode()
    rows = [(f":1:z{number}", value, clock.now() + dt.timedelta(days=36_500)) for number in range(entries)]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO cache (cache_key, value, expires) VALUES (%s, %s, %s)", rows)
    cache.set("z", 1)
    assert cache.get(f"z{entries - 1}") == 1


def test_counts_on_whatever_else_is_kept(client):
    pia = person()
    for _ in range(5):
        assert not is_in(sign_in(client, pia.email, WRONG))
    fill_cache()
    assert b"Too many wrong passwords" in sign_in(client, pia.email, RIGHT).content


def test_takes_a_code_once_whatever_else_is_kept(monkeypatch):
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([7]))
    factor = totp.TOTP.activate(person(), SECRET)
    code = totp.format_hotp_value(totp.hotp_value(SECRET, 7))
    assert factor.validate_code(code)
    fill_cache()
    assert not factor.validate_code(code)


@pytest.mark.parametrize(("proxies", "behind"), [(1, ""), (2, ", 198.51.100.7")])
def test_keeps_out_the_address_that_guessed_and_no_other(client, settings, proxies, behind):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    pia = person()
    for number in range(11):
        sign_in(client, f"nobody-{number}@example.org", WRONG, came_by=f"192.0.2.1{behind}")
    refused = sign_in(client, pia.email, RIGHT, came_by=f"192.0.2.1{behind}")
    assert b"Too many wrong passwords" in refused.content
    assert is_in(sign_in(client, pia.email, RIGHT, came_by=f"192.0.2.2{behind}"))


def test_believes_no_address_that_the_client_wrote_itself(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    pia = person()
    for number in range(11):
        sign_in(client, f"nobody-{number}@example.org", WRONG, came_by=f"203.0.113.{number}, 192.0.2.1")
    assert not is_in(sign_in(client, pia.email, RIGHT, came_by="203.0.113.99, 192.0.2.1"))
    assert is_in(sign_in(client, pia.email, RIGHT, came_by="192.0.2.1, 192.0.2.2"))


def signed_in_before(*people):
    """A browser on which these people have signed in and out again."""
    browser = Client()
    for one in people:
        assert is_in(sign_in(browser, one.email, RIGHT))
        browser.get(reverse("home"))
        browser.post(reverse("account_logout"))
    return browser


def guess(browser, email, times=5):
    for _ in range(times):
        assert not is_in(sign_in(browser, email, WRONG))


def test_lets_people_in_on_their_own_browser_whoever_guesses_elsewhere(client):
    pia, jonas = person(), person("Jonas Example")
    theirs = signed_in_before(pia, jonas)
    guess(client, pia.email)
    assert not is_in(sign_in(Client(), pia.email, RIGHT))
    assert is_in(sign_in(theirs, pia.email.upper(), RIGHT))


def test_counts_the_guesses_on_a_known_browser_too(client):
    pia = person()
    theirs = signed_in_before(pia)
    guess(theirs, pia.email)
    assert not is_in(sign_in(theirs, pia.email, RIGHT))
    assert is_in(sign_in(client, pia.email, RIGHT))


def test_lets_nobody_guess_on_at_another_account_from_a_known_browser(client):
    pia = person()
    mine = signed_in_before(person("Jonas Example"))
    guess(client, pia.email)
    assert not is_in(sign_in(mine, pia.email, RIGHT))


def test_knows_no_browser_by_a_cookie_that_was_made_up(client):
    pia = person()
    forged = Client()
    forged.cookies["device"] = signing.dumps(["mine", [[pia.pk, 0]]], salt=devices.SALT, key="another key")
    guess(client, pia.email)
    assert not is_in(sign_in(forged, pia.email, RIGHT))


def test_says_who_signed_in_by_a_number_that_no_script_reads():
    pia = person()
    cookie = signed_in_before(pia).cookies["device"]
    assert signing.loads(cookie.value, salt=devices.SALT)[1] == [[pia.pk, 0]]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_lets_forty_in_from_one_address_while_one_account_there_is_attacked(client):
    """A Monday at a clinic: one address, and somebody at the same one who guesses."""
    victim, staff = person(), [person(f"Staff{number} Example") for number in range(40)]
    let_in = 0
    for one in staff:
        sign_in(client, victim.email, WRONG)
        let_in += is_in(sign_in(Client(), one.email, RIGHT))
    assert let_in == 40
    assert not is_in(sign_in(Client(), victim.email, RIGHT))


def test_lets_a_known_browser_in_from_an_address_that_guessed(client):
    pia = person()
    theirs = signed_in_before(pia)
    for number in range(11):
        sign_in(client, f"nobody-{number}@example.org", WRONG)
    assert not is_in(sign_in(Client(), person("Jonas Example").email, RIGHT))
    assert is_in(sign_in(theirs, pia.email, RIGHT))


def with_factor(user):
    totp.TOTP.activate(user, SECRET)
    return user


def types_code(browser, counter, monkeypatch):
    """Whether the code of half a minute, by its number, lets in who gave the password."""
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([counter]))
    code = totp.format_hotp_value(totp.hotp_value(SECRET, counter))
    return is_in(browser.post(reverse("mfa_authenticate"), {"code": code}))


def test_lets_a_known_browser_past_its_second_factor_too(client, monkeypatch):
    pia = person()
    theirs = signed_in_before(pia)
    with_factor(pia)
    for number in range(11):
        sign_in(client, f"nobody-{number}@example.org", WRONG)
    assert is_in(sign_in(theirs, pia.email, RIGHT))
    assert types_code(theirs, 7, monkeypatch)


def test_forgets_no_guess_of_an_address_for_a_code_that_fits(client, monkeypatch):
    mine = with_factor(person())
    for number in range(9):
        sign_in(client, f"nobody-{number}@example.org", WRONG)
    assert is_in(sign_in(client, mine.email, RIGHT))
    assert types_code(client, 7, monkeypatch)
    stranger = Client()
    sign_in(stranger, "somebody@example.org", WRONG)
    assert not is_in(sign_in(stranger, person("Jonas Example").email, RIGHT))


def test_takes_the_code_that_showed_a_new_factor_for_no_sign_in(client, monkeypatch):
    pia = person()
    client.force_login(pia)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([7]))
    code = {"code": totp.format_hotp_value(totp.hotp_value(secret, 7))}
    assert is_in(client.post(reverse("mfa_activate_totp"), code))
    other = Client()
    assert is_in(sign_in(other, pia.email, RIGHT))
    assert not is_in(other.post(reverse("mfa_authenticate"), code))


def test_waits_while_passwords_from_the_address_are_looked_at(client, monkeypatch):
    pia, places = person(), [guesses.take_place("127.0.0.1") for _ in range(guesses.PLACES)]
    places.pop().keep()
    monkeypatch.setattr(guesses.time, "sleep", lambda _seconds: places.pop().rollback())
    assert is_in(sign_in(client, pia.email, RIGHT))
    assert len(places) == 8


def test_lets_nobody_wait_where_all_were_wrong(client, monkeypatch):
    for _ in range(guesses.PLACES):
        guesses.take_place("127.0.0.1").keep()
    monkeypatch.setattr(guesses.time, "sleep", lambda _seconds: pytest.fail("waited"))
    assert not is_in(sign_in(client, person().email, RIGHT))


def test_lets_forty_ask_for_a_code_from_one_address_while_one_account_is_attacked(client):
    victim, people = person(), [make.user(f"Staff{number} Example") for number in range(40)]
    answers = []
    for one in people:
        client.post(reverse("account_request_login_code"), {"email": victim.email})
        answers.append(is_in(Client().post(reverse("account_request_login_code"), {"email": one.email})))
    assert answers == [True] * 40


def test_counts_no_passkeys_of_an_address(client):
    answers = {client.post(reverse("mfa_login_webauthn"), {"credential": "{}"}).status_code for _ in range(12)}
    assert answers == {302}
