"""A clinic starts: from the secret that the server prints to its first people and their list of what is left to do."""

import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from patients import services
from patients.domain.canned_texts import OURS, shipped
from patients.domain.countries import countries
from patients.forms.zones import usual_zone
from patients.models import Clinic, Heartbeat, Letter, Membership, OneTimeLink, Role
from patients.services.seal import unseal
from patients.services.start import open_start
from patients.wording.purpose import WORDING, what_it_is_for, what_it_is_not
from programs import clock
from programs.models import Guidance
from tests import html, make

pytestmark = pytest.mark.django_db
LINK = re.compile(r"https?://\S+")


@pytest.fixture
def door():
    return path_of(open_start(now=clock.now()))


def path_of(address):
    return "/" + address.split("/", 3)[3]


def typed(**changes):
    """What somebody sends who fills every part of the door."""
    numbers = {"country": "GB", "phone": "01632 960142", **countries()["GB"].numbers}
    rows = {"physios-TOTAL_FORMS": "3", "physios-INITIAL_FORMS": "0"}
    people = {"administrator": "Agnes Office", "administrator_email": "agnes@example.org"}
    people |= {"physios-0-name": "Mara Vale", "physios-0-email": "mara@example.org"}
    rest = {"time_zone": "Europe/London", "suggestions": "on", "program": str(make.version().program_id)}
    hours = {f"hours_{day}": "8:00 to 18:00" for day in range(1, 6)}
    clinic = {"name": "Willow Clinic", "address": "1 Mill Lane, Oxford"}
    return {**clinic, **numbers, **rows, **people, **rest, **hours, "purpose": "on", "press": "start", **changes}


def links_sent():
    """{address: the one link in the letter to it}; the newest letter of each."""
    letters = Letter.objects.exclude(body="").order_by("pk")
    return {one.address: path_of(LINK.search(unseal(one.body))[0]) for one in letters}


def started(client, door, **changes):
    answer = client.post(door, typed(**changes))
    assert answer.status_code == 200, html.words_of(answer)
    return Clinic.objects.get(name="Willow Clinic")


# The page -------------------------------------------------------------------------------------------------------------


def test_makes_the_clinic_its_people_and_their_letters_in_one_act(client, door):
    assert "on its way to agnes@example.org." in html.words_of(client.post(door, typed()))
    clinic = Clinic.objects.get(name="Willow Clinic")
    assert (clinic.address, clinic.time_zone, clinic.engine_on) == ("1 Mill Lane, Oxford", "Europe/London", True)
    assert clinic.hours == [[["08:00", "18:00"]]] * 5 + [[], []]
    assert clinic.numbers["emergency_phone"] == "999"
    assert not clinic.numbers_are_confirmed
    assert clinic.program_choices.get().program == make.version().program
    roles = set(clinic.memberships.values_list("user__email", "role"))
    assert roles == {("agnes@example.org", Role.ADMINISTRATOR), ("mara@example.org", Role.PHYSIO)}
    agnes = get_user_model().objects.get(email="agnes@example.org")
    assert (clinic.purpose_accepted, clinic.purpose_accepted_by) == (WORDING, agnes)
    assert clinic.purpose_accepted_at == clock.now()
    assert set(links_sent()) == {"agnes@example.org", "mara@example.org"}
    assert all("Willow Clinic" in unseal(one.body) and "localhost" not in one.subject for one in Letter.objects.all())
    assert not EmailAddress.objects.filter(user__in=[agnes], verified=True)


def test_is_not_there_without_the_secret_after_its_day_when_printed_anew_and_once_used(client, door, stop_clock):
    absent = {"status": 404, "nowhere": client.get("/nowhere/").content}
    for unknown in ("/start-clinic/no-such-secret/", door + "x/"):
        assert client.get(unknown).status_code == client.post(unknown, typed()).status_code == absent["status"]
    newer = path_of(open_start(now=clock.now()))
    assert client.get(door).status_code == 404
    assert client.get(newer).status_code == 200
    stop_clock(clock.now() + dt.timedelta(hours=24))
    assert client.get(newer).status_code == 404
    newest = path_of(open_start(now=clock.now()))
    started(client, newest)
    assert client.get(newest).status_code == client.post(newest, typed(name="Another")).status_code == 404
    assert Clinic.objects.filter(name="Another").count() == 0
    assert not OneTimeLink.objects.filter(token_hash__in=[door.split("/")[2], newest.split("/")[2]])


