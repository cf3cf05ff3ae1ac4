"""One form post, two answers: a page for a person, a word in JSON for the phone's outbox.

The outbox sends the same forms with `Accept: application/json` and reads {"status", "errors": {field: [sentence]},
"next": where a person would go}. "stored" and "duplicate" acknowledge, and the phone forgets its copy. "conflict"
(409: the id was used before for something else, which stands) and "rejected" (422) do not.
"""

import uuid
from http import HTTPStatus

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from patients.selectors import no_mail_since
from patients.services import Refused
from programs import clock

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
STATUS = {
    "stored": HTTPStatus.OK,
    "duplicate": HTTPStatus.OK,
    "conflict": HTTPStatus.CONFLICT,
    "rejected": UNPROCESSABLE,
}

OUT = "out"  # to a phone that sends again it is a duplicate, to a person it is not saved

# What opens a door for good, or lets much out, asks who is there once more, and then goes on.
fresh_sign_in = reauthentication_required(app="allauth.account")
form_view = require_http_methods(["GET", "HEAD", "POST"])


def post(request):
    """Context processor: since when no e-mail has gone out, asked by the pages that speak of one alone, and an id for
    each form that asks for one."""
    return {"no_mail_since": lambda: no_mail_since(clock.now()), "form_id": uuid.uuid4}


def status_of(form):
    """Of the page that shows a form."""
    return UNPROCESSABLE if form.errors else HTTPStatus.OK


def keep(form, service, receipt_of):
    """(row, receipt) of what was entered, `OUT` where it was entered before and taken out since; None where nothing was
    posted, where it is not valid, and where the service refused it, which the form then says."""
    if not form.is_valid():
        return None
    entry = form.entry()
    try:
        row, created = service(entry)
    except Refused as refusal:
        form.add_error(None, ValidationError(str(refusal), refusal.code))
        return None
    return row, OUT if getattr(row, "voided_at", None) else receipt_of(row, created, entry)


def wants_json(request):
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def taken(request, receipt, following, *, say="", stands=None):
    """The entry was stored now or before: `receipt` is "stored", "duplicate", "conflict" or `OUT`. The next page says
    `say`; of a conflict, where nothing was stored now, what `stands` says: a function, for few ask it.

    A queue that is sent in the background prefers a minimal answer: nobody waits for the sentence.
    """
    if receipt == "conflict":
        return _conflict(
            request, following, stands() if stands else _("This was saved before and says something else.")
        )
    if receipt == OUT:
        receipt, say = "duplicate", _("This was taken out before and is not saved again. Please enter it anew.")
    if say and not in_background(request):
        messages.info(request, say)
    if wants_json(request):
        return _answer(receipt, {}, following)
    return redirect(following)


def _conflict(request, following, stands):
    if wants_json(request):
        return _answer("conflict", {"__all__": [stands]})
    messages.warning(request, stands)
    return redirect(following)


def in_background(request):
    """Whether a queue sends it and nobody looks."""
    return request.headers.get("Prefer") == "return=minimal"


def asked_first(request):
    """For a press that script sends: nothing is stored, and it goes again as a form, whose page asks. None for that."""
    return _answer("rejected", {}) if wants_json(request) else None


def refused(request, form):
    """What is wrong with a posted `form`, for the outbox; None for a person, who gets the page with the form still
    filled."""
    if not form.is_bound or not wants_json(request):
        return None
    return _answer("rejected", {field: [str(error) for error in errors] for field, errors in form.errors.items()})


def form_page(request, form, template, context):
    """The page of `form`, empty or with what is wrong in it; for the outbox what is wrong alone."""
    return refused(request, form) or render(request, template, context, status=status_of(form))


def _answer(status, errors, following=""):
    return JsonResponse({"status": status, "errors": errors, "next": following}, status=STATUS[status])
