"""Wrong passwords are counted over four workers, whatever a request says of where it comes from, and the count keeps
nobody out but who types them. Each trial has a control in which what it rests on is missing."""

import itertools
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.urls import reverse

from tests import make
from tests.hhtclinic.test_throttle import SECRET, WRONG, fill_cache
from tests.trials.people import TOO_MANY, WRONG_CODE, WRONG_PASSWORD, with_factor, with_password
from tests.trials.visitor import Visitor

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]
FOUR = {"WEB_CONCURRENCY": "4"}
BEHIND = FOUR | {"BEHIND_PROXY": "1", "PROXY_COUNT": "1"}
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"  # what the proxy writes
AT_ONCE = 16
numbers = itertools.count()


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def invented(came_by=None):
    """Headers with which a client says that it is somebody new, and what a proxy that got them adds to the last."""
    number = next(numbers)
    own = f"10.{number // 250}.{number % 250}.7"
    said = {name: own for name in ("X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP", "X_Forwarded_For")}
    said |= {"Forwarded": f"for={own}", "X-Forwarded-Host": f"{number}.example.org"}
    lines = [", ".join([own] * (number % 3)), came_by]
    return said | {"X-Forwarded-For": ", ".join(filter(None, lines)) or own}


def told(answer):
    if answer.status == 302:
        return "let in"
    if TOO_MANY in answer.text:
        return "too many"
    return "wrong" if WRONG_PASSWORD in answer.text else answer.status


def guess(url, emails, came_by=None):
    """What became of a wrong password for each of `emails`, many at once, by one who says each time to be another."""

    def once(email):
        return told(Visitor(url, **invented(came_by)).post(reverse("account_login"), login=email, password=WRONG))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(once, emails))


def nobody(count):
    return [f"nobody-{next(numbers)}@example.org" for _ in range(count)]


@pytest.mark.parametrize(("said", "came_by"), [(FOUR, None), (BEHIND, HERE)], ids=["without a proxy", "behind one"])
def test_judges_no_more_guesses_for_four_workers_and_forty_addresses(said, came_by, site, figure):
    url, victim = site(**said), with_password(make.user())
    at_one = guess(url, [victim.email] * 40, came_by)
    cache.clear()
    at_many = guess(url, nobody(40), came_by)
    figure(
        "40 guesses at one account, with invented headers: judged, too many", f"{at_one['wrong']}, {at_one['too many']}"
    )
    figure(
        "40 guesses at 40 accounts, with invented headers: judged, too many",
        f"{at_many['wrong']}, {at_many['too many']}",
    )
    assert at_one == {"wrong": 5, "too many": 35}
    assert at_many == {"wrong": 10, "too many": 30}


def test_counts_on_while_ten_thousand_other_entries_come(site, figure):
    url, victim = site(**FOUR), with_password(make.user())
    before = guess(url, [victim.email] * 10)
    fill_cache()
    after = guess(url, [victim.email] * 10)
    figure("guesses judged before and after 10,000 other entries of the cache", f"{before['wrong']}, {after['wrong']}")
    assert (before["wrong"], after["wrong"]) == (5, 0)


# Forty honest people --------------------------------------------------------------------------------------------------


class Attack:
    """Guesses at one account until it is over, from the address of the clinic and from elsewhere."""

    def __init__(self, url, email):
        self.url, self.email, self.over, self.told = url, email, threading.Event(), Counter()

    def __enter__(self):
        self.threads = [threading.Thread(target=self._run, args=[at]) for at in (HERE, HERE, ELSEWHERE, ELSEWHERE)]
        for one in self.threads:
            one.start()
        return self

    def __exit__(self, *error):
        self.over.set()
        for one in self.threads:
            one.join()

    def _run(self, came_by):
        while not self.over.is_set():
            self.told += guess(self.url, [self.email], came_by)


def sign_in(browser, user):
    """What a person who signs in with password and code is told; a code that was too old is tried again."""
    answer = browser.post(reverse("account_login"), login=user.email, password=make.PASSWORD)
    if answer.status == 302 and reverse("mfa_authenticate") in answer.leads_to:
        answer = types_code(browser)
        if WRONG_CODE in answer.text:
            time.sleep(30 - time.time() % 30)
            answer = types_code(browser)
    return told(answer)


