"""One form post, two answers: a page for a person, a word in JSON for the phone's outbox.

The outbox sends the same forms with `Accept: application/json` and reads {"status", "errors": {field: [sentence]},
"next": where a person would go}. "stored" and "duplicate" acknowledge, and the phone forgets its copy. "conflict"
(409: the id was used before for something else, which stands) and "rejected" (422) do not.
"""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

STATUS = {"stored": 200, "duplicate": 200, "conflict": 409, "rejected": 422}


def wants_json(request):
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def taken(request, receipt, following, *, say=""):
    """The entry was stored now or before: `receipt` is "stored", "duplicate" or "conflict"; `say` is for the next page.

    A queue that is sent in the background prefers a minimal answer: nobody waits for the sentence.
    """
    if receipt == "conflict" and wants_json(request):
        return _answer(receipt, {"__all__": [say or _("This was saved before and says something else.")]})
    if say and request.headers.get("Prefer") != "return=minimal":
        messages.info(request, say)
    if wants_json(request):
        return _answer(receipt, {}, following)
    return redirect(following)


def refused(request, form):
    """What is wrong with `form`, for the outbox; None for a person, who gets the page with the form still filled."""
    if not wants_json(request):
        return None
    return _answer("rejected", {field: [str(error) for error in errors] for field, errors in form.errors.items()})


def _answer(status, errors, following=""):
    return JsonResponse({"status": status, "errors": errors, "next": following}, status=STATUS[status])
