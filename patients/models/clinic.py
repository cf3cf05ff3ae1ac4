"""Clinics, their programmes, and who is treated there."""

import datetime as dt
import uuid
import zoneinfo
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from patients.domain.countries import countries
from patients.domain.opening_hours import OpeningHours, hours_of
from patients.models.membership import Membership
from patients.models.user import AnyUser
from patients.wording import hours_words, identifiers
from programs.prepared import ID, Given, prepared
from programs.progression.time_zones import zone_names


def validate_time_zone(name: str) -> None:
    if name not in zone_names():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Use a name such as Europe/London."), params={"name": name}
        )


def validate_country(code: str) -> None:
    if code not in countries():
        raise ValidationError(_("“%(code)s” is no country whose numbers are known here."), params={"code": code})


NUMBERS = (
    "country",
    "phone",
    "emergency_phone",
    "out_of_hours_phone",
    "out_of_hours_name",
    "crisis_phone",
    "crisis_name",
)


def weekend() -> list[int]:
    return [6, 7]


def office_hours() -> list[list[list[str]]]:
    """What a new clinic's form begins with, to be changed; Monday first."""
    return [*([["08:00", "18:00"]] for _day in range(5)), [], []]


class Asked(models.TextChoices):
    """Whether something is asked of a new patient."""

    NO = "no", _("not asked")
    MAY = "may", _("asked, and may be left out")
    MUST = "must", _("required")


