"""Holes, each of another kind, planted to see that access is tried where it is: whatever is not found is of no use."""

import functools
import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse

from hhtclinic import middleware
from hhtclinic.admin_site import ClinicAdminSite
from patients import access, own
from patients.admin.looked_at import LookedAtAdmin
from patients.admin.patients import PatientAdmin
from patients.models import Assignment, Clinic, Membership, Note, Patient, Review, TrainingSession
from patients.notices import words
from programs import clock
from programs.models import ProgramVersion
from tests import access_check
from tests.access_addresses import addresses, every_pattern
from tests.access_check import (
    ANYBODYS,
    goes_out,
    heads_unlike_pages,
    leaks_to_a_script,
    other_methods_taken,
    problems_of,
)
from tests.access_forms import forms_of, problems_with

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted, pytest.mark.once]


@pytest.fixture(scope="module")
def world(kept_db):
    with access_check.world() as world:
        yield world


# How a hole is planted ------------------------------------------------------------------------------------------------


def instead(where, name, hole):
    return lambda patch: patch.setattr(where, name, hole)


def of_all(model):
    """A loader that asks no one's clinic."""
    return lambda _user, key, *_more: model.objects.get(**{"pk" if isinstance(key, int) else "public_id": key})


def around(name, hole):
    """`hole(view, request, **ids)` in place of the view at an address."""
    [pattern] = [pattern for there, pattern, _prefix in every_pattern() if there == name]
    view = pattern.callback

    @functools.wraps(view)
    def planted(request, **ids):
        return hole(view, request, **ids)

    return lambda patch: patch.setattr(pattern, "callback", planted)


def name_of(patient_id):
    return Patient.objects.get(public_id=patient_id).name


def a_name():
    return Patient.objects.get(name__contains="stranger").name


def with_a_header(view, request):
    answer = view(request)
    answer["X-Last"] = a_name()
    return answer


def with_a_cookie(view, request):
    answer = view(request)
    answer.set_cookie("last", a_name())
    return answer


def with_a_line(view, request, patient_id):
    logging.getLogger("patients").warning("%s was opened", name_of(patient_id))
    return view(request, patient_id=patient_id)


def to_a_script(view, request, patient_id):
    if "json" in request.headers.get("Accept", ""):
        return JsonResponse({"name": name_of(patient_id)})
    return view(request, patient_id=patient_id)


def to_a_head(view, request, patient_id):
    if request.method == "HEAD":
        return HttpResponse(headers={"X-Name": name_of(patient_id)})
    return view(request, patient_id=patient_id)


def written_first(view, request, patient_id):
    """What was typed well is kept before anybody asks whose patient it is."""
    if request.POST.get("text"):
        running = Assignment.objects.active().get(patient__public_id=patient_id)
        Note.objects.create(assignment=running, by=request.user, text=request.POST["text"], at=clock.now())
    return view(request, patient_id=patient_id)


def forbidden(user, public_id):
    patient = Patient.objects.get(public_id=public_id)
    if patient.clinic not in access.clinics_of(user):
        raise PermissionDenied
    return patient


def as_another(name):
    """The rows of an administration's list are those of whoever this is."""
    rows = PatientAdmin.get_queryset

    def of(self, request):
        request.user = Membership.objects.treating().get(user__name=name).user
        return rows(self, request)

    return of


def _of(name):
    return Patient.objects.get(name__contains=name).user_id


def _treating(public_id):
    return Membership.objects.treating().filter(clinic__patients__public_id=public_id).first().user_id


def open_to_all(name):
    """An address that asks nobody to sign in."""
    planting = around(name, lambda _view, _request: HttpResponse("Welcome."))

    def plant(patch):
        planting(patch)
        [pattern] = [pattern for there, pattern, _prefix in every_pattern() if there == name]
        pattern.callback.login_required = False

    return plant


def never_seen(_self, *_words):
    return None


