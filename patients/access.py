"""The only door to clinical rows: who may see whom. The loader is the permission check.

What is foreign and what does not exist look the same: Http404. A role is read from the database at each request,
so losing it works at once. To treat patients is the role physio alone: a clinic's administrator who is no physio, and a
superuser, see no patient. A loader also sets the zone that the
page's times are written in: the patient's, for a day is the patient's day.
"""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, F, IntegerField, Q, QuerySet, When
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from patients.models import (
    Assignment,
    AuditEntry,
    Clinic,
    Flag,
    Invitation,
    Measure,
    Membership,
    Patient,
    Review,
    Role,
    TrainingSession,
    Transfer,
)
from patients.models.care import AssignmentQuerySet, Voidable
from patients.models.record import TransferQuerySet
from patients.models.user import User
from patients.own import new_messages, own_running, running_in_care
from patients.staff import caseloads_of as caseloads_of
from patients.staff import caseloads_with as caseloads_with
from patients.staff import clinics_of as clinics_of
from patients.staff import clinics_of_staff as clinics_of_staff
from patients.staff import clinics_run_by as clinics_run_by
from patients.staff import covered_by as covered_by
from patients.staff import is_clinician as is_clinician
from patients.staff import is_staff_member as is_staff_member
from patients.staff import patients_to_call as patients_to_call
from patients.staff import rights_of as rights_of
from patients.staff import transfers_waiting as transfers_waiting
from patients.staff import unread_messages as unread_messages
from patients.staff import unread_of as unread_of
from programs.editor.translating import KINDS
from programs.models import Exercise, Program, ProgramVersion, Retirable, Variation
from programs.prepared import AT, ID, Given, prepared
from programs.translated import Translated
from programs.written import insert

CATALOGUE = {"programme": Program, "exercise": Exercise, "variation": Variation}


def transfers_to(user: User) -> TransferQuerySet:
    """The records that are offered to clinics that `user` has a role in."""
    return Transfer.objects.waiting().filter(to_clinic__in=clinics_of_staff(user))


def transfer_to(user: User, public_id: UUID) -> Transfer:
    """One of them; Http404 for any other. Of the patient the name alone may be shown before it is accepted."""
    offers = transfers_to(user).select_related("patient", "to_clinic", "of_clinic")
    return get_object_or_404(offers, public_id=public_id)


def clinician_clinics(user: User) -> list[Clinic]:
    """The clinics of a clinician; Http404 for everybody else."""
    clinics = clinics_of(user)
    if not clinics:
        raise Http404
    return clinics


def administrator_clinics(user: User) -> list[Clinic]:
    """The clinics that `user` is the administrator of; Http404 for everybody else."""
    clinics = clinics_run_by(user)
    if not clinics:
        raise Http404
    return clinics


def clinic_run_by(user: User, clinic_id: int) -> Clinic:
    """A clinic that `user` is the administrator of; Http404 for everybody else."""
    for clinic in clinics_run_by(user):
        if clinic.pk == clinic_id:
            return clinic
    raise Http404


def member_run_by(user: User, member_id: int) -> Membership:
    """A current role of somebody in a clinic that `user` is the administrator of; Http404 for everybody else."""
    current = Membership.objects.current().filter(clinic__in=clinics_run_by(user))
    return get_object_or_404(current.select_related("clinic", "user"), pk=member_id)


def physio_run_by(user: User, member_id: int) -> Membership:
    """The same of a physio."""
    member = member_run_by(user, member_id)
    if member.role != Role.PHYSIO:
        raise Http404
    return member


def staff_clinics(user: User) -> list[Clinic]:
    """The clinics of a physio or a clinic's administrator; Http404 for everybody else. No door to a clinical row."""
    clinics = clinics_of_staff(user)
    if not clinics:
        raise Http404
    return clinics


def has_patients(user: User) -> bool:
    """Whether anybody is treated where `user` is a physio."""
    return Patient.objects.in_care_of(user).exists()


def own_patient(user: User) -> Patient:
    return _in_its_zone(get_object_or_404(Patient.objects.select_related("clinic", "physio"), user=user))


