"""A programme for one patient, or for several at once: all of them or none."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from patients import access, services
from patients.forms.desk.registration import AssignForm, IntakeForm, StartForm
from programs import clock

MOST_AT_ONCE = 100


def assign_page(page_of, request, patient):
    now = clock.now()
    if patient.assignments.active().exists():
        messages.warning(request, _("%(name)s already has a running programme.") % {"name": patient.name})
        return redirect("admin:patients_patient_change", patient.pk)
    form = AssignForm([patient.clinic], patient.today(now), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.assign_program(patient=patient, by=request.user, now=now, **form.cleaned_data)
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The programme is assigned. Now make a sign-in link."))
            if form.warning:
                messages.warning(request, form.warning)
            return redirect("admin:patients_patient_change", patient.pk)
    access.record(request.user, "patient.opened", patient)
    return page_of.page(request, "assign", patient=patient, form=form)


def several_page(page_of, request, patients, start=None, rows=None, *, refused=False):
    """The form for those without a running programme; the others are named and left out."""
    free = [patient for patient in patients if not patient.running]
    busy = [patient for patient in patients if patient.running]
    if not free:
        messages.warning(request, _("Everybody you chose already has a running programme."))
        return redirect("admin:patients_patient_changelist")
    start = start or _start_form(free)
    rows = [(patient, form) for patient, form in rows or _rows(free) if not patient.running]
    access.record_list(request.user, "patients.listed", [*busy, *(patient for patient, _form in rows)])
    return page_of.page(request, "assign_several", start=start, rows=rows, busy=busy, refused=refused)


def assign_posted(page_of, request):
    """Checks the posted form of several patients and assigns to all of them, or says for each what is missing."""
    patients = _chosen(page_of.get_queryset(request), request.POST.getlist("patient"))
    if not patients:
        return redirect("admin:patients_patient_changelist")
    start, rows = _start_form(patients, request.POST), _rows(patients, request.POST)
    valid = [form.is_valid() for form in (start, *(form for _patient, form in rows))]
    if all(valid) and _assign_all(rows, start.cleaned_data, request.user):
        count = len(rows)
        done = ngettext("Assigned to %(count)s patient.", "Assigned to %(count)s patients.", count) % {"count": count}
        messages.success(request, done)
        for patient, form in rows:
            if form.warning:
                messages.warning(request, f"{patient.name}: {form.warning}")
        return redirect("admin:patients_patient_changelist")
    return several_page(page_of, request, patients, start, rows, refused=True)


def _chosen(patients, ids):
    return list(patients.filter(public_id__in=[one for one in map(_uuid, ids[:MOST_AT_ONCE]) if one]))


def _uuid(text):
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _start_form(patients, data=None):
    clinics = {patient.clinic_id: patient.clinic for patient in patients}
    return StartForm(list(clinics.values()), patients[0].today(clock.now()), data)


def _rows(patients, data=None):
    return [(patient, IntakeForm(data, prefix=f"p-{patient.public_id}")) for patient in patients]


def _assign_all(rows, start, by):
    """Whether everybody was assigned; the first refusal undoes all and is noted at its patient."""
    now = clock.now()
    try:
        with transaction.atomic():
            for patient, form in rows:
                _assign_one(patient, form, start, by, now)
    except services.Refused:
        return False
    return True


def _assign_one(patient, form, start, by, now):
    try:
        services.assign_program(patient=patient, by=by, now=now, **start, **form.cleaned_data)
    except services.Refused as refusal:
        form.add_error(None, str(refusal))
        raise
