"""A clinic begins: its first page, which a secret of the server opens once, and the list of what is left to do."""

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from patients import access, services
from patients.domain.countries import countries, read_on
from patients.forms.desk.start import ClinicForm, physio_rows, typed_in, typed_physios
from patients.selectors import desk
from patients.services.start import may_start, started_with
from patients.views.answers import UNPROCESSABLE, form_view
from patients.wording.purpose import what_it_is_for, what_it_is_not
from programs import clock

WITHOUT_SECRET = {"secret": "20/5m/ip"}


@form_view
@login_not_required
@never_cache
def start_clinic(request, token):
    """One page for all that a clinic needs to begin. Without the secret, and ever after it was used: not there."""
    if not _is_key(request, token):
        return _made_before(request, token)
    if request.method != "POST":
        return _form_page(request, ClinicForm(request.GET.get("country", "")), physio_rows())
    if request.POST.get("press") != "start":
        typed = typed_in(request.POST)
        return _form_page(request, ClinicForm(typed=typed), physio_rows(typed=typed_physios(request.POST)))
    return _start(request, token, ClinicForm(data=request.POST), physio_rows(request.POST))


def _is_key(request, token):
    """Whether the secret opens the page; who tries many is not even asked any more."""
    limit = {"app": "patients", "action": "secret", "config": WITHOUT_SECRET, "limit_get": True}
    if not ratelimit.consume(request, **limit, dry_run=True):
        raise Http404
    if may_start(token, clock.now()):
        return True
    ratelimit.consume(request, **limit)
    return False


def _made_before(request, token):
    """The clinic that this form has made, for it was sent twice; 404 where it has made none."""
    clinic = started_with(token, request.POST.get("name", "").strip(), clock.now())
    if clinic is None:
        raise Http404
    return _started_page(request, clinic)


def _start(request, token, form, physios):
    if not (form.is_valid() & physios.is_valid()):
        return _not_started(request, token, form, physios)
    data = form.cleaned_data
    invited = [one for one in (person.invited for person in physios) if one]
    people = {"administrator": form.who, "treats": data["treats"], "physios": invited}
    try:
        clinic = services.start_clinic(token, form.instance, data["program"], **people, now=clock.now())
    except services.Refused as refusal:
        form.add_error(None, str(refusal))
        return _not_started(request, token, form, physios)
    return _started_page(request, clinic)


def _not_started(request, token, form, physios):
    """What is wrong; or what was made, where the same form came by twice at once and the other was quicker."""
    if may_start(token, clock.now()):
        return _form_page(request, form, physios)
    return _made_before(request, token)


def _form_page(request, form, physios):
    context = {"form": form, "physios": physios, "read_on": read_on()}
    context |= {"country": countries().get(form["country"].value())}
    context |= {"for_what": what_it_is_for(), "not_for": what_it_is_not()}
    wrong = form.errors or not physios.is_valid() if physios.is_bound else form.errors
    context["wrong"] = bool(wrong)
    return render(request, "account/start_clinic.html", context, status=UNPROCESSABLE if wrong else 200)


def _started_page(request, clinic):
    return render(request, "account/start_clinic.html", {"clinic": clinic})


@require_safe
def clinic_checklist(request):
    """What is left to do before the first patient, each with who does it and where."""
    clinics = access.administrator_clinics(request.user)
    clinic = access.clinic_among(clinics, request.GET.get("clinic"))
    lines = desk.checklist(clinic, clock.now())
    left = [line.kind for line in lines if not line.done]
    context = {"clinic": clinic, "clinics": clinics, "lines": lines, "left": len(left), "next": next(iter(left), "")}
    context["awaited"] = desk.awaited(clinic)
    return render(request, "clinician/clinic_checklist.html", context)


@require_POST
def send_test_letter(request):
    clinic = _clinic_of(request)
    services.send_test_letter(clinic, by=request.user, now=clock.now())
    messages.info(
        request, _("A test letter is on its way to %(email)s. Open it, and its link.") % {"email": request.user.email}
    )
    return _back(clinic)


@require_POST
def send_welcome(request, member_id):
    """The letter with the first link once more, to somebody who has not come in."""
    member = access.member_run_by(request.user, member_id)
    try:
        services.send_welcome(member, by=request.user, now=clock.now())
    except services.Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        words = {"name": member.user, "email": member.user.email}
        messages.info(request, _("A new link is on its way to %(name)s, %(email)s. The one before is void.") % words)
    return _back(member.clinic)


@require_POST
def add_canned_texts(request):
    clinic = _clinic_of(request)
    services.add_canned_texts(clinic, by=request.user)
    messages.success(request, _("The texts are there. Change them to how you speak with your patients."))
    return _back(clinic)


def _clinic_of(request):
    return access.clinic_among(access.administrator_clinics(request.user), request.POST.get("clinic"))


def _back(clinic):
    response = redirect("clinic-checklist")
    response["Location"] += f"?clinic={clinic.pk}"
    return response


@form_view
@never_cache
def prove_mail(request, token):
    """The link of a test letter: opening it changes nothing, the button says that it arrived."""
    access.administrator_clinics(request.user)
    if request.method != "POST":
        return render(request, "clinician/prove_mail.html")
    try:
        clinic = services.prove_mail(token, by=request.user, now=clock.now())
    except services.Refused as refusal:
        return render(request, "clinician/prove_mail.html", {"refusal": refusal}, status=410)
    messages.success(request, _("Letters of %(clinic)s arrive.") % {"clinic": clinic})
    return _back(clinic)


def to_finish(request):
    """Context processor: how much is left to do in the clinics that this person runs, asked where a page says it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"to_finish": lambda: desk.left_to_do(access.clinics_run_by(user), clock.now())}
