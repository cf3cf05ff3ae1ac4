"""An entry that the physio puts right, any day, with a reason that the patient reads."""

from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from patients import access, selectors
from patients.forms.desk import WhyForm, speak_of_the_patient
from patients.models import TrainingSession
from patients.views import correction
from patients.views.answers import UNPROCESSABLE, form_view
from programs import clock


@form_view
def correct_entry(request, patient_id, kind, entry_id):
    row, now = access.entry_in_care(request.user, patient_id, kind, entry_id), clock.now()
    data = request.POST if request.method == "POST" else None
    form, why = correction.form_at_desk(row, now, data), WhyForm(data)
    done = None
    if why.is_valid():
        done = correction.put_right(request, row, form, now, reason=why.cleaned_data["why"])
    if done is None:
        return page(request, row, form, why, now, status=UNPROCESSABLE if why.is_bound else 200)
    if done == correction.REPLACED:
        messages.info(request, _("Put right. Your reason stands beside it."))
        return redirect("patient-page", patient_id)
    messages.info(request, _("Taken out. Your reason stands beside it."))
    if isinstance(row, TrainingSession):
        return redirect(f"{reverse('log-in-clinic', args=[patient_id])}?again={row.client_id}")
    return redirect("patient-page", patient_id)


def instead(request, row, typed, now):
    """Asks why what was `typed` is to take the place of `row`, which stands; nothing of it is saved yet."""
    form = correction.form_instead(row, typed, now)
    return page(request, row, form, WhyForm(), now, status=HTTPStatus.CONFLICT, stands=True)


def page(request, row, form, why, now, *, status, stands=False):
    """What the entry says, with its form and the question why; `stands`: another answer was to be saved over it."""
    patient = row.assignment.patient
    access.record(request.user, "patient.opened", patient)
    if form:
        speak_of_the_patient(form, row.assignment.affected_sides)
    context = {"patient": patient, "row": row, "form": form, "why": why, "stands": stands}
    context |= {"kind": selectors.kind_of(row), "text": selectors.entry_words(row, patient.today(now))}
    return render(request, "clinician/correct_entry.html", context, status=status)