class Clinic(models.Model):
    """A practice, with the numbers a patient is told to call. `languages` are those its patients may be offered beside
    English; none is every one that the installation has."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/London", validators=[validate_time_zone]
    )
    phone = models.CharField(_("phone"), max_length=40)
    address = models.CharField(_("address"), max_length=300, blank=True, default="", db_default="")
    languages = models.JSONField(
        _("languages of the exercises"), default=list, db_default=models.Value([], models.JSONField()), blank=True
    )
    opening_hours = models.CharField(max_length=120, blank=True, editable=False)  # asked no more
    hours = models.JSONField(
        _("opening hours"), default=office_hours, db_default=models.Value([], models.JSONField()), blank=True
    )
    closed_dates = models.JSONField(
        _("closed on these dates"), default=list, db_default=models.Value([], models.JSONField()), blank=True
    )
    country = models.CharField(
        _("country"), max_length=2, blank=True, default="", db_default="", validators=[validate_country]
    )
    out_of_hours_phone = models.CharField(_("urgent advice: number"), max_length=40, blank=True)
    out_of_hours_name = models.CharField(_("urgent advice: who answers"), max_length=80, blank=True)
    emergency_phone = models.CharField(_("emergency number"), max_length=40, blank=True)
    crisis_phone = models.CharField(_("crisis line: number"), max_length=40, blank=True)
    crisis_name = models.CharField(_("crisis line: who answers"), max_length=80, blank=True)
    numbers_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # No constraint of the database: making it would lock the accounts while patients sign in.
    numbers_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        db_constraint=False,
    )
    confirmed_numbers = models.JSONField(
        default=dict, db_default=models.Value({}, models.JSONField()), blank=True, editable=False
    )
    silent_days = models.PositiveSmallIntegerField(
        _("chase after days without a log"),
        default=7,
        help_text=_("Our choice: a week covers every plan from daily to three times a week. No study fixes it."),
    )
    missing_mornings = models.PositiveSmallIntegerField(
        _("chase after mornings without an answer"),
        default=3,
        db_default=3,
        help_text=_("In the last 7 days, after days with a session. Our choice; no study fixes it."),
    )
    retention_years = models.PositiveSmallIntegerField(
        _("keep a record for years after its last entry"),
        default=10,
        db_default=10,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("Ten is our choice; the law differs by country, so ask what holds for you."),
    )
    message_days = models.PositiveSmallIntegerField(
        _("chase an unread message after working days"), default=1, db_default=1, help_text=_("Our choice.")
    )
    stuck_days = models.PositiveSmallIntegerField(
        _("chase after days in one stage"),
        default=42,
        db_default=42,
        help_text=_("Six weeks, as the built-in programme's review; our choice."),
    )
    closed_weekdays = models.JSONField(default=weekend, blank=True, editable=False)  # asked no more
    alarm_minutes = models.PositiveSmallIntegerField(
        _("minutes until an unopened alarm goes to others"),
        default=30,
        db_default=30,
        help_text=_("Within opening hours. Our choice; no study fixes it."),
    )
    # What a patient's own page of reminders begins with; nothing is sent before they ask.
    exercise_at = models.TimeField(
        _("on exercise days, at"), default=dt.time(17, 0), db_default=models.Value(dt.time(17, 0))
    )
    morning_at = models.TimeField(
        _("for the morning question, at"), default=dt.time(7, 30), db_default=models.Value(dt.time(7, 30))
    )
    quiet_from = models.TimeField(_("quiet from"), default=dt.time(21, 0), db_default=models.Value(dt.time(21, 0)))
    quiet_to = models.TimeField(_("quiet until"), default=dt.time(7, 0), db_default=models.Value(dt.time(7, 0)))
    ask_born_on = models.CharField(
        _("date of birth"), max_length=4, choices=Asked, default=Asked.MAY, db_default=Asked.MAY
    )
    ask_record_number = models.CharField(
        _("own record number"), max_length=4, choices=Asked, default=Asked.MAY, db_default=Asked.MAY
    )
    engine_on = models.BooleanField(
        _("suggestions on"), default=True, help_text=_("Off: patients go on logging, and no rule runs.")
    )
    # Which wording of the intended purpose was accepted, for the clinic; of one made before that was asked, none.
    purpose_accepted = models.CharField(max_length=20, blank=True, default="", db_default="", editable=False)
    purpose_accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    purpose_accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        db_constraint=False,
    )

    class Meta:
        ordering = ("name",)
        verbose_name = _("clinic")
        verbose_name_plural = _("clinics")

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def when_open(self) -> OpeningHours:
        return hours_of(self)

    @property
    def numbers(self) -> dict[str, str]:
        """What a person of the clinic confirms: the country and every number with who answers it."""
        return {column: getattr(self, column) for column in NUMBERS}

    @property
    def numbers_are_confirmed(self) -> bool:
        """Whether a person stands for the numbers as they are now; any change takes that back."""
        return self.numbers_confirmed_at is not None and self.confirmed_numbers == self.numbers

    @property
    def to_dial(self) -> list[str]:
        """Every number of the clinic's that a sentence may name."""
        return [self.phone, self.emergency_phone, self.out_of_hours_phone, self.crisis_phone]

    @property
    def hours_in_words(self) -> str:
        return hours_words(self.when_open)


