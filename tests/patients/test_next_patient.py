"""From one patient on to the next of the list they came from."""

import pytest
from django.urls import reverse

from patients import services
from patients.models import DischargeReason
from programs import clock
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    """Three patients of one physio whose suggestions wait, as the list by name has them."""
    first = make.assignment(make.patient(name="Ada One"), days=9)
    physio = first.patient.physio
    others = [make.assignment(make.patient(by=physio, name=name), days=9) for name in ("Bea Two", "Cleo Three")]
    for running in (first, *others):
        make.good_days(running, 5)
    return [first, *others]


def page_of(of):
    return reverse("patient-page", args=[of.patient.public_id])


def goes_on(client, of, *then, wanted=""):
    client.force_login(of.patient.physio)
    sent = {"then": " ".join(map(page_of, then)), "list": wanted}
    return client.post(reverse("next-patient", args=[of.patient.public_id]), sent).url


def test_comes_to_who_stood_after_them_whatever_has_moved(client, three):
    first, second, third = three
    services.decide(first, first.standing.review, "accepted", by=first.patient.physio, now=clock.now(), reason="")
    assert goes_on(client, first, second, third) == page_of(second)


def test_passes_over_whoever_has_left_the_list_meanwhile(client, three):
    first, second, third = three
    services.decide(second, second.standing.review, "accepted", by=second.patient.physio, now=clock.now(), reason="")
    assert goes_on(client, first, second, third, wanted="group=decide") == page_of(third)


def test_follows_the_order_of_now_where_no_list_was_open(client, three):
    first, second, third = three
    assert goes_on(client, second, wanted="sort=name") == page_of(third)
    services.end_assignment(second, by=first.patient.physio, now=clock.now())
    services.discharge(second.patient, reason=DischargeReason.values[0], by=first.patient.physio, now=clock.now())
    assert goes_on(client, second) == page_of(first)


def test_says_that_nobody_is_left_and_goes_back_to_the_same_list(client, three):
    *_others, third = three
    assert goes_on(client, third, wanted="sort=name&group=decide") == reverse("caseload") + "?group=decide&sort=name"
    page = client.get(reverse("caseload")).content.decode()
    assert "Nobody comes after Cleo Three in this list." in page


def test_leads_to_nobody_of_another_clinic(client, three):
    first, second, _third = three
    foreign = make.assignment(make.patient(by=make.physio(make.clinic("Elsewhere")), name="Foreign"), days=9)
    assert goes_on(client, first, foreign, second) == page_of(second)


def test_answers_to_nonsense_as_to_no_list(client, three):
    first, second, _third = three
    client.force_login(first.patient.physio)
    sent = {"then": "x" * 30_000, "list": "sort=nothing&page=-1&group=%00"}
    assert client.post(reverse("next-patient", args=[first.patient.public_id]), sent).url == page_of(second)
