"""The clinic as its patients meet it: when it is open and whom they call, for who works there to check and to stand
for; and when a physio of it is away."""

from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from patients import access, selectors, services
from patients.domain.countries import countries, read_on
from patients.forms.desk.clinic import AbsenceForm, NumbersForm, TakeOutForm
from patients.views.answers import form_view, status_of
from patients.views.sent_once import once
from programs import clock
from programs.editor import revised, revision


@form_view
def clinic_numbers(request):
    """The numbers as they stand, or those of `?country=`; sending them says that they are right. Where somebody else
    changed them since the page was opened, theirs stand beside what was typed, and nothing is stored."""
    clinics = access.staff_clinics(request.user)
    sent = request.POST if request.method == "POST" else request.GET
    clinic = access.clinic_among(clinics, sent.get("clinic"))
    if request.method != "POST":
        return _numbers_page(request, clinics, clinic, NumbersForm(clinic, request.GET.get("country", "")))
    seen = revision.unseal(sent.get(revision.FIELD), clinic)
    clash = revision.clash_of(seen, NumbersForm(clinic), [], sent)
    form = NumbersForm(clinic, data=clash.data)
    if clash:
        clash.mark(form)
        form.add_error(None, f"{_whose(clinic, seen, request.user)} {revised.STILL_HERE}")
    elif form.is_valid():
        try:
            services.confirm_numbers(clinic, form.cleaned_data, by=request.user, now=clock.now())
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Confirmed. Patients of %(clinic)s are told these numbers.") % {"clinic": clinic}
            )
            return redirect(f"{request.path}?clinic={clinic.pk}")
    return _numbers_page(request, clinics, clinic, form, HTTPStatus.CONFLICT if clash else status_of(form))


def _numbers_page(request, clinics, clinic, form, status=HTTPStatus.OK):
    country = countries().get(form["country"].value())
    context = {"clinic": clinic, "clinics": clinics, "form": form, "country": country}
    context |= {"countries": countries().values(), "read_on": read_on()}
    shown = revision.revision_of(NumbersForm(clinic), [], _confirmation(clinic))
    context["revision"] = revision.seal(shown, clinic)
    return render(request, "clinician/clinic_numbers.html", context, status=status)


def _whose(clinic, seen, user):
    if seen is None:
        return revised.UNKNOWN
    if seen["beside"] == _confirmation(clinic):
        return revised.SOMEBODY
    return revised.who_was_first(clinic.numbers_confirmed_by, clinic.numbers_confirmed_at, user)


def _confirmation(clinic):
    return {"confirmed": str(clinic.numbers_confirmed_at)}


@once
@form_view
def absence(request):
    """The same dates for every clinic that the physio works in."""
    return _absence(request, request.user, access.clinician_clinics(request.user))


@once
@form_view
def absence_of(request, member_id):
    """Somebody else's, noted by the administrator of the clinic, for that clinic alone."""
    member = access.physio_run_by(request.user, member_id)
    return _absence(request, member.user, [member.clinic])


def _absence(request, user, clinics):
    today = clock.now().astimezone(clinics[0].zone).date()
    sent = request.POST if request.method == "POST" else None
    if sent and "take_out" in sent:
        return _take_out(request, user, clinics, TakeOutForm(sent))
    form = AbsenceForm(user, clinics, today, sent)
    if sent is not None and form.is_valid():
        try:
            services.set_absence(user, **form.cleaned_data, by=request.user, clinics=clinics)
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, _("Saved."))
            return redirect(request.path)
    context = {"form": form, "aways": selectors.absences_of(user, clinics, today), "whose": user, "clinics": clinics}
    return render(request, "clinician/absence.html", context, status=status_of(form))


def _take_out(request, user, clinics, form):
    if form.is_valid():
        day = form.cleaned_data["take_out"]
        if services.take_out_absence(user, day, by=request.user, clinics=clinics):
            messages.info(request, _("Taken out."))
    return redirect(request.path)
