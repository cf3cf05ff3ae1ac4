"""Whatever allauth would show or send is said in this site's words."""

from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver

THEIRS = Path(allauth.__file__).parent / "templates"
OURS = settings.BASE_DIR / "templates"
UNREACHED = {  # and why nobody gets there
    "account/email.": "an address of ours stands in front of it",
    "account/signup.": "nobody signs up",
    "account/email_confirm.": "an address of ours stands in front of it",
    "account/email/account_already_exists": "nobody signs up",
    "account/email/email_": "addresses are confirmed by letters of ours",
    "account/email/password_reset_code": "a password is chosen anew by a link",
    "account/messages/cannot_delete_primary_email": "addresses are changed on a page of ours",
    "account/messages/email_": "the same",
    "account/messages/phone_": "nobody has a phone as a way in",
    "account/messages/primary_email_set": "addresses are changed on a page of ours",
    "account/messages/unverified_primary_email": "the same",
    "mfa/webauthn/login_form.": "the sign-in page has the button",
    "usersessions/": "an address of ours stands in front of it",
}


def used():
    """The templates of the pages, of what is said on them and of the letters."""
    views = [pattern.callback for pattern in under(get_resolver().url_patterns)]
    pages = [getattr(getattr(view, "view_class", None), "template_name", None) for view in views]
    said = [path for app in ("account", "mfa") for path in THEIRS.glob(f"{app}/*/*.txt")]
    return {page for page in pages if page} | {str(path.relative_to(THEIRS)) for path in said}


def under(patterns):
    for pattern in patterns:
        if not hasattr(pattern, "url_patterns"):
            yield pattern
        elif getattr(pattern, "app_name", "") != "admin":
            yield from under(pattern.url_patterns)


@pytest.mark.parametrize("name", sorted(name for name in used() if not name.startswith(tuple(UNREACHED))))
def test_is_ours(name):
    assert Path(get_template(name).origin.name).is_relative_to(OURS)
