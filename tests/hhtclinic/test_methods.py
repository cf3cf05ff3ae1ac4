"""A page is asked with GET, HEAD or POST, whoever made it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import make


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "PATCH", "DELETE"])
def test_takes_no_other_method(method):
    client = Client()
    client.force_login(make.user("Sam Super", staff=True, superuser=True))
    for page in ("home", "admin:index", "admin:hhtclinic_user_changelist", "account_email", "mfa_index"):
        answer = client.generic(method, reverse(page))
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST"), page
