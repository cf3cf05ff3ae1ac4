"""People who can sign in at the served site, with a password as production keeps it and a second factor, and what the
door says to them."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from hhtclinic.adapter import ClinicAccountAdapter
from hhtclinic.sealed import ClinicMFAAdapter
from tests import make
from tests.hhtclinic.test_throttle import SECRET

TOO_MANY = str(ClinicAccountAdapter.error_messages["too_many_login_attempts"])
WRONG_PASSWORD = str(ClinicAccountAdapter.error_messages["email_password_mismatch"])
WRONG_CODE = str(ClinicMFAAdapter.error_messages["incorrect_code"])
KEPT = PBKDF2PasswordHasher().encode(make.PASSWORD, "a salt of the trials that is long")


def with_password(user):
    user.password = KEPT
    user.save(update_fields=["password"])
    return user


def with_factor(user):
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": SECRET})
    return user