def test_answers_whoever_was_slower_with_the_same_form_with_what_was_made(client, door, monkeypatch):
    def quicker(*args, **people):
        monkeypatch.undo()
        services.start_clinic(*args, **people)
        return services.start_clinic(*args, **people)

    monkeypatch.setattr(services, "start_clinic", quicker)
    assert "Willow Clinic is started" in html.words_of(client.post(door, typed()))
    assert Letter.objects.count() == 2


def test_answers_a_form_that_was_sent_twice_with_what_it_made(client, door, stop_clock):
    started(client, door)
    again = client.post(door, typed())
    assert "Willow Clinic is started" in html.words_of(again)
    assert (Clinic.objects.filter(name="Willow Clinic").count(), Letter.objects.count()) == (1, 2)
    stop_clock(clock.now() + dt.timedelta(minutes=11))
    assert client.post(door, typed()).status_code == 404


WRONG = {
    "country": ({"country": ""}, "Please choose from the list."),
    "name": ({"name": ""}, "Please write the name of the clinic."),
    "number": ({"phone": "none"}, "“none” is not a telephone number."),
    "hours": ({"hours_1": "8 until late"}, "“late” is not a time."),
    "zone": ({"time_zone": "Berlin"}, "Please choose from the list."),
    "programme": ({"program": ""}, "Please choose a programme."),
    "address": ({"administrator_email": "agnes"}, "Please write an e-mail address, such as"),
    "line": ({"physios-1-name": "Ada Half"}, "Please write the e-mail address of Ada Half."),
    "purpose": ({"purpose": ""}, "Without that, nothing begins."),
    "null": ({"address": "a\x00b"}, "Null characters are not allowed."),
}


@pytest.mark.once
@pytest.mark.parametrize("what", WRONG)
def test_says_what_is_wrong_keeps_what_was_typed_and_stores_nothing(client, door, what):
    changes, sentence = WRONG[what]
    answer = client.post(door, typed(**changes))
    assert answer.status_code == 422
    assert sentence in html.words_of(answer)
    kept = answer.content.decode()
    assert all(word in kept for word in ("1 Mill Lane", "mara@example.org") if what != "null")
    assert not Clinic.objects.filter(name="Willow Clinic").exists()
    assert not Letter.objects.exists()
    assert client.get(door).status_code == 200


def test_refuses_a_patients_address_and_keeps_the_secret(client, door):
    patient = make.patient()
    answer = client.post(door, typed(**{"physios-0-email": patient.user.email.upper()}))
    assert answer.status_code == 422
    assert "belongs to an account that cannot work in a clinic" in html.words_of(answer)
    assert not Clinic.objects.filter(name="Willow Clinic").exists()
    assert client.get(door).status_code == 200


def test_brings_a_countrys_numbers_and_loses_nothing_that_was_typed(client, door):
    assert "First the country" in html.words_of(client.get(door))
    assert "First the country" in html.words_of(client.get(door, {"country": "XX"}))
    assert "Whom a patient calls" in html.words_of(client.get(door, {"country": "-"}))
    shown = client.get(door, {"country": "DE"}).content.decode()
    assert 'value="112"' in shown and 'value="Europe/Berlin" selected' in shown
    changed = {"country": "ES", "press": "suggest", "crisis_phone": "0800 1", "physios-1-name": "Ada Half"}
    answer = client.post(door, typed(**changed))
    kept = answer.content.decode()
    assert answer.status_code == 200 and "Not saved yet" not in kept
    assert 'value="112"' in kept and 'value="0800 1"' in kept and "Ada Half" in kept and "Willow Clinic" in kept


def test_gives_more_lines_and_offers_languages_where_there_are_some(client, door, settings):
    settings.CONTENT_LANGUAGES = {"de": "German"}
    answer = client.post(door, typed(press="more", country=""))
    assert answer.content.decode().count("-email") > 3
    assert "Willow Clinic" in answer.content.decode()
    assert started(client, door, languages="de").languages == ["de"]


def test_is_given_to_nobody_who_tries_many_secrets(client, door):
    for number in range(20):
        client.get(f"/start-clinic/guess-{number}/")
    assert client.get(door).status_code == 404


def test_chooses_a_countrys_zone_where_it_has_one_but_for_islands():
    assert [usual_zone(code) for code in ("GB", "DE", "ES", "NZ")] == [
        "Europe/London", "Europe/Berlin", "Europe/Madrid", "Pacific/Auckland"
    ]  # fmt: skip
    assert [usual_zone(code) for code in ("US", "AU", "XX", "")] == [""] * 4


# The server -----------------------------------------------------------------------------------------------------------


