"""What a sentence above a page says of a person stays with the server."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import make
from tests.html import words_of

pytestmark = pytest.mark.django_db


def sessions_asked(client, address):
    """What a page asks of the table of sessions."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address)
    return [query["sql"].split()[0] for query in asked if '"django_session"' in query["sql"]]


def test_names_a_patient_in_no_cookie_and_is_said_once(client):
    of = make.assignment(make.patient(name="Hanna Whitcombe"), days=9)
    client.force_login(of.patient.physio)
    answer = client.post(reverse("mark-triage", args=[of.patient.public_id]), {"about": "silent", "mark": "done"})
    assert "messages" not in answer.cookies
    assert "Hanna" not in answer.cookies.output()
    assert "Hanna Whitcombe is set aside" in words_of(client.get(answer.url))
    assert "is set aside" not in words_of(client.get(answer.url))


def test_costs_a_page_nothing_that_has_nothing_to_say(client):
    assert sessions_asked(client, reverse("account_login")) == []
    client.force_login(make.physio())
    client.get(reverse("clinic-numbers"))
    assert sessions_asked(client, reverse("clinic-numbers")) == ["SELECT"]
