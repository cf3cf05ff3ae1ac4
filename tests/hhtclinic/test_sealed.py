"""The secrets of second factors lie sealed, with keys of their own that can be changed."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.management import CommandError, call_command

from tests import make

SECRET = "JBSWY3DPEHPK3PXP"
OLD, NEW = "o" * 40, "n" * 40

pytestmark = pytest.mark.django_db


@pytest.fixture
def pia(settings):
    """Somebody with an authenticator app and recovery codes."""
    settings.MFA_KEYS = [OLD]
    user = make.user()
    totp.TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def code_is_taken(user):
    """A code of the app, as it would be at the door."""
    [now] = list(totp.yield_hotp_counters_from_time())[:1]
    factor = Authenticator.objects.get(user=user, type="totp").wrap()
    return factor.validate_code(totp.format_hotp_value(totp.hotp_value(SECRET, now)))


def codes_of(user):
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()


def kept():
    return str(list(Authenticator.objects.values_list("data", flat=True)))


def lay_open(user):
    """The rows as they were kept before."""
    for row in Authenticator.objects.filter(user=user):
        secret = SECRET if row.type == "totp" else "0f" * 20
        name = "secret" if row.type == "totp" else "seed"
        Authenticator.objects.filter(pk=row.pk).update(data={**row.data, name: secret})


def test_are_not_to_be_read_in_the_database(pia):
    assert SECRET not in kept()
    assert kept().count("gAAAAA") == 2
    assert code_is_taken(pia)
    assert len(codes_of(pia)) == 10


def test_are_read_with_a_key_before_the_first_and_sealed_with_the_first(pia, settings):
    codes = codes_of(pia)
    settings.MFA_KEYS = [NEW, OLD]
    assert codes_of(pia) == codes
    call_command("seal_factors")
    settings.MFA_KEYS = [NEW]
    assert codes_of(pia) == codes
    assert code_is_taken(pia)


def test_are_left_as_they_are_where_a_key_is_missing(pia, settings):
    before, settings.MFA_KEYS = kept(), [NEW]
    with pytest.raises(CommandError, match=r"the key that sealed it is missing\. Nothing was changed"):
        call_command("seal_factors")
    assert kept() == before


def test_that_lay_open_are_read_and_sealed(pia):
    lay_open(pia)
    codes = codes_of(pia)
    assert SECRET in kept()
    call_command("seal_factors")
    assert SECRET not in kept()
    assert "0f" * 20 not in kept()
    assert (codes_of(pia), code_is_taken(pia)) == (codes, True)


def test_stand_in_no_page_of_the_administration(pia, client):
    client.force_login(make.user("Sam Super", staff=True, superuser=True))
    assert b"authenticator" not in client.get("/admin/").content.lower()
    assert client.get(f"/admin/mfa/authenticator/{Authenticator.objects.first().pk}/change/").status_code == 404