def test_prints_one_address_of_the_site(settings, capsys):
    settings.SITE_URL = "https://rehab.example.org"
    settings.ALLOWED_HOSTS = ["rehab.example.org"]
    call_command("start_clinic")
    assert re.search(r"^https://rehab\.example\.org/start-clinic/[\w-]{43}/$", capsys.readouterr().out, re.MULTILINE)


def test_says_what_is_missing_with_its_mend(settings, monkeypatch):
    from django.contrib.auth.models import Group

    from programs.models import ProgramVersion

    monkeypatch.setattr(type(ProgramVersion.objects.all()), "published", lambda self: self.none())
    Group.objects.all().delete()
    settings.STATIC_ROOT = settings.BASE_DIR / "nowhere"
    settings.PRODUCTION, settings.SITE_URL = True, "http://elsewhere.example"
    with pytest.raises(CommandError) as refusal:
        call_command("start_clinic")
    said = str(refusal.value)
    for mend in ("load_programs", "sync_groups", "collectstatic", "ALLOWED_HOSTS", "https://", "DEFAULT_FROM_EMAIL"):
        assert mend in said
    assert not OneTimeLink.objects.exists()


def test_prints_the_link_of_a_lost_letter(client, door, capsys):
    started(client, door)
    lost = links_sent()["agnes@example.org"]
    call_command("start_clinic", welcome="Agnes@example.org")
    link = path_of(capsys.readouterr().out.strip())
    assert client.get(lost).status_code == 410
    assert client.post(link).status_code == 302
    for address, why in (("agnes@example.org", "signed in before"), ("no@example.org", "Nobody with the address")):
        with pytest.raises(CommandError, match=why):
            call_command("start_clinic", welcome=address)


# Coming in ------------------------------------------------------------------------------------------------------------


def test_opens_the_door_once_by_a_press_and_verifies_the_address(client, door, settings):
    settings.STAFF_SECOND_FACTOR = True
    started(client, door)
    link = links_sent()["agnes@example.org"]
    assert "Welcome to Willow Clinic" in html.words_of(client.get(link))
    assert "_auth_user_id" not in client.session
    answer = client.post(link)
    assert answer.url == reverse("second-factor")
    assert "patients’ health data" in html.words_of(client.get(answer.url))
    assert client.get(reverse("clinic-checklist")).url == reverse("second-factor")
    assert EmailAddress.objects.get(email="agnes@example.org").verified
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    client.logout()
    assert client.post(link).status_code == 410
    assert "_auth_user_id" not in client.session


def test_asks_for_the_second_factor_of_who_has_one(client, door):
    clinic = started(client, door)
    mara = get_user_model().objects.get(email="mara@example.org")
    Authenticator.objects.create(user=mara, type=Authenticator.Type.TOTP, data={"secret": "X"})
    answer = client.post(links_sent()["mara@example.org"])
    assert answer.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert clinic.memberships.filter(user=mara).exists()


def test_lets_nobody_in_who_left_or_whose_links_were_withdrawn(client, door):
    clinic = started(client, door)
    links = links_sent()
    clinic.memberships.filter(user__email="mara@example.org").update(left_at=clock.now())
    assert client.post(links["mara@example.org"]).status_code == 410
    agnes = get_user_model().objects.get(email="agnes@example.org")
    assert services.withdraw_colleague_links(agnes, now=clock.now()) == 1
    assert client.post(links["agnes@example.org"]).status_code == 410
    assert client.get(links["agnes@example.org"]).status_code == 410


# Inviting -------------------------------------------------------------------------------------------------------------


def test_invites_once_however_often_it_is_asked(client, door):
    clinic = started(client, door)
    agnes = get_user_model().objects.get(email="agnes@example.org")
    mara = {"name": "Mara", "email": "MARA@example.org", "roles": [Role.PHYSIO], "by": agnes, "now": clock.now()}
    assert services.invite_colleague(clinic, **mara) == clinic.memberships.get(user__email="mara@example.org")
    assert Letter.objects.count() == 2
    OneTimeLink.objects.update(expires_at=clock.now())
    services.invite_colleague(clinic, **mara)
    assert Letter.objects.count() == 3
    services.invite_colleague(clinic, **{**mara, "roles": [Role.PHYSIO, Role.ADMINISTRATOR]})
    assert clinic.memberships.filter(user__email="mara@example.org").count() == 2


def test_tells_who_has_an_account_already_and_sends_no_second_door(client, door):
    clinic = started(client, door)
    agnes = get_user_model().objects.get(email="agnes@example.org")
    known = make.physio(name="Kim Known")
    services.invite_colleague(clinic, name="Kim", email=known.email, roles=[Role.PHYSIO], by=agnes, now=clock.now())
    assert Membership.objects.current().filter(user=known).count() == 2
    assert links_sent()[known.email] == "/"


