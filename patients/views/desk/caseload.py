"""The physio's list: whom to look at first, and setting a reason aside."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from patients import access, services
from patients.forms.desk import MarkForm
from patients.selectors import desk
from patients.selectors.desk import Wanted
from programs import clock

MOST_REFRESHED = 20  # answers that time has changed; `run_due` keeps them few, and a page must not wait for hundreds


@require_safe
def caseload(request):
    clinics = access.clinician_clinics(request.user)
    now = clock.now()
    wanted = Wanted.of(request.GET)
    assignments = desk.assignments_in_care(request.user, clinics, now, mine=wanted.mine)
    overdue = [one for one in assignments if one.standing.due_at and one.standing.due_at <= now]
    for assignment in sorted(overdue, key=lambda one: one.standing.due_at)[:MOST_REFRESHED]:
        services.refresh_if_due(assignment, now)
    page = desk.caseload(request.user, clinics, assignments, now, wanted)
    access.record_list(request.user, "patients.listed", page.patients)
    context = {"page": page, "behind": max(len(overdue) - MOST_REFRESHED, 0)}
    context["covered"] = access.covered_by(request.user, now)
    return render(request, "clinician/caseload.html", context)


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
