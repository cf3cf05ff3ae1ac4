"""The physio's list: whom to look at first, and setting a reason aside."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from patients import access, services
from patients.forms.desk import MarkForm, NextForm
from patients.selectors import desk
from patients.selectors.desk import Wanted
from programs import clock

MOST_REFRESHED = 20  # answers that time has changed; `run_due` keeps them few, and a page must not wait for hundreds


@require_safe
def caseload(request):
    everybody = everybody_at(clock.now(), request.user, Wanted.of(request.GET), refresh=MOST_REFRESHED)
    page = desk.caseload(everybody)
    access.record_list(request.user, "patients.listed", page.patients)
    context = {"page": page, "behind": everybody.counted.overdue}
    context["covered"] = access.covered_by(request.user, everybody.now)
    return render(request, "clinician/caseload.html", context)


def everybody_at(now, user, wanted, refresh=0):
    """`Everybody` who is wanted, with places and names as they are now, and `refresh` answers that time has changed."""
    clinics = access.clinician_clinics(user)
    everybody = desk.Everybody(user, clinics, now, wanted)
    if not (everybody.counted.out_of_date or (refresh and everybody.counted.overdue)):
        return everybody
    for assignment in access.assignments_among(user, everybody.overdue(refresh)):
        services.refresh_if_due(assignment, now)
    standings, patients = everybody.out_of_place
    services.keep_places(standings, now)
    services.keep_names(patients)
    return desk.Everybody(user, clinics, now, wanted)


@require_POST
def next_patient(request, patient_id):
    """To the page of who comes after this patient in the list that is asked for: of those that stood after them when it
    was open, the first who is still on it."""
    patient = access.patient_in_care(request.user, patient_id)
    form = NextForm(request.POST)
    wanted = Wanted.of(QueryDict(form.data.get("list", "")))
    then = form.cleaned_data["then"] if form.is_valid() else []
    following = everybody_at(clock.now(), request.user, wanted).after(patient.public_id, then)
    if following:
        return redirect("patient-page", following)
    messages.info(request, _("Nobody comes after %(name)s in this list.") % {"name": patient.name})
    return redirect(reverse("caseload") + wanted.query)


@require_POST
def mark_triage(request, patient_id):
    """Back to the list as it was asked for: its question stands in the address that was posted to."""
    assignment = access.assignment_in_care(request.user, patient_id)
    form = MarkForm(request.POST)
    if form.is_valid():
        try:
            mark = services.mark_triage(assignment, **form.cleaned_data, by=request.user, now=clock.now())
            messages.info(request, _said(mark, assignment.patient))
        except services.Refused as refusal:
            messages.warning(request, str(refusal))
    else:
        messages.warning(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect(reverse("caseload") + Wanted.of(request.GET).query)


def _said(mark, patient):
    if mark.until:
        return _("%(name)s comes back on %(day)s.") % {"name": patient.name, "day": date_format(mark.until, "l j F")}
    return _("%(name)s is set aside until something new happens.") % {"name": patient.name}