def own_with_programme(user: User) -> tuple[Patient, Assignment | None]:
    """The patient that `user` is and their running programme, or None; Http404 for everybody else. One query where one
    runs."""
    assignment = own_running(user)
    return (_in_its_zone(assignment.patient), assignment) if assignment else (own_patient(user), None)


def own_patient_in_care(user: User) -> Patient:
    """The patient that `user` is; NoProgramme where they are discharged, Http404 for everybody else."""
    patient = own_patient(user)
    if patient.discharges.in_force().exists():
        raise NoProgramme
    return patient


def running_assignment(patient: Patient) -> Assignment | None:
    """The running programme of a patient that was loaded here, or None."""
    return patient.assignments.active().with_its_page().first()


class NoProgramme(Http404):
    """A patient asked for what only a running programme has, or who is in care. A page that is looked at is answered
    with Today, which says so (hhtclinic/middleware.py)."""


def own_assignment(user: User) -> Assignment:
    """The running programme of the patient that `user` is; NoProgramme where none runs, Http404 for everybody else."""
    assignment = own_running(user)
    if assignment is None:
        raise NoProgramme if Patient.objects.filter(user=user).exists() else Http404
    _in_its_zone(assignment.patient)
    return assignment


def own_assignment_at(user: User, at: dt.datetime) -> Assignment:
    """The programme of the patient that `user` is which ran at the instant `at`: a phone may send late. Where none did,
    the running one or the one that ended last; Http404 without any."""
    found = _own_at(user=user.pk, at=at)
    if not found:
        raise Http404
    _in_its_zone(found[0].patient)
    return found[0]


@prepared(user=ID, at=AT)
def _own_at(user: Given, at: Given) -> QuerySet[Assignment]:
    began_before = Q(assigned_at__lte=at) & (Q(ended_at=None) | Q(ended_at__gt=at))
    ran = Case(When(began_before, then=0), default=1, output_field=IntegerField())
    own = Assignment.objects.filter(patient__user=user).to_write()
    return own.order_by(ran, F("ended_at").desc(nulls_first=True))[:1]


def own_session(user: User, client_id: UUID) -> TrainingSession:
    """A session of the patient that `user` is, whatever became of its programme."""
    sessions = TrainingSession.objects.filter(assignment__in=Assignment.objects.own(user))
    return get_object_or_404(sessions.select_related("assignment__patient"), client_id=client_id)


ENTRIES = {
    "session": "sessions",
    "morning": "morning_checks",
    "activity": "activities",
    "reason": "day_reasons",
    "intake": "intakes",
    "measure": "measures",
    "away": "aways",
    "note": "notes",
}


def own_entry(user: User, kind: str, entry_id: int) -> Voidable:
    """An entry about the patient that `user` is, voided or not: no note, and of the measures those of their own."""
    assignment = own_assignment(user)
    entry = _entry_of(assignment, kind, entry_id)
    if kind == "note" or (isinstance(entry, Measure) and entry.noted_by_id != user.pk):
        raise Http404
    return entry


def entry_in_care(user: User, patient_id: UUID, kind: str, entry_id: int) -> Voidable:
    """An entry about the running programme of a patient of the own clinic, voided or not."""
    return _entry_of(assignment_in_care(user, patient_id), kind, entry_id)


def _entry_of(assignment: Assignment, kind: str, entry_id: int) -> Voidable:
    if kind not in ENTRIES:
        raise Http404
    entry: Voidable = get_object_or_404(getattr(assignment, ENTRIES[kind]).all(), pk=entry_id)
    return entry


def own_latest_assignment(user: User) -> Assignment:
    """The running programme of the patient that `user` is, or the one that ended last; NoProgramme without
    either, Http404 for who is no patient."""
    if running := own_running(user):
        _in_its_zone(running.patient)
        return running
    own = Assignment.objects.own(user)
    if Patient.objects.filter(user=user).exists() and not own.exists():
        raise NoProgramme
    return _latest(own)


def latest_assignment_in_care(user: User, patient_id: UUID) -> Assignment:
    """The running programme of a patient of the own clinic, or the one that ended last."""
    return _latest(Assignment.objects.in_care_of(user).filter(patient__public_id=patient_id))


