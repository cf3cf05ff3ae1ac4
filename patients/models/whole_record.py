"""Every table that a person's record lies on, and which of its columns are theirs to read.

`TABLES` names each column that is given, so a new one is given only once somebody has listed it. `WITHHELD`,
`ELSEWHERE` and `NOT_THEIRS` say why a column, a table or a key that leads to a person is not. Together they are
complete: a test walks every model's keys and columns.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy

from patients.models.clinic import Patient
from patients.models.membership import Membership

CAPTURED = "captured_at captured_on utc_offset phone_zone"
VOIDED = "voided_at voided_by void_reason"
ARRIVED = "client_id received_at time_zone clock_off logged_by"


@dataclass(frozen=True)
class Table:
    """The rows of `model` whose `path` is the patient, or whose `of_user` is the account, and the columns given."""

    model: str
    title: Any
    columns: str
    path: str = ""
    of_user: str = ""

    def rows(self, patient: Patient) -> "models.QuerySet[Any]":
        model = apps.get_model(self.model)
        manager = getattr(model, "everything", model._default_manager)  # what was undone, too
        mine = Q(**{self.path: patient.pk}) if self.path else Q(**{self.of_user: patient.user_id})
        if self.model == "patients.AuditEntry" and not Membership.objects.filter(user=patient.user_id).exists():
            mine |= Q(by=patient.user_id, patient=None)  # of who works here it is their work
        rows: models.QuerySet[Any] = manager.filter(mine).order_by("pk")
        return rows

    @property
    def meta(self) -> Any:
        return apps.get_model(self.model)._meta

    @property
    def names(self) -> list[str]:
        return self.columns.split()


def _of_assignment(model: str, title: Any, columns: str) -> Table:
    return Table(f"patients.{model}", title, f"id assignment {columns}", path="assignment__patient")


TABLES = (
    Table(
        "patients.Patient",
        gettext_lazy("Who you are"),
        "id public_id clinic physio name email phone born_on record_number emergency_name emergency_phone gp_name "
        "gp_practice gp_phone time_zone language zone_before zone_kept_from created_at",
        path="pk",
    ),
    Table(
        "hhtclinic.User",
        gettext_lazy("Your account"),
        "id email name is_active is_staff is_superuser joined_at last_login times_signed_out new_device_at",
        of_user="pk",
    ),
    Table(
        "patients.Assignment",
        gettext_lazy("Programmes"),
        "id public_id version side started_on intake_morning_pain assigned_at assigned_by ended_at ended_by end_reason "
        "maintenance_plan",
        path="patient",
    ),
    _of_assignment(
        "Intake",
        gettext_lazy("Answers before the start"),
        f"{CAPTURED} {VOIDED} {ARRIVED} where age sudden cancer quinolones other sport seen_at seen_by",
    ),
    _of_assignment("StageChange", gettext_lazy("Stages"), "stage started_on baseline at by reason undone_at"),
    _of_assignment("VersionChange", gettext_lazy("Other versions of it"), "before after by at reason undone_at"),
    _of_assignment("Ending", gettext_lazy("Endings"), "by at reason maintenance_plan undone_at"),
    _of_assignment("Directive", gettext_lazy("What your physio set"), "kind value until_on reason by at undone_at"),
    _of_assignment(
        "DoseChange",
        gettext_lazy("Changed doses"),
        "prescription sets target load_kg is_measure until_on reason by at first_by first_at undone_at",
    ),
    _of_assignment("Easing", gettext_lazy("Easier days"), "until_on sessions reason by at undone_at"),
    _of_assignment("PlanLine", gettext_lazy("Lines of your plan"), "kind text on by at"),
    _of_assignment("Undo", gettext_lazy("Decisions taken back"), "act decided_at by at"),
    _of_assignment(
        "Review",
        gettext_lazy("Suggestions of the rules, and what was decided"),
        "public_id stage outcome because target findings inputs engine_version since created_at valid_until quiet "
        "superseded_at decision decided_at decided_by reason undone_at",
    ),
    _of_assignment(
        "TrainingSession",
        gettext_lazy("Sessions"),
        f"{CAPTURED} {VOIDED} {ARRIVED} stage performed_at local_date trained_on pain_left pain_right stopped_for_pain "
        "technique_ok effort painkiller felt note completion all_sets symmetry variation sets_asked no_injury_at "
        "repeats repeat_answer repeat_answered_at",
    ),
    Table(
        "patients.SetLog",
        gettext_lazy("Sets"),
        "id session prescription variation number side target done load_kg",
        path="session__assignment__patient",
    ),
    _of_assignment(
        "MorningCheck",
        gettext_lazy("Mornings"),
        f"{CAPTURED} {VOIDED} {ARRIVED} on pain_left pain_right painkiller late answered_at",
    ),
    _of_assignment(
        "Activity", gettext_lazy("Other activity"), f"{CAPTURED} {VOIDED} {ARRIVED} on kind minutes pain note"
    ),
    _of_assignment("DayReason", gettext_lazy("Reasons for a bad day"), f"{CAPTURED} {VOIDED} {ARRIVED} on kind"),
    _of_assignment("Away", gettext_lazy("Days away"), f"{CAPTURED} {VOIDED} from_on to_on said_at said_by"),
    _of_assignment(
        "Measure",
        gettext_lazy("Measures"),
        f"{CAPTURED} {VOIDED} kind on value side label client_id at noted_by",
    ),
    _of_assignment("MeasureAsked", gettext_lazy("Measures that were asked for"), "kind label by at"),
    _of_assignment("Note", gettext_lazy("Notes of the clinic"), f"{VOIDED} text by at"),
    _of_assignment("TriageMark", gettext_lazy("Marks in your physio’s list"), "about since until note by at"),
    Table(
        "patients.Discharge",
        gettext_lazy("Ends of treatment"),
        "id reason note by at closed_account over_at over_by was_undone",
        path="patient",
    ),
    Table(
        "patients.Transfer",
        gettext_lazy("Handing over to another clinic"),
        "id public_id of_clinic to_clinic consent_by consent_on consent_how asked_at asked_by accepted_at accepted_by "
        "withdrawn_at withdrawn_by",
        path="patient",
    ),
    Table(
        "patients.Flag",
        gettext_lazy("Alarms"),
        f"id public_id assignment {CAPTURED} client_id kind raised_at raised_by ticked_at mistake_at seen_at seen_by "
        "closed_at closed_by closing_words",
        path="patient",
    ),
    Table(
        "patients.Message",
        gettext_lazy("Messages"),
        "id client_id from_patient by text danger at seen_at seen_by",
        path="patient",
    ),
    Table(
        "patients.Invitation",
        gettext_lazy("Sign-in links"),
        "id address created_by created_at expires_at used_at withdrawn_at",
        path="patient",
    ),
    Table(
        "patients.AddressConfirmation",
        gettext_lazy("Letters that proved an address"),
        "id address created_at expires_at used_at withdrawn_at",
        of_user="user",
    ),
    Table("account.EmailAddress", gettext_lazy("Addresses that open it"), "id email verified primary", of_user="user"),
    Table(
        "usersessions.UserSession",
        gettext_lazy("Where you are signed in"),
        "id created_at last_seen_at ip user_agent",
        of_user="user",
    ),
    Table(
        "mfa.Authenticator",
        gettext_lazy("Second factors and passkeys"),
        "id type created_at last_used_at",
        of_user="user",
    ),
    Table(
        "patients.Reminders",
        gettext_lazy("What you are reminded of"),
        "id by_email by_push exercise exercise_at exercise_days morning morning_at morning_days put_off_to quiet_from "
        "quiet_to digest news agreed_at agreed_to",
        of_user="user",
    ),
    Table(
        "patients.PushSubscription",
        gettext_lazy("Phones that are notified"),
        "id made_at dropped_at gone_at",
        of_user="user",
    ),
    Table(
        "patients.Notice",
        gettext_lazy("Notices to you"),
        "id kind due_at claimed_at sent_at dropped_at outcome",
        of_user="user",
    ),
    Table(
        "patients.Letter",
        gettext_lazy("E-mails to you"),
        "id kind address due_at expires_at next_try_at tries claimed_at sent_at over_at outcome",
        of_user="user",
    ),
    Table(
        "patients.AuditEntry",
        gettext_lazy("Who opened or changed your record"),
        "id at by verb subject",
        path="patient",
    ),
)


SECRET = "a secret, or the hash of one: with it somebody else could come in"
WITHHELD = {
    "hhtclinic.User password": SECRET,
    "hhtclinic.User groups": "roles of who works here; a patient has none",
    "hhtclinic.User user_permissions": "as the groups",
    "patients.Patient user": "the account, a table of its own",
    "patients.Patient name_order": "the name, as lists are ordered by it",
    "patients.Patient name_alike": "the same for all names that read alike",
    "patients.Message patient": "the patient, who is the same in every row",
    "patients.Flag patient": "as above",
    "patients.Discharge patient": "as above",
    "patients.Transfer patient": "as above",
    "patients.Assignment patient": "as above",
    "patients.Invitation patient": "as above",
    "patients.AuditEntry patient": "as above",
    "patients.AuditEntry shown": "who else stood on the same list",
    "patients.Invitation token_hash": SECRET,
    "patients.AddressConfirmation token_hash": SECRET,
    "mfa.Authenticator data": SECRET,
    "usersessions.UserSession session_key": SECRET,
    "usersessions.UserSession data": "empty: the product writes nothing there",
    "patients.Reminders calendar_hash": SECRET,
    "patients.PushSubscription endpoint": SECRET,
    "patients.PushSubscription p256dh": SECRET,
    "patients.PushSubscription auth": SECRET,
    "patients.Notice key": "which row it was about; of somebody who works here that is another patient's",
    "patients.Patient erased_at": "empty while there is anything to give",
    "patients.Letter notice": "the notice, a table of its own",
    "patients.Letter subject": "of a letter with a secret in it; emptied or neutral once it went",
    "patients.Letter body": SECRET,
    **{
        f"{table.model} user": "the account, which is the same in every row"
        for table in TABLES
        if table.of_user == "user"
    },
}
ELSEWHERE = {
    "patients.Standing": "worked out of the other tables, for lists",
    "patients.Membership": "of who works here",
    "patients.OneTimeLink": "of who works here",
    "patients.SentForm": "keyed hashes of forms of the desk, forgotten after a week",
    "account.EmailConfirmation": "not used: letters that prove an address have a table of their own",
    "hhtclinic.User_groups": "roles of who works here",
    "hhtclinic.User_user_permissions": "roles of who works here",
    "admin.LogEntry": "acts of who works here",
}
WORK = "what somebody who works here did, to no patient"
NOT_THEIRS = {
    "patients.Clinic numbers_confirmed_by": WORK,
    "patients.Clinic purpose_accepted_by": WORK,
    "patients.WhatIf requested_by": WORK,
    "patients.Erasure by": WORK,
    "programs.ProgramVersion published_by": WORK,
    "programs.RemovedStage removed_by": WORK,
    "programs.Translation by": WORK,
    "programs.HistoricalGuidance history_user": WORK,
    "programs.HistoricalExercise history_user": WORK,
    "programs.HistoricalVariation history_user": WORK,
}

# What an erasure leaves; a test lists it again.
KEPT = ("patients.Patient", "hhtclinic.User", "patients.AuditEntry")
# When somebody entered something.
ENTERED = ("received_at", "at", "asked_at", "raised_at", "assigned_at", "ended_at", "said_at")
DAYS_A_YEAR = 365.25


def last_entry(patient: Patient) -> dt.datetime:
    """When anything was last entered about the patient, by whomever; the day they were added where nothing was."""
    newest = [patient.created_at]
    for table in TABLES:
        wanted = [name for name in ENTERED if name in table.names]
        if table.path and table.model not in KEPT and wanted:
            newest_of = {f"newest_{name}": Max(name) for name in wanted}
            newest += table.rows(patient).order_by().aggregate(**newest_of).values()
    return max(one for one in newest if one is not None)


def kept_until(patient: Patient) -> dt.datetime:
    """The end of the clinic's retention term, counted from the last entry."""
    return last_entry(patient) + dt.timedelta(days=patient.clinic.retention_years * DAYS_A_YEAR)