care = Patient.objects._queryset_class
# What is planted, at which address it shows, and to whom.
IN_THE_MATRIX = {
    "every patient is in everybody's care": (
        instead(care, "in_care_of", lambda self, user: self.all()),
        ("patient-page", "other physio"),
    ),
    "the running programme is another's": (
        instead(own, "_running", lambda user, _rows=own._running: _rows(user=_of("stranger"))),
        ("progress", "patient"),
    ),
    "whoever treats anybody treats everybody": (
        instead(
            own,
            "_in_care",
            lambda user, public_id, _rows=own._in_care: _rows(user=_treating(public_id), public_id=public_id),
        ),
        ("patient-page", "other physio"),
    ),
    "a child is fetched by its own id alone": (
        instead(
            access,
            "review_in_care",
            lambda user, patient_id, review_id: (
                access.assignment_in_care(user, patient_id),
                Review.objects.get(public_id=review_id),
            ),
        ),
        ("decide", "physio"),
    ),
    "a child is fetched through nobody": (
        instead(access, "own_session", lambda user, client_id: TrainingSession.objects.get(client_id=client_id)),
        ("note-no-injury", "patient"),
    ),
    "a role once had is had for ever": (
        instead(access, "clinics_of", lambda user: [one.clinic for one in user.memberships.all()]),
        ("caseload", "ex-member"),
    ),
    "whoever runs a clinic treats its patients": (
        instead(Membership.objects._queryset_class, "treating", lambda self: self.current()),
        ("patient-page", "administrator"),
    ),
    "a clinic is run by everybody who runs one": (
        instead(access, "clinic_run_by", of_all(Clinic)),
        ("clinic-audit", "administrator"),
    ),
    "a member is changed by everybody who runs a clinic": (
        instead(access, "member_run_by", of_all(Membership)),
        ("end-member", "administrator"),
    ),
    "a draft is opened without the permission": (
        instead(access, "version_to_edit", of_all(ProgramVersion)),
        ("what-if", "physio"),
    ),
    "a page asks nobody to sign in": (open_to_all("my-account"), ("my-account", "anonymous")),
    "the administration opens to whoever has an account": (
        instead(ClinicAdminSite, "has_permission", lambda self, request: request.user.is_authenticated),
        ("admin:index", "plain member"),
    ),
    "a list of the administration is another's": (
        instead(PatientAdmin, "get_queryset", as_another("Mara Elsewhere")),
        ("admin:patients_patient_changelist", "physio"),
    ),
    "what is foreign is forbidden instead of absent": (
        instead(access, "patient_in_care", forbidden),
        ("patient-page", "physio"),
    ),
    "a list says to nobody whom it showed": (instead(access, "record_list", never_seen), ("caseload", "physio")),
    "a look leaves no row": (instead(access, "record", never_seen), ("log-in-clinic", "physio")),
    "a history is nobody's business": (
        instead(LookedAtAdmin, "record_look", never_seen),
        ("admin:patients_patient_history", "physio"),
    ),
    "a header names somebody": (around("home", with_a_header), ("home", "patient")),
    "a cookie names somebody": (around("my-account", with_a_cookie), ("my-account", "patient")),
    "a line of the log names somebody": (around("patient-page", with_a_line), ("patient-page", "physio")),
}


@pytest.mark.parametrize(("plant", "shown"), IN_THE_MATRIX.values(), ids=IN_THE_MATRIX)
def test_is_found_in_the_matrix(plant, shown, world, monkeypatch):
    name, person = shown
    there = [one for one in addresses(world) if one.name == name and "nobody" not in one.owners]
    assert list(problems_of(world, there, [person])) == []
    plant(monkeypatch)
    assert next(problems_of(world, there, [person]), None)


ASKED_OTHERWISE = {
    "a script is told without a question": (around("patient-page", to_a_script), leaks_to_a_script),
    "a head is told without a question": (around("patient-page", to_a_head), heads_unlike_pages),
    "another method is taken": (instead(middleware, "METHODS", ("GET", "OPTIONS")), other_methods_taken),
}


@pytest.mark.parametrize(("plant", "found_by"), ASKED_OTHERWISE.values(), ids=ASKED_OTHERWISE)
def test_is_found_by_asking_otherwise(plant, found_by, world, monkeypatch):
    names = ("patient-page", "admin:index")
    there = [one for one in addresses(world) if one.name in names and {*one.owners} <= {"stranger"}]
    assert list(found_by(world, there, ["physio"])) == []
    plant(monkeypatch)
    assert next(found_by(world, there, ["physio"]), None)


GOING_OUT = {
    "a letter names somebody": ("letter_of", lambda *_facts: ("News", a_name())),
    "a notice on a screen names somebody": ("payload_of", lambda _notice: a_name().encode()),
}


@pytest.mark.parametrize(("name", "hole"), GOING_OUT.values(), ids=GOING_OUT)
def test_is_found_in_what_goes_out(name, hole, world, monkeypatch):
    monkeypatch.setattr(words, name, hole)
    assert ANYBODYS in "".join(goes_out(world))


def test_is_found_where_a_form_that_is_filled_in_well_is_kept_first(world, monkeypatch):
    """An empty one is refused by the same view in the same words: the matrix cannot see it."""
    form = next(one for one in forms_of(world, "physio", only="patient-page") if one.name == "write-note")
    assert form.taken
    assert list(problems_with(world, form, ["stranger", "other physio"])) == []
    around("write-note", written_first)(monkeypatch)
    assert len(list(problems_with(world, form, ["stranger", "other physio"]))) >= 2


def test_is_found_where_a_form_shows_what_it_was_given_of_another(world, monkeypatch):
    """A choice among all there are, not among one's own."""
    form = next(one for one in forms_of(world, "physio", only="hand-over") if one.name == "hand-over")
    assert list(problems_with(world, form, ["other physio"])) == []
    monkeypatch.setattr("patients.selectors.desk.patients_of", lambda _user, _of: Patient.objects.all())
    assert list(problems_with(world, form, ["other physio"]))