def _latest(assignments: AssignmentQuerySet) -> Assignment:
    latest = assignments.with_its_page().order_by(F("ended_at").desc(nulls_first=True)).first()
    if latest is None:
        raise Http404
    _in_its_zone(latest.patient)
    return latest


def patient_in_care(user: User, public_id: UUID) -> Patient:
    patients = Patient.objects.in_care_of(user).select_related("clinic", "physio")
    return _in_its_zone(get_object_or_404(patients, public_id=public_id))


def assignment_in_care(user: User, patient_id: UUID) -> Assignment:
    """The running programme of a patient of the own clinic, by the patient's public id."""
    assignments = Assignment.objects.active().in_care_of(user).with_its_page()
    assignment = get_object_or_404(assignments, patient__public_id=patient_id)
    _in_its_zone(assignment.patient)
    return assignment


def assignments_among(user: User, ids: list[int]) -> AssignmentQuerySet:
    """Those of these running programmes that are in care; no zone is set."""
    return Assignment.objects.active().in_care_of(user).filter(pk__in=ids).with_its_page()


def _in_its_zone(patient: Patient) -> Patient:
    timezone.activate(patient.zone)
    return patient


def in_care_with_programme(user: User, public_id: UUID) -> tuple[Patient, Assignment | None]:
    """A patient of the own clinic and their running programme, or None. One query where one runs."""
    running = running_in_care(user, public_id)
    return (_in_its_zone(running.patient), running) if running else (patient_in_care(user, public_id), None)


def review_in_care(user: User, patient_id: UUID, review_id: UUID) -> tuple[Assignment, Review]:
    """An assignment and one review of it, fetched through it; open or not, so that a late click can be answered."""
    assignment = assignment_in_care(user, patient_id)
    return assignment, get_object_or_404(Review.objects.filter(assignment=assignment), public_id=review_id)


def flag_in_care(user: User, patient_id: UUID, flag_id: UUID) -> tuple[Patient, Flag]:
    """A patient of the own clinic, with or without a programme, and one flag of theirs, open or not."""
    patient = patient_in_care(user, patient_id)
    return patient, get_object_or_404(patient.flags.all(), public_id=flag_id)


def clinic_among(clinics: list[Clinic], wanted: str | None) -> Clinic:
    """The one of `clinics` whose id is the text `wanted`, the first for anything else."""
    return next((clinic for clinic in clinics if str(clinic.pk) == wanted), clinics[0])


def link_in_care(user: User, patient_id: UUID, secret_hash: str, now: dt.datetime) -> Invitation | None:
    """A sign-in link of a patient in care that still works, by the hash of its secret; None when there is none."""
    patient = patient_in_care(user, patient_id)
    link = patient.invitations.usable(now).filter(token_hash=secret_hash).first()
    if link:
        link.patient = patient
    return link


def patient_of_calendar(secret_hash: str) -> Patient:
    """Whose calendar a secret link opens, by the hash of the secret; nobody's once their account is closed or they are
    discharged."""
    theirs = {"user__reminders__calendar_hash": secret_hash, "user__reminders__agreed_to__contains": "calendar_hash"}
    patients = Patient.objects.current().filter(user__is_active=True, **theirs)
    return _in_its_zone(get_object_or_404(patients))


def writes_programmes(user: User) -> None:
    """Whether somebody makes programmes, their drafts and exercises."""
    models = ("program", "programversion", "exercise")
    if not user.is_staff or not user.has_perms([f"programs.change_{model}" for model in models]):
        raise Http404


def version_to_edit(user: User, version_id: int) -> ProgramVersion:
    """A version of a programme, for somebody who writes drafts. What histories say about it comes in counts alone."""
    if not user.is_staff or not user.has_perm("programs.change_programversion"):
        raise Http404
    return get_object_or_404(ProgramVersion.objects.select_related("program"), pk=version_id)


