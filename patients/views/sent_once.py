"""A form of the desk that is sent again is answered with what it made. Its page gives it an id (`_form_id.html`)."""

from functools import wraps
from http import HTTPStatus
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from patients.services.sent import digest_of, keep_answer, note_sent
from programs import clock

FIELD = "form_id"
OF_THE_WAY = {FIELD, "csrfmiddlewaretoken"}


def once(view):
    """Lets the first sending of an id pass, and keeps where it led to: a redirect, or what the answer names as `made`.
    The same again goes there; other content under the same id is refused, with what was typed kept."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        form_id = _id_in(request)
        if form_id is None:
            return view(request, *args, **kwargs)
        digest = digest_of([request.path, *(f"{name}={values}" for name, values in _content(request))])
        with transaction.atomic():
            earlier = note_sent(form_id, digest, by=request.user, now=clock.now())
            if earlier is None:
                response = view(request, *args, **kwargs)
                keep_answer(form_id, response.get("Location") or getattr(response, "made", ""))
                return response
        return _again(request, earlier, digest)

    return answer


def _id_in(request):
    try:
        return UUID(request.POST.get(FIELD, "")) if request.method == "POST" else None
    except ValueError:
        return None


def _content(request):
    return sorted((name, values) for name, values in request.POST.lists() if name not in OF_THE_WAY)


def _again(request, earlier, digest):
    if earlier.user_id == request.user.pk and earlier.digest == digest:
        messages.info(request, _("This was sent before. It is saved once, and this is it."))
        return redirect(earlier.answer)
    typed = [(name, value) for name, values in _content(request) for value in values]
    context = {"typed": typed, "made": earlier.answer if earlier.user_id == request.user.pk else "", "again": uuid4()}
    return render(request, "clinician/sent_before.html", context, status=HTTPStatus.CONFLICT)