class ClinicProgram(models.Model):
    """A programme that a clinic has chosen to assign."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="program_choices")
    program = models.ForeignKey(
        "programs.Program", on_delete=models.PROTECT, related_name="+", verbose_name=_("programme")
    )

    class Meta:
        verbose_name = _("programme of the clinic")
        verbose_name_plural = _("programmes of the clinic")
        constraints = (models.UniqueConstraint(fields=("clinic", "program"), name="program_once_a_clinic"),)

    def __str__(self) -> str:
        return str(self.program)


class PatientQuerySet(models.QuerySet["Patient"]):
    def in_care_of(self, user: AnyUser) -> Self:
        """Patients of the clinics `user` is a physio of now; nobody for anybody else, a clinic's administrator and
        superusers included."""
        return self.treated_by(user.pk) if user.is_authenticated else self.none()

    def treated_by(self, physio: "int | Given") -> Self:
        """The same of the user with that id."""
        clinics = Membership.objects.treating().filter(user=physio).values("clinic_id")
        return self.filter(clinic__in=clinics, erased_at=None)

    def current(self) -> Self:
        """Patients who are in care: nobody who is discharged. Every list of patients, and every count, asks for these;
        but an alarm that comes in stands among those to call whoever it is of."""
        return self.exclude(discharges__over_at=None, discharges__isnull=False)

    def without_programme(self) -> Self:
        """Patients with no running programme: none yet, or one that ended."""
        return self.exclude(assignments__ended_at=None, assignments__isnull=False)


class Patient(models.Model):
    """`email` is where the clinic writes to, which several may share; whether it opens the account says `User.email`.
    `language` is that of the content, "" for English; the interface is English for everybody. `zone_before` is the
    time zone before the patient followed the phone's, "" where they did not; `zone_kept_from` the phone's that they did
    not want to follow. `name_order` is the name as lists are ordered by it and searched, `name_alike` the same for all
    names that read alike; none where the name is another since, which a trigger sees to."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="patients", verbose_name=_("clinic"))
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="patient", editable=False
    )
    physio = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="caseload", verbose_name=_("physio")
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"), blank=True, default="", db_default="")
    phone = models.CharField(_("the patient’s own phone"), max_length=40, blank=True, default="", db_default="")
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    record_number = models.CharField(_("record number"), max_length=40, blank=True, default="", db_default="")
    emergency_name = models.CharField(_("emergency contact"), max_length=80, blank=True, default="", db_default="")
    emergency_phone = models.CharField(
        _("phone of the emergency contact"), max_length=40, blank=True, default="", db_default=""
    )
    gp_name = models.CharField(_("GP"), max_length=80, blank=True, default="", db_default="")
    gp_practice = models.CharField(_("practice of the GP"), max_length=120, blank=True, default="", db_default="")
    gp_phone = models.CharField(_("phone of the GP"), max_length=40, blank=True, default="", db_default="")
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/London", validators=[validate_time_zone]
    )
    language = models.CharField(_("language of the exercises"), max_length=12, blank=True, default="", db_default="")
    zone_before = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    zone_kept_from = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)
    name_order = models.TextField(null=True, editable=False)  # noqa: DJ001  # none is not yet
    name_alike = models.CharField(max_length=32, null=True, editable=False)  # noqa: DJ001  # the same

    objects = PatientQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name = _("patient")
        verbose_name_plural = _("patients")
        constraints = (
            models.UniqueConstraint(
                "clinic",
                Lower("record_number"),
                condition=~Q(record_number=""),
                name="record_number_once_a_clinic",
            ),
        )
        indexes = (models.Index(fields=("clinic", "name_alike"), name="patient_name_alike"),)

    def __str__(self) -> str:
        return self.name or gettext("erased record")

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def identifiers(self) -> str:
        """By what the patient is told apart from another of the same name, "" where nothing is noted."""
        return identifiers(self.born_on, self.record_number)

    @property
    def address_opens(self) -> bool:
        """Whether the address was used, so that codes may go to it."""
        return bool(self.email) and self.user.email == self.email

    def latest_link(self) -> "Invitation | None":
        """Of a link that was shown and mailed, the one that was used, else the one that was mailed."""
        return next(iter(_latest_links(patient=self.pk)), None)

    def today(self, now: dt.datetime) -> dt.date:
        """The patient's local date at the instant `now`."""
        return now.astimezone(self.zone).date()


@prepared(patient=ID)
def _latest_links(patient: Given) -> "InvitationQuerySet":
    links = Invitation.objects.filter(patient=patient)
    return links.order_by("-created_at", models.F("used_at").asc(nulls_last=True), "-pk")[:1]


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def usable(self, now: dt.datetime) -> Self:
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """A one-time sign-in link. Only the hash of its secret is kept. `address` is where it was mailed to: a link that
    was shown is another, for whoever used that one has proved nothing of a mailbox."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    address = models.EmailField(blank=True, default="", db_default="")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("sign-in link")
        verbose_name_plural = _("sign-in links")
        constraints = (
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(withdrawn_at=None), name="invitation_used_or_withdrawn_not_both"
            ),
        )

    def __str__(self) -> str:
        return _("sign-in link of %(date)s") % {"date": self.created_at.date()}

    def notice(self) -> models.Model | None:
        """What tells of it by e-mail, where that was asked for."""
        return self.patient.user.notices.filter(key=f"invitation:{self.pk}").first()
