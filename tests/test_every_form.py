"""Every form that somebody who works here comes to is taken as it comes: whatever is sent, no page breaks, what is
refused changes nothing and comes back with a sentence, and what is stored is what was typed.

A form is in by standing on a page. tests/trials/test_inputs.py sends each of them much more.
"""

import logging

import pytest

from tests import test_pages
from tests.access_table import STAFF, TABLE
from tests.judged import Judge
from tests.walks import ROLES, Walk, rows_of_others

pytestmark = pytest.mark.django_db
world = test_pages.world
PEOPLE = [(role, person) for role in ROLES if role not in {"anonymous", "patient"} for person in ROLES[role]]
AS_SHOWN = {"sent": False, "patients": 0, "same": 0, "most": 0}  # what test_pages opens, and nothing it leads to


# What takes a post and stands on none of these pages.
ELSEWHERE = {
    # At the door, and of one's own account: trials/test_inputs.py walks through them.
    *("join", "welcome", "start-clinic", "confirm-address", "stop-letters", "own-address", "prove-again", "kept-form"),
    "end-sign-in",
    *("account_login", "account_signup", "account_email", "account_confirm_email", "account_request_login_code"),
    *("account_confirm_login_code", "account_reset_password", "account_reset_password_from_key"),
    *("account_set_password", "mfa_activate_totp", "mfa_add_webauthn", "mfa_authenticate", "mfa_edit_webauthn"),
    *("mfa_generate_recovery_codes", "mfa_login_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    "mfa_remove_webauthn",
    # On a page that comes when another form is sent, as there.
    *("admin:patients_patient_assign_several", "admin:programs_picture_add", "email-invitation", "print-slip"),
    *("prove-mail", "send-welcome"),
    # A button alone, on a page in a state that this world has not.
    *("settle-double", "withdraw-transfer", "admin:programs_programversion_duplicate"),
    # Addresses of the administration that no form of ours sends to, but its own views take a post.
    *("admin:index", "admin:app_list", "admin:login", "admin:logout", "admin:programs_programversion_add-stage"),
    *("admin:programs_stage_earlier", "admin:programs_stage_later"),
}


@pytest.fixture(scope="module", autouse=True)
def quiet():
    """Every refusal is logged."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.once
@pytest.mark.uncounted
def test_is_taken_as_it_comes(world):
    judge, ids = Judge(), rows_of_others()
    walks = [Walk(role, person, world, judge, **AS_SHOWN) for role, person in PEOPLE]
    assert unfound(walks) == ELSEWHERE
    for walk in walks:
        for form in walk.forms:
            walk.tries(form, ids, 1)
    assert (judge.faults, judge.altered) == ({}, {})
    assert judge.posts > 100


def unfound(walks):
    """Addresses that somebody of the staff may send to, and no form on these pages does. Histories are only read."""
    there = {form.name for walk in walks for form in walk.forms}
    takes = {name for name, line in TABLE.items() if line.post is not None and STAFF & (line.poster or line.who)}
    return {name for name in takes - there if not name.endswith("_history")}