def types_code(browser):
    counter = next(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(SECRET, counter))
    return browser.post(reverse("mfa_authenticate"), code=code)


def known_browser(url, user):
    """A browser that `user` has signed in on, and out again."""
    browser = Visitor(url, **{"X-Forwarded-For": HERE})
    assert sign_in(browser, user) == "let in"
    browser.get(reverse("home"))
    browser.post(reverse("account_logout"))
    return browser


def forty(url):
    """What forty people are told who sign in from the clinic in half a minute, half of them with a second factor."""
    people = [with_password(make.user(f"Staff{number} Example")) for number in range(40)]
    for one in people[::2]:
        with_factor(one)
    began = time.monotonic()

    def come(number):
        time.sleep(max(0, began + number * 0.75 - time.monotonic()))
        return sign_in(Visitor(url, **{"X-Forwarded-For": HERE}), people[number])

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(come, range(40)))


def test_lets_forty_in_from_one_address_while_an_account_is_attacked(site, figure):
    url, victim = site(**BEHIND), with_factor(with_password(make.physio()))
    theirs = known_browser(url, victim)
    with Attack(url, victim.email) as attack:
        honest = forty(url)
        own, strange = sign_in(theirs, victim), sign_in(Visitor(url, **{"X-Forwarded-For": "192.0.2.3"}), victim)
    figure("guesses at one account meanwhile, judged", f"{attack.told.total()}, {attack.told['wrong']}")
    figure("40 people who sign in from the address that guesses: let in", honest["let in"])
    figure("the owner of the account on a browser of theirs, on another", f"{own}, {strange}")
    assert attack.told["wrong"] == 5
    assert honest == {"let in": 40}
    assert (own, strange) == ("let in", "too many")


def test_lets_the_owner_in_on_their_browser_from_an_address_that_guesses_at_everybody(site, figure):
    url, victim = site(**BEHIND), with_factor(with_password(make.physio()))
    theirs = known_browser(url, victim)
    guess(url, nobody(20), HERE)
    own, other = sign_in(theirs, victim), sign_in(Visitor(url, **{"X-Forwarded-For": HERE}), with_password(make.user()))
    figure("after 20 guesses at as many accounts: a known browser there, any other there", f"{own}, {other}")
    assert (own, other) == ("let in", "too many")


# What it rests on -----------------------------------------------------------------------------------------------------


def test_judges_more_where_workers_share_nothing(site, figure):
    url, victim = site(**FOUR, PLANTED="own cache"), with_password(make.user())
    found = guess(url, [victim.email] * 40)
    figure("control, a cache for each worker: guesses at one account judged", found["wrong"])
    assert found["wrong"] > 5


def test_forgets_a_count_in_a_small_cache(site, figure):
    url, victim = site(**FOUR, PLANTED="small cache"), with_password(make.user())
    guess(url, [victim.email] * 10)
    fill_cache()
    found = guess(url, [victim.email] * 10)
    figure("control, a cache of 300: guesses judged after 10,000 other entries", found["wrong"])
    assert found["wrong"]


def test_keeps_some_of_forty_out_with_the_limits_of_the_library(site, figure):
    honest = forty(site(**BEHIND, PLANTED="limits of the library"))
    figure("control, sign-ins counted by address: of 40 honest people let in", honest["let in"])
    assert honest["let in"] < 40


def test_believes_a_client_where_a_proxy_too_many_is_counted(site, figure):
    url = site(**BEHIND | {"PROXY_COUNT": "2"})

    def once(email):
        browser = Visitor(url, **{"X-Forwarded-For": f"10.8.8.{next(numbers) % 250}, {HERE}"})
        return told(browser.post(reverse("account_login"), login=email, password=WRONG))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = Counter(pool.map(once, nobody(20)))
    figure("control, two proxies counted where one is: of 20 guesses at as many accounts judged", found["wrong"])
    assert found["wrong"] > 10
