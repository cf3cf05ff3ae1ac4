"""The administrator's rows: clinics, who works there, which programmes they use, and the audit. No patient is named."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients import access
from patients.domain.countries import countries
from patients.forms.contact import say_what_is_quiet, time_field
from patients.forms.desk.clinic import DAYS, AbsencesField, ClosedDatesField, WeekForm
from patients.models import AuditEntry, CannedText, Clinic, ClinicProgram, Membership
from patients.services.groups import welcome
from programs.editor.base import PlainAdmin, PlainRows, ReadOnlyAdmin
from programs.models import Program


class MembershipForm(forms.ModelForm):
    """Who and what stay as they were given. The team's page ends a membership: it asks who takes the patients over."""

    aways = AbsencesField(
        label=gettext_lazy("Away"),
        required=False,
        help_text=gettext_lazy("One absence a line, both days included, such as 2026-03-16 to 2026-03-20."),
    )

    class Meta:
        model = Membership
        fields = ("user", "role", "aways")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = get_user_model().objects.filter(patient=None).order_by("name")
        if self.instance.pk:
            self.fields["user"].disabled = self.fields["role"].disabled = True


class MembershipRows(PlainRows):
    model = Membership
    form = MembershipForm
    fields = ("user", "role", "aways", "left_at")
    readonly_fields = ("left_at",)
    extra = 1


class ProgramForm(forms.ModelForm):
    class Meta:
        model = ClinicProgram
        fields = ("program",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "program" in self.fields:
            self.fields["program"].queryset = Program.objects.offered(beside=self.instance.program_id)


class ProgramRows(PlainRows):
    model = ClinicProgram
    form = ProgramForm
    extra = 1

    def has_delete_permission(self, request, obj=None):
        """A programme may be taken off the list; who has been assigned it keeps it."""
        return self.has_change_permission(request, obj)


class CannedTextRows(PlainRows):
    model = CannedText
    extra = 1

    def has_delete_permission(self, request, obj=None):
        """A text is a pattern to copy from; what was sent stays as it was written."""
        return self.has_change_permission(request, obj)


class ClinicForm(WeekForm):
    closed_dates = ClosedDatesField(
        label=gettext_lazy("Closed on these dates"),
        required=False,
        help_text=gettext_lazy("Holidays, one a line, such as 2026-12-25 or 25 December 2026."),
    )

    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        required=False,
        choices=lambda: [("", _("choose")), *((one.code, one.name) for one in countries().values())],
        help_text=gettext_lazy("Another country brings its numbers, where these are not changed with it."),
    )

    exercise_at = time_field(gettext_lazy("On exercise days, at"))
    morning_at = time_field(gettext_lazy("For the morning question, at"))
    quiet_from = time_field(gettext_lazy("Quiet from"))
    quiet_to = time_field(gettext_lazy("Quiet until"))

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages of the exercises"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [*settings.CONTENT_LANGUAGES.items()],
        help_text=gettext_lazy("What a patient may be offered beside English. None ticked: all that there are."),
    )

    class Meta:
        model = Clinic
        fields = ("closed_dates", "country", "languages")

    def clean(self):
        data = super().clean()
        say_what_is_quiet(self, ("exercise_at", "morning_at"))
        country = countries().get(data.get("country"))
        if country and "country" in self.changed_data and not {*self.changed_data} & {*country.numbers}:
            data |= country.numbers
        return data


@admin.register(Clinic)
class ClinicAdmin(PlainAdmin):
    form = ClinicForm
    inlines = (MembershipRows, ProgramRows, CannedTextRows)
    list_display = ("name", "time_zone", "phone")
    readonly_fields = ("confirmed",)
    fieldsets = (
        (None, {"fields": (("name", "time_zone"), ("phone", "address"), "engine_on")}),
        (
            gettext_lazy("Open"),
            {
                "fields": (DAYS[:2], DAYS[2:4], DAYS[4:6], (DAYS[6], "closed_dates"), "alarm_minutes"),
                "description": gettext_lazy(
                    "From and to, such as 8:00 to 18:00, or 8-12, 13-18. Nothing means closed. Patients read it, and "
                    "the minutes count within these hours."
                ),
            },
        ),
        (
            gettext_lazy("Whom to chase"),
            {"fields": (("silent_days", "missing_mornings"), ("message_days", "stuck_days"), "retention_years")},
        ),
        (
            gettext_lazy("What a patient’s reminders begin with"),
            {
                "fields": (("exercise_at", "morning_at"), ("quiet_from", "quiet_to")),
                "description": gettext_lazy(
                    "Times that a patient finds on the page of reminders and may change. Nothing is sent before they "
                    "ask for it there; whoever has saved that page keeps their own times."
                ),
            },
        ),
        (
            gettext_lazy("Asked of a new patient"),
            {"fields": (("ask_born_on", "ask_record_number"),)},
        ),
        (
            gettext_lazy("Whom a patient calls"),
            {
                "fields": (
                    ("country", "emergency_phone"),
                    ("out_of_hours_phone", "out_of_hours_name"),
                    ("crisis_phone", "crisis_name"),
                    "confirmed",
                )
            },
        ),
    )

    def get_fieldsets(self, request, obj=None):
        """Languages are asked about where the installation has any."""
        shown = super().get_fieldsets(request, obj)
        if settings.CONTENT_LANGUAGES:
            return (*shown, (gettext_lazy("Languages"), {"fields": ("languages",)}))
        return shown

    def get_queryset(self, request):
        """Every clinic for the installation's administrator, who sees no patient; for a clinic's, the own."""
        clinics = super().get_queryset(request)
        if request.user.is_superuser:
            return clinics
        return clinics.filter(pk__in=[clinic.pk for clinic in access.clinics_run_by(request.user)])

    @admin.display(description=gettext_lazy("confirmed"))
    def confirmed(self, clinic):
        if not clinic.numbers_are_confirmed:
            return _("Not yet. Somebody of the clinic does it under “Clinic”; until then no programme can begin.")
        day = date_format(localtime(clinic.numbers_confirmed_at), "j M Y")
        return _("%(day)s, %(name)s") % {"day": day, "name": clinic.numbers_confirmed_by or "–"}

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        if formset.model is Membership:
            for membership in formset.new_objects:
                welcome(membership.user, membership.role)
                access.record(request.user, f"member.given.{membership.role}", subject=membership.user_id)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Ids and verbs alone: an administrator reads who did what, never whose name is behind a patient's id."""

    fields = readonly_fields = list_display = ("when", "who", "verb", "whose", "subject")
    list_display_links = None
    list_filter = ("verb",)
    list_select_related = ("by", "patient")

    @admin.display(description=gettext_lazy("when"), ordering="at")
    def when(self, entry):
        return date_format(localtime(entry.at), "j M Y, H:i:s")

    @admin.display(description=gettext_lazy("who"))
    def who(self, entry):
        if entry.by is None or entry.by.is_staff:
            return entry.by
        return _("account %s") % entry.by_id

    @admin.display(description=gettext_lazy("patient"))
    def whose(self, entry):
        return entry.patient and entry.patient.public_id
