"""What just happened is said to who looks, and to no page that a phone fetches to keep."""

import pytest
from django.urls import reverse

from tests import make
from tests.html import words_of

pytestmark = pytest.mark.django_db
SAID = "Notifications are off"


def test_keeps_a_message_for_the_page_that_is_opened_next(client):
    client.force_login(make.assignment(days=3).patient.user)
    client.post(reverse("stop-push"))
    assert SAID not in words_of(client.get(reverse("today"), headers={"Purpose": "prefetch"}))
    assert SAID in words_of(client.get(reverse("reminders")))
    assert SAID not in words_of(client.get(reverse("reminders")))
