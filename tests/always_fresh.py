"""Whoever a test signs in has just shown who they are, whatever the clock says since: what asks for a fresh sign-in is
asked by tests/hhtclinic/test_fresh_sign_in.py, which takes the mark away."""

from django.test import Client

AT = 10**11  # seconds: a time that does not pass
plain_sign_in = Client.force_login


def sign_in(client, user, backend=None):
    plain_sign_in(client, user, backend)
    session = client.session
    session["proved"] = AT
    session.save()


def be():
    Client.force_login = sign_in
