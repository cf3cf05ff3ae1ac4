"""The page of one patient at the desk, and what follows an act on it: back to the page, or the page again with what was
typed and why it was not saved."""

from django.contrib import messages
from django.shortcuts import redirect, render

from patients import access, services
from patients.forms.desk import AskForm, DecisionForm, MeasureForm
from patients.selectors import desk
from patients.views.answers import UNPROCESSABLE
from programs import clock


def show(request, patient, now, *, refused=None, panel="", status=200):
    """The page; `refused` is the form that was not saved and `panel` the place where it was filled in."""
    typed = {"patient": patient, "form": refused, "panel": panel, "typed": request.POST}
    assignment = access.running_assignment(patient)
    if assignment is None:
        context = typed | {"page": desk.page_without_programme(patient, now)}
        return render(request, "clinician/no_programme.html", context, status=status)
    services.refresh_if_due(assignment, now)
    page = desk.patient_page(assignment, now)
    context = typed | {
        "assignment": assignment,
        "page": page,
        "summary": desk.summary_of(assignment, page),
        "deciding": DecisionForm(assignment),
        "measuring": MeasureForm(page.measures.kinds, page.today),
        "asking": AskForm(),
    }
    return render(request, "clinician/patient_page.html", context, status=status)


def act(request, patient, form, panel, service, said):
    """Calls `service` with what was typed, `by` and `now`; `said` is the sentence that follows, or a function of what
    was typed. When somebody else was first, the page shows what they did."""
    now = clock.now()
    if form.is_valid():
        try:
            service(**form.cleaned_data, by=request.user, now=now)
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, said(form.cleaned_data) if callable(said) else said)
            return redirect("patient-page", patient.public_id)
    return show(request, patient, now, refused=form, panel=panel, status=UNPROCESSABLE)
