"""One patient at the desk. Each view loads what the physio may see, checks the form, calls one service, answers."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from patients import access, selectors, services
from patients.desk_forms import CloseFlagForm, DecisionForm, DirectiveForm, MeasureForm
from patients.models import Review


@require_safe
@transaction.atomic
def patient_page(request, patient_id):
    patient = access.patient_in_care(request.user, patient_id)
    access.record(request.user, "patient.opened", patient)
    assignment = patient.assignments.active().with_its_page().first()
    if assignment is None:
        return render(request, "clinician/no_programme.html", {"patient": patient})
    now = timezone.now()
    services.refresh_if_due(assignment, now)
    return _page(request, assignment, now, DecisionForm(assignment))


def _page(request, assignment, now, form, status=200, **more):
    page = selectors.patient_page(assignment, now)
    measuring = MeasureForm(page.measures.kinds, page.today)
    context = {"patient": assignment.patient, "assignment": assignment, "page": page, "form": form}
    context |= {"measuring": measuring, **more}
    return render(request, "clinician/patient_page.html", context, status=status)


@require_POST
def decide(request, patient_id, review_id):
    assignment, review = access.review_in_care(request.user, patient_id, review_id)
    now = timezone.now()
    form = DecisionForm(assignment, request.POST)
    if form.is_valid():
        try:
            services.decide(assignment, review, by=request.user, now=now, **form.cleaned_data)
            messages.info(request, _said(form.cleaned_data["decision"], assignment))
            return redirect("patient-page", patient_id)
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
            assignment = access.assignment_in_care(request.user, patient_id)
            services.refresh_if_due(assignment, now)
    return _page(request, assignment, now, form, status=422)


def _said(decision, assignment):
    if decision == Review.Decision.DECLINED:
        return _("Declined. It stays quiet for 7 days and until a new good day.")
    return _("%(name)s is now at stage %(stage)s.") % {
        "name": assignment.patient.name,
        "stage": assignment.standing.stage.position,
    }


@require_POST
def give_directive(request, patient_id):
    assignment = access.assignment_in_care(request.user, patient_id)
    now = timezone.now()
    form = DirectiveForm(assignment, request.POST)
    if form.is_valid():
        services.give_directive(assignment, **form.cleaned_data, by=request.user, now=now)
        messages.info(request, _("Recorded. It appears in every later explanation."))
        return redirect("patient-page", patient_id)
    return _page(request, assignment, now, DecisionForm(assignment), status=422, lever=form)


@require_POST
def record_measure(request, patient_id):
    assignment = access.assignment_in_care(request.user, patient_id)
    now = timezone.now()
    today = assignment.patient.today(now)
    form = MeasureForm(selectors.measures_of_page(assignment, today).kinds, today, request.POST)
    if form.is_valid():
        try:
            services.record_measure(assignment, **form.cleaned_data, by=request.user, now=now)
            messages.info(request, _("Noted. The rules read it from now on."))
            return redirect("patient-page", patient_id)
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
    return _page(request, assignment, now, DecisionForm(assignment), status=422, measuring=form)


@require_POST
def close_flag(request, patient_id, flag_id):
    assignment, flag = access.flag_in_care(request.user, patient_id, flag_id)
    now = timezone.now()
    form = CloseFlagForm(request.POST)
    if form.is_valid():
        try:
            services.close_flag(flag, **form.cleaned_data, by=request.user, now=now)
            messages.info(request, _("Closed. The patient can go on."))
            return redirect("patient-page", patient_id)
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
    return _page(request, assignment, now, DecisionForm(assignment), status=422, closing=form, closing_flag=flag)