# The list -------------------------------------------------------------------------------------------------------------


def test_lists_what_is_left_until_all_is_done(client, door, settings):
    clinic = started(client, door)
    agnes = get_user_model().objects.get(email="agnes@example.org")
    mara = get_user_model().objects.get(email="mara@example.org")
    client.force_login(agnes)
    there = reverse("clinic-checklist")
    settings.STAFF_SECOND_FACTOR = True
    Authenticator.objects.create(user=agnes, type=Authenticator.Type.TOTP, data={"secret": "X"})
    assert "4 things left to do." in html.words_of(client.get(there))
    Heartbeat.objects.create(at=clock.now())
    Authenticator.objects.create(user=mara, type=Authenticator.Type.WEBAUTHN, data={})
    services.confirm_numbers(clinic, clinic.numbers, by=agnes, now=clock.now())
    assert "1 thing left to do." in html.words_of(client.get(there))
    client.post(reverse("send-test-letter"), {"clinic": clinic.pk})
    link = links_sent()["agnes@example.org"]
    assert "The letter has arrived" in html.words_of(client.get(link))
    assert "1 thing left to do." in html.words_of(client.get(there))
    assert client.post(link).url == f"{there}?clinic={clinic.pk}"
    shown = client.get(there)
    assert "All is done" in html.words_of(shown)
    assert "Start" not in html.text_of(html.parse(shown)[0].find(".//nav"))
    assert client.post(link).status_code == 410


def test_names_who_has_not_come_in_and_sends_them_a_new_link(client, door):
    clinic = started(client, door)
    client.force_login(get_user_model().objects.get(email="agnes@example.org"))
    there = reverse("clinic-checklist")
    assert "mara@example.org, has not come in yet." in html.words_of(client.get(there))
    lost, member = links_sent()["mara@example.org"], clinic.memberships.get(user__email="mara@example.org")
    assert client.post(reverse("send-welcome", args=[member.pk])).url == f"{there}?clinic={clinic.pk}"
    assert Client().get(lost).status_code == 410
    assert Client().post(links_sent()["mara@example.org"]).status_code == 302
    assert "has not come in yet" not in html.words_of(client.get(there))
    client.post(reverse("send-welcome", args=[member.pk]))
    assert "signed in before" in html.words_of(client.get(there))


def test_is_no_proof_in_another_hand(client, door):
    clinic = started(client, door)
    agnes = get_user_model().objects.get(email="agnes@example.org")
    services.send_test_letter(clinic, by=agnes, now=clock.now())
    other = make.administrator(clinic)
    client.force_login(other)
    assert client.post(links_sent()["agnes@example.org"]).status_code == 410
    client.force_login(agnes)
    assert client.post(links_sent()["agnes@example.org"]).status_code == 302


def test_gives_a_clinic_our_texts_beside_its_own(client):
    clinic = make.clinic()
    client.force_login(make.administrator(clinic))
    clinic.canned_texts.create(title=shipped()[0].title, text="As we say it.")
    client.post(reverse("add-canned-texts"), {"clinic": clinic.pk})
    assert clinic.canned_texts.count() == len(shipped())
    assert clinic.canned_texts.get(title=shipped()[0].title).text == "As we say it."


# What is shipped ------------------------------------------------------------------------------------------------------


def test_rests_each_text_on_a_card_of_the_library_or_on_nothing_but_us():
    make.guidance()
    cards = set(Guidance.objects.values_list("slug", flat=True))
    assert len(shipped()) >= 12
    for one in shipped():
        assert one.source == OURS or one.source in cards, one.title
        assert 20 < len(one.text) <= 600 and len(one.title) <= 80
        assert not re.search(r"harmless|nothing serious|do more|increase|push through|heavier", one.text, re.IGNORECASE)


def test_gives_another_text_of_the_purpose_another_wording():
    import hashlib

    said = "".join(map(str, [*what_it_is_for(), *what_it_is_not()]))
    assert (WORDING, hashlib.sha256(said.encode()).hexdigest()[:12]) == ("2026-11", "3f0a59b6ba72")


def test_offers_a_patient_the_languages_of_the_clinic(client, settings):
    settings.CONTENT_LANGUAGES = {"de": "German", "ar": "Arabic"}
    clinic = make.clinic(languages=["de"])
    client.force_login(make.physio(of=clinic))
    page = html.words_of(client.get(reverse("new-patient")))
    assert "German" in page and "Arabic" not in page