def row_to_edit(user: User, kind: str, row_id: int) -> Retirable:
    """A row of the catalogue that can be taken from offer, for somebody who writes such rows."""
    model = CATALOGUE.get(kind)
    if model is None or not user.is_staff or not user.has_perm(f"programs.change_{model._meta.model_name}"):
        raise Http404
    return get_object_or_404(model, pk=row_id)


def language_to_write(user: User, language: str) -> None:
    """Http404 for a language that the installation has no content in, and for whoever writes no content."""
    if language not in settings.CONTENT_LANGUAGES or not user.is_staff or not user.has_perm("programs.change_guidance"):
        raise Http404


def row_to_translate(user: User, language: str, kind: str, row_id: int) -> Translated:
    """A row of the catalogue, published or not, for somebody who writes content."""
    language_to_write(user, language)
    model = KINDS.get(kind)
    if model is None:
        raise Http404
    return get_object_or_404(model, pk=row_id)


def version_offered(assignment: Assignment, version_id: int) -> ProgramVersion:
    """A published version of the programme that the assignment is on."""
    offered = ProgramVersion.objects.published().filter(program=assignment.version.program_id)
    return get_object_or_404(offered.select_related("program"), pk=version_id)


def versions_to_move(user: User, before_id: int, after_id: int) -> tuple[ProgramVersion, ProgramVersion]:
    """Two published versions of one programme, for a clinician."""
    clinician_clinics(user)
    published = ProgramVersion.objects.published().select_related("program")
    before = get_object_or_404(published, pk=before_id)
    return before, get_object_or_404(published.exclude(pk=before_id), pk=after_id, program=before.program_id)


def record(by: User | None, verb: str, patient: Patient | None = None, subject: str | int | UUID = "") -> None:
    """An audit row: who did what, by ids alone. Call it inside the transaction of the act."""
    insert(AuditEntry(by=by, verb=verb, patient=patient, subject=str(subject)))


def record_list(by: User, verb: str, patients: Iterable[Patient], subject: str | int = "") -> None:
    """One audit row for a page that shows several patients, or nobody: it holds whom."""
    shown = "".join(f" {key}" for key in sorted({one.pk for one in patients}))
    AuditEntry.objects.create(by=by, verb=verb, subject=str(subject), shown=shown and f"{shown} ")


CLINIC = ("clinic-numbers", "versions", "move-patients")
PROGRAMMES = ("drafts/", "programmes/", "translations/", "versions/", "admin/programs/program", "admin/programs/stage/")
EXERCISES = ("admin/programs/exercise/", "admin/programs/picture/")
BY_ROUTE = {
    "programmes": PROGRAMMES,
    "exercises": EXERCISES,
    "guidance": ("admin/programs/guidance/",),
    "team": ("team/", "admin/patients/clinic/"),
    "start": ("clinic/start/",),
    "patients": ("admin/patients/patient/", "admin/patients/assignment/"),
}
BY_KIND = {"programme": "programmes", "exercise": "exercises", "variation": "exercises"}


def _place_of(request: HttpRequest) -> str:
    """Which entry of the desk's navigation the page belongs to, "" for none: the site's own pages are the caseload's
    unless they are listed."""
    match = request.resolver_match
    if match is None:
        return ""
    if match.view_name in CLINIC:
        return "clinic"
    if match.route.startswith("catalogue/"):
        return BY_KIND.get(match.kwargs["kind"], "")
    listed = [place for place, routes in BY_ROUTE.items() if match.route.startswith(routes)]
    return listed[0] if listed else "" if match.namespace else "caseload"


def navigation(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """Context processor: which entries the desk's navigation shows, and on both sides how many messages nobody there
    has read. Each is asked where a page says it: a phone's page asks nothing of the desk's, whoever's it is."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": {}}
    return {
        "nav": {
            "place": _place_of(request),
            "new_messages": partial(new_messages, user),
            "caseload": partial(is_clinician, user),
            "clinics": partial(clinics_of_staff, user),
            "runs": partial(clinics_run_by, user),
            "unread": partial(unread_messages, user),
            "to_call": partial(patients_to_call, user),
            "transfers": partial(transfers_waiting, user),
            "may": partial(rights_of, user),
        }
    }
