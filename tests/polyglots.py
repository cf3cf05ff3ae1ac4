"""Texts that run as script wherever a page forgets that they are text, in every column that a person can write."""

import contextlib
from unittest.mock import patch

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connection, models
from django.template import engines
from django.template.loaders import filesystem

from tests import append_only

RUN = "ran()"  # what a polyglot calls; the browser says when it does
# From HTML, from attributes with either quote, from inside a comment, title, style, text area or script, as the address
# of a link, from strings of JavaScript, and from templates, where 191 times 7 is 1337.
LONG = (
    f"javascript:/*--></title></style></textarea></script></xmp><svg/onload='+/\"/+/onmouseover=1/+/[*/[]/+{RUN}//'>"
    f"<img src=x onerror={RUN}>\"'`${{{RUN}}}{{{{191*7}}}}{{% widthratio 191 1 7 %}}"
)
MIDDLE = f"javascript:{RUN}//\"'><svg onload={RUN}>"
SHORT = f"'\"><svg onload={RUN}>"
SHORTEST = f"<svg onload={RUN}>"
FORMULAS = ("", "=", "+", "-", "@", "\t=")  # before a name, by its row: what a spreadsheet would work out
BEGINS = {"video": "https://example.org/", "endpoint": "https://push.example.org/"}  # the database takes no other
UNLIKE = {"record_number"}  # of no two patients of a clinic
OURS = {"hhtclinic", "patients", "programs", "account", "usersessions", "auth"}

# What no person writes, or what is checked to be of a closed list before it is stored.
NOBODYS = {
    *("auth.Permission", "account.EmailConfirmation", "patients.Notice", "patients.FailedJob", "patients.AuditDay"),
    *("patients.SentForm", "patients.OneTimeLink", "patients.WhatIf", "patients.AuditEntry"),
}
CLOSED = {
    *("password", "time_zone", "phone_zone", "zone_before", "zone_kept_from", "language", "country", "kind", "digest"),
    *("purpose_accepted", "verb", "subject", "shown", "token_hash", "calendar_hash", "session_key", "key", "outcome"),
    *("because", "engine_version", "flag_kind", "danger_kind", "danger", "variation", "act", "about", "codename"),
    *("slug", "from_key", "to_key", "metric", "context", "field", "history_change_reason", "p256dh", "auth", "pmid"),
}
NAME_OF_FILE = "programs.StoredFile.name"  # the address of a file, made of its content


def columns():
    """(name, model, field) of every column of text that a person can write."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in OURS and model._meta.label not in NOBODYS:
            for field in model._meta.concrete_fields:
                name = f"{model._meta.label}.{field.name}"
                is_text = isinstance(field, models.CharField | models.TextField)
                if is_text and not field.choices and field.name not in CLOSED and name != NAME_OF_FILE:
                    yield name, model, field


def plant():
    """Puts a polyglot into each of the columns, past every form and service. The names of columns, and of those that
    hold none because there is no row."""
    append_only.lift(connection)
    planted, empty = [], []
    for name, model, field in columns():
        rows = list(model._base_manager.values_list("pk", flat=True))
        (planted if rows else empty).append(name)
        for number, pk in enumerate(rows):
            model._base_manager.filter(pk=pk).update(**{field.name: text_for(field, number)})
    name_passkeys()
    append_only.put_back(connection)
    return planted, empty


def name_passkeys():
    for key in Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN):
        Authenticator.objects.filter(pk=key.pk).update(data=key.data | {"name": LONG})


def text_for(field, number):
    """The longest that fits; one for each row where rows may not be alike."""
    differ = field.unique or field.name in UNLIKE
    room = (field.max_length or 10**6) - (4 if differ else 0)
    formula = FORMULAS[number % len(FORMULAS)] if field.name in {"name", "title", "record_number"} else ""
    before = BEGINS.get(field.name, formula)
    if isinstance(field, models.EmailField):
        return f'"<svg/onload={RUN}>{number}"@example.org'
    text = next((one for one in (LONG, MIDDLE, SHORT, SHORTEST) if len(before + one) <= room), "<b>")
    return f"{before}{text}{number if differ else ''}"


@contextlib.contextmanager
def unescaped(template, variable, instead):
    """A template in which somebody has forgotten that a variable is text, and wrote it as `instead`."""
    plain = filesystem.Loader.get_contents

    def get_contents(self, origin):
        text = plain(self, origin)
        if origin.template_name == template:
            assert variable in text
            return text.replace(variable, instead)
        return text

    with patch.object(filesystem.Loader, "get_contents", get_contents):
        forget_templates()
        yield
    forget_templates()


def forget_templates():
    for loader in engines["django"].engine.template_loaders:
        loader.reset()
