"""The people of a clinic: who works there and what was done, for its administrator, and patients who go from one physio
to another."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from patients import access, selectors, services
from patients.forms.desk.people import AuditForm, HandOverForm, InviteForm, LeaveForm
from patients.models import Role
from patients.selectors import desk
from patients.views.answers import UNPROCESSABLE, form_view, status_of
from patients.views.desk.export import csv_file, spreadsheet_of
from patients.views.sent_once import once
from programs import clock

SURE = "sure"  # in a post: do it; without, the page says what it would do


@require_safe
def team(request):
    clinics = access.administrator_clinics(request.user)
    clinic = access.clinic_among(clinics, request.GET.get("clinic"))
    now = clock.now()
    context = {"clinic": clinic, "clinics": clinics, "members": desk.team_of(clinic, now), "now": now}
    context["unopened"] = selectors.unopened_alarms(now, clinics)
    return render(request, "clinician/team.html", context)


@form_view
def end_member(request, member_id):
    """What ends with somebody, or with the one `role` of theirs, and who takes over; sent, the page says how many go
    where, and does it once that was sent as well."""
    member = access.member_run_by(request.user, member_id)
    sent = request.POST if request.method == "POST" else None
    role = _role((sent or request.GET).get("role"), member)
    roles = (
        [role] if role else member.clinic.memberships.current().filter(user=member.user).values_list("role", flat=True)
    )
    by_name = member.clinic in access.clinics_of(request.user)
    form = LeaveForm(member, roles, sent, by_name=by_name)
    asks = False
    if sent is not None and form.is_valid():
        try:
            asks = _end(request, member, role, form)
        except services.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if not asks:
                return redirect(_team_of(member.clinic) if member.user != request.user else "home")
    if by_name:
        access.record_list(request.user, "patients.listed", form.patients)
    context = {"member": member, "role": role, "roles": roles, "form": form, "asks": asks}
    return render(request, "clinician/end_member.html", context, status=status_of(form))


def _end(request, member, role, form):
    """Whether it has to be asked first: where that was not seen which would be done."""
    if any(heir is None for heir, _count in form.outcome):
        raise services.Refused(_("Please choose who takes over."))
    if request.POST.get(SURE) != form.shown:
        return True
    ended = services.end_membership(
        member.clinic, member.user, role=role or None, by=request.user, now=clock.now(), **form.choice
    )
    messages.success(request, " ".join(_said(member, role, form, ended)))
    return False


def _said(member, role, form, ended):
    words = {"name": member.user, "clinic": member.clinic, "role": role and Role(role).label}
    if role:
        yield _("%(name)s is no %(role)s of %(clinic)s any more.") % words
    else:
        yield _("%(name)s does not work in %(clinic)s any more.") % words
    for heir, count in form.outcome:
        text = ngettext("%(n)s patient goes to %(heir)s.", "%(n)s patients go to %(heir)s.", count)
        yield text % {"n": count, "heir": heir}
    if ended.signed_out:
        text = ngettext(
            "%(n)s patient has been signed out and needs a new link or a code by e-mail.",
            "%(n)s patients have been signed out and need a new link or a code by e-mail.",
            ended.signed_out,
        )
        yield text % {"n": ended.signed_out}


def _role(text, member):
    """A role that is named, and that is not all that they are here; "" for anything else."""
    held = set(member.clinic.memberships.current().filter(user=member.user).values_list("role", flat=True))
    return text if text in held and len(held) > 1 else ""


def _team_of(clinic):
    return f"{reverse('team')}?clinic={clinic.pk}"


@once
@form_view
def invite_member(request, clinic_id):
    """Sent twice it invites once: whoever has been invited is."""
    clinic = access.clinic_run_by(request.user, clinic_id)
    form = InviteForm(request.POST if request.method == "POST" else None)
    looks = "look" in request.POST
    if form.is_bound and not looks and form.is_valid():
        try:
            member = services.invite_colleague(clinic, **form.cleaned_data, by=request.user, now=clock.now())
        except services.Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("%(name)s works here now; a letter is on its way.") % {"name": member.user})
            return redirect(_team_of(clinic))
    context = {"clinic": clinic, "form": form, "roles": Role.choices, "ticked": form["roles"].value() or []}
    status = HTTPStatus.OK if looks else status_of(form)
    return render(request, "clinician/invite_member.html", context | {"looks": looks}, status=status)


@require_POST
def invite_again(request, member_id):
    """Another letter with another link, for who has never come in."""
    member = access.member_run_by(request.user, member_id)
    try:
        services.send_welcome(member, by=request.user, now=clock.now())
    except services.Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Another letter to %(name)s is on its way.") % {"name": member.user})
    return redirect(_team_of(member.clinic))


@require_POST
def give_role(request, member_id):
    member = access.member_run_by(request.user, member_id)
    try:
        services.give_role(member.clinic, member.user, request.POST.get("role", ""), by=request.user, now=clock.now())
    except services.Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        label = Role(request.POST["role"]).label
        messages.success(request, _("%(name)s is %(role)s from now on.") % {"name": member.user, "role": label})
    return redirect(_team_of(member.clinic))


@form_view
def reset_second_factor(request, member_id):
    """What it takes away, and that it is done when that is sent."""
    member = access.member_run_by(request.user, member_id)
    refusal = ""
    if request.method == "POST":
        try:
            services.reset_second_factor(member.clinic, member.user, by=request.user, now=clock.now())
        except services.Refused as refused:
            refusal = str(refused)
        else:
            messages.success(
                request, _("%(name)s sets up a new second factor at the next sign-in.") % {"name": member.user}
            )
            return redirect(_team_of(member.clinic))
    context = {"member": member, "refusal": refusal}
    status = UNPROCESSABLE if refusal else HTTPStatus.OK
    return render(request, "clinician/reset_second_factor.html", context, status=status)


@once
@form_view
def hand_over(request):
    """The patients of one physio, to be ticked; one press gives them to another."""
    clinics = access.clinician_clinics(request.user)
    sent = request.POST if request.method == "POST" else None
    physios = desk.physios_with_patients(request.user)
    of = next((one for one in physios if str(one.pk) == (sent or request.GET).get("of")), request.user)
    form = HandOverForm(clinics, of, desk.patients_of(request.user, of), sent)
    looks = sent is None or "look" in sent
    if not looks and form.is_valid():
        try:
            going = services.hand_over(
                form.cleaned_data["patients"], of=of, to=form.cleaned_data["to"], by=request.user
            )
        except services.Refused as refusal:
            form.add_error("to", str(refusal))
        else:
            names = ", ".join(str(patient) for patient in going)
            messages.success(
                request, _("Now with %(heir)s: %(names)s.") % {"heir": form.cleaned_data["to"], "names": names}
            )
            return redirect(f"{request.path}?of={of.pk}")
    listed = list(form.fields["patients"].queryset)
    access.record_list(request.user, "patients.listed", listed)
    apart = desk.told_apart(listed)
    context = {"form": form, "of": of, "physios": physios, "ticked": _ticked(request, form), "looks": looks}
    context["patients"] = [(patient, apart.get(patient.pk)) for patient in listed]
    return render(request, "clinician/hand_over.html", context, status=HTTPStatus.OK if looks else status_of(form))


def _ticked(request, form):
    """The public ids of who is ticked on the page."""
    if form.is_bound:
        return set(request.POST.getlist("patients"))
    everybody = form.fields["patients"].queryset if "all" in request.GET else ()
    return {str(patient.public_id) for patient in everybody}


@require_safe
def clinic_audit(request, clinic_id):
    """A page of what was seen and done in a clinic; a filter that cannot be understood shows all, and says so."""
    clinic = access.clinic_run_by(request.user, clinic_id)
    form = AuditForm(clinic, request.GET)
    entries = desk.audit_of(clinic, form.cleaned_data if form.is_valid() else {})
    page = Paginator(entries, desk.AUDIT_PAGE).get_page(request.GET.get("page"))
    by_name = clinic in access.clinics_of(request.user)
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {"clinic": clinic, "form": form, "page": page, "asked": asked.urlencode()}
    shown = [entry.patient for entry in page if entry.patient and by_name]
    context["lines"] = list(desk.audit_lines(clinic, page, by_name=by_name))
    access.record_list(request.user, "audit.opened", shown, clinic.pk)
    return render(request, "clinician/clinic_audit.html", context)


@require_safe
@transaction.atomic
def clinic_audit_csv(request, clinic_id):
    clinic = access.clinic_run_by(request.user, clinic_id)
    form = AuditForm(clinic, request.GET)
    if not form.is_valid():
        return redirect("clinic-audit", clinic_id)
    access.record(request.user, "audit.exported", subject=clinic.pk)
    return csv_file(desk.audit_csv(clinic, form.cleaned_data, spreadsheet_of(request)), "audit.csv")
