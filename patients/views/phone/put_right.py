"""An entry of the patient's own that was wrong: taken out, or entered again."""

from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from patients import access, selectors
from patients.models import MorningCheck, TrainingSession
from patients.selectors import phone
from patients.views import answers, correction
from patients.views.answers import form_view
from programs import clock


@form_view
def put_right(request, kind, entry_id):
    row, now = access.own_entry(request.user, kind, entry_id), clock.now()
    form = correction.form_of(row, now, request.POST if request.method == "POST" else None)
    done = correction.put_right(request, row, form, now) if request.method == "POST" else None
    if done is None:
        return page(request, row, form, now)
    if done == correction.REPLACED:
        messages.info(request, _("Put right. What you say now counts."))
        return redirect("progress")
    messages.info(request, _("Taken out. It does not count any more."))
    if isinstance(row, TrainingSession):
        return redirect(f"{reverse('log-session')}?again={row.client_id}")
    return redirect("progress")


def instead(request, row, typed, now):
    """Asks whether what was `typed` takes the place of `row`, which stands; nothing of it is saved yet."""
    return page(request, row, correction.form_instead(row, typed, now), now, status=HTTPStatus.CONFLICT, stands=True)


def page(request, row, form, now, *, status=None, stands=False):
    """What the entry says, with its form; `stands`: another answer was to be saved over it."""
    today = row.assignment.patient.today(now)
    context = {"assignment": row.assignment, "row": row, "form": form, "kind": selectors.kind_of(row)}
    context |= {"stands": stands, "text": selectors.entry_words(row, today)}
    if form and isinstance(row, MorningCheck):
        context["zones"] = phone.zones_at_morning(row.assignment, now)
    status = status or (answers.status_of(form) if form else 200)
    return render(request, "patient/put_right.html", context, status=status)
