"""The story of a shared address. Ida and Olaf Berg read one mailbox; neither may open the other's record."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from patients import services
from patients.models import Patient
from patients.services.address import take_address
from programs import clock
from tests import make
from tests.html import form_to, parse, values_of, words_of
from tests.patients.test_mistyped_address import ask_for_code, come_in, corrected, is_in, mailed_link, signed_in
from tests.patients.test_new_patient import register_patient, token_of
from tests.post import code_in, letters_to

pytestmark = pytest.mark.django_db
BOTH = "berg@example.org"


@pytest.fixture
def physio():
    return make.physio()


@pytest.fixture
def desk(physio):
    return signed_in(physio)


@pytest.fixture
def ida(physio):
    """Who signs in with codes that come to the address."""
    return make.assignment(make.patient(by=physio, name="Ida Berg", email=BOTH)).patient


def olaf(desk, **changes):
    return register_patient(desk, name="Olaf Berg", email=BOTH.upper(), **changes)


def pressed(desk, page):
    """The same form again, as the button of the question sends it."""
    document, _errors = parse(page)
    form = form_to(document, "")
    return desk.post(reverse("new-patient"), {**values_of(form, document), "another": page.context["person"].asked})


def code_for(address):
    ask_for_code(Client(), address)
    return code_in(letters_to(address)[-1])


def test_asks_before_it_is_shared_and_loses_nothing(desk, ida):
    page = olaf(desk, side="both")
    assert page.status_code == 422
    said = words_of(page)
    assert "Is this the same person?" in said
    assert reverse("patient-page", args=[ida.public_id]) in page.content.decode()
    assert "both sign in by link" in said
    assert Patient.objects.count() == 1
    assert code_for(BOTH), "nothing is shared yet"
    assert pressed(desk, page).status_code == 200
    made = Patient.objects.get(name="Olaf Berg")
    assert (made.email, made.assignments.get().side) == (BOTH, "both")


def test_is_a_contact_for_both_and_a_way_in_for_neither(desk, ida):
    old = signed_in(ida.user)
    made = pressed(desk, olaf(desk))
    assert not get_user_model().objects.filter(email=BOTH).exists()
    assert code_for(BOTH) is None
    assert is_in(old), "she is who she was"
    assert is_in(come_in(f"/join/{token_of(made)}/"))
    his = Patient.objects.get(name="Olaf Berg")
    for one in (ida, his):
        link, _shown = mailed_link(desk, one, BOTH)
        assert is_in(come_in(link))
        assert code_for(BOTH) is None, "a letter that either may read proves nothing"
        refused = signed_in(one.user).post(reverse("own-address"), {"email": BOTH})
        assert "somebody else gave it too" in words_of(refused)
        services.send_message(one, "Well done.", client_id=make.uuid.uuid4(), by=one.physio, now=clock.now())


def test_opens_hers_again_once_he_has_one_of_his_own(desk, ida):
    pressed(desk, olaf(desk))
    corrected(desk, Patient.objects.get(name="Olaf Berg"), "olaf@example.org")
    link, _shown = mailed_link(desk, ida, BOTH)
    come_in(link)
    assert code_for(BOTH)


def test_lets_somebody_without_any_address_add_a_passkey(desk, ida):
    """allauth refuses a factor beside an address that was not verified; here no such row is ever stored."""
    page = pressed(desk, olaf(desk))
    own = come_in(f"/join/{token_of(page)}/")
    assert own.get(reverse("mfa_add_webauthn")).status_code == 200
    assert not EmailAddress.objects.filter(verified=False).exists()


def test_is_shared_from_the_page_of_a_patient_as_well(desk, ida, physio):
    other = make.patient(by=physio, name="Olaf Berg")
    page = corrected(desk, other, BOTH)
    assert page.status_code == 422
    assert code_for(BOTH)
    answered = corrected(desk, other, BOTH, another=page.context["address"].asked)
    assert answered.status_code == 200
    assert code_for(BOTH) is None


WHO = {
    "a colleague's": lambda: make.physio().email,
    "a patient's of another clinic": lambda: make.patient().email,
    "one that such a patient has not used": lambda: make.patient(used=False).email,
    "a second one of an account": lambda: EmailAddress.objects.create(user=make.user(), email="second@x.org").email,
}


@pytest.mark.parametrize("whose", WHO)
@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_says_no_more_than_that_it_is_in_use_elsewhere(desk, whose, case):
    """And a clinic takes no way in from an account that it does not look after."""
    address = WHO[whose]()
    opens = EmailAddress.objects.filter(verified=True).count()
    page = register_patient(desk, email=case(address))
    assert page.status_code == 422
    assert "This address is in use already" in words_of(page)
    assert "Is this the same person?" not in words_of(page)
    assert not Patient.objects.filter(name="Hanna Whitcombe", clinic__in=page.context["person"].clinics).exists()
    assert pressed(desk, page).status_code == 200
    made = Patient.objects.latest("pk")
    assert (made.email, made.user.email) == (address.lower(), None)
    assert EmailAddress.objects.filter(verified=True).count() == opens


@pytest.mark.parametrize("whose", WHO)
def test_is_refused_with_a_sentence_to_whoever_adds_it_to_the_own_account(whose):
    own = signed_in(make.patient(used=False).user)
    answer = own.post(reverse("account_email"), {"email": WHO[whose]().title(), "action_add": ""})
    assert (answer.status_code, "somebody else gave it too" in words_of(answer)) == (422, True)


@pytest.mark.parametrize("whose", WHO)
def test_is_refused_with_a_sentence_in_the_administration(whose):
    client = signed_in(make.user("Noor", staff=True, superuser=True))
    answer = client.post(reverse("admin:hhtclinic_user_add"), {"name": "Mei", "email": WHO[whose]().upper()})
    assert "This address is in use already" in words_of(answer)


def test_opens_one_account_of_two_that_use_it_at_the_same_moment(monkeypatch):
    """Neither saw the other: the database decides, and nobody meets an error."""
    monkeypatch.setattr("patients.services.address.is_known", lambda address, but: False)
    one, two = make.user("One"), make.user("Two")
    assert take_address(one, BOTH)
    before = two.email
    assert not take_address(two, BOTH)
    two.refresh_from_db()
    assert two.email == before
    assert EmailAddress.objects.filter(user=two, email=before, verified=True).exists()
