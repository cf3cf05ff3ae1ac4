"""Patients of the own clinics: list, page, adding one, a programme for one or several, the sign-in link."""

from http import HTTPStatus

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients import access, services
from patients.admin import assigning, links
from patients.admin.columns import days_in_stage, last_log, stage_of
from patients.admin.looked_at import LookedAtAdmin
from patients.forms.desk.registration import NewPatientForm, PatientForm
from patients.models import Assignment, Patient
from programs import clock


class ProgrammeFilter(admin.SimpleListFilter):
    title = gettext_lazy("programme")
    parameter_name = "programme"

    def lookups(self, request, model_admin):
        return [("running", _("Running")), ("none", _("None"))]

    def queryset(self, request, queryset):
        running = Assignment.objects.active().values("patient")
        if self.value() == "running":
            return queryset.filter(pk__in=running)
        if self.value() == "none":
            return queryset.exclude(pk__in=running)
        return queryset


class InCareFilter(admin.SimpleListFilter):
    """Who is in care, where nothing else is asked for."""

    title = gettext_lazy("care")
    parameter_name = "care"

    def lookups(self, request, model_admin):
        return [("discharged", _("Discharged")), ("all", _("All"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [first | {"display": _("In care")}, *others]

    def queryset(self, request, queryset):
        if self.value() == "discharged":
            return queryset.exclude(pk__in=Patient.objects.current().values("pk"))
        return queryset if self.value() == "all" else queryset.current()


@admin.register(Patient)
class PatientAdmin(LookedAtAdmin):
    form = PatientForm
    list_display = ("name", "physio", "stage", "day", "last_log", "identifiers")
    list_filter = (InCareFilter, ProgrammeFilter)
    search_fields = ("name",)
    sortable_by = ("name",)
    actions = ("assign_several",)
    fieldsets = (
        (None, {"fields": (("name", "email"), ("born_on", "record_number"), "phone", ("physio", "time_zone"))}),
        (
            gettext_lazy("Beside the patient"),
            {"fields": (("emergency_name", "emergency_phone"), ("gp_name", "gp_practice"), "gp_phone")},
        ),
    )
    readonly_fields = ("email",)
    change_form_template = "admin/patients/patient/change_form.html"
    change_list_template = "admin/patients/patient/change_list.html"

    def get_fieldsets(self, request, obj=None):
        """An installation in English alone asks for no language."""
        more = [(None, {"fields": ("language",)})] if settings.CONTENT_LANGUAGES else []
        return [*self.fieldsets, *more]

    def get_queryset(self, request):
        running = Assignment.objects.active().with_its_page()
        return (
            Patient.objects.in_care_of(request.user)
            .select_related("clinic", "physio", "user")
            .prefetch_related(Prefetch("assignments", running, to_attr="running"))
        )

    def has_add_permission(self, request):
        return super().has_add_permission(request) and access.is_clinician(request.user)

    def has_assign_permission(self, request):
        return request.user.has_perm("patients.add_assignment")

    def get_urls(self):
        view, again = self.admin_site.admin_view, reauthentication_required(app="allauth.account")
        mine = [
            path("assign/", view(self.assign_several_view), name="patients_patient_assign_several"),
            path("<uuid:patient_id>/assign/", view(self.assign_view), name="patients_patient_assign"),
            path("<uuid:patient_id>/link/", view(again(self.link_view)), name="patients_patient_link"),
        ]
        return mine + super().get_urls()

    def page(self, request, template, *, form=None, refused=False, **context):
        """An own page of this admin; `refused` where it says what is wrong, as it does with a form that has errors."""
        status = HTTPStatus.UNPROCESSABLE_ENTITY if refused or (form and form.errors) else HTTPStatus.OK
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "form": form}
        return TemplateResponse(request, f"admin/patients/patient/{template}.html", frame | context, status=status)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.now = clock.now()
        return form

    # the list

    @admin.display(description=gettext_lazy("told apart by"))
    def identifiers(self, patient):
        return patient.identifiers

    @admin.display(description=gettext_lazy("stage"), empty_value=gettext_lazy("no programme"))
    def stage(self, patient):
        return stage_of(patient.running[0], clock.now()) if patient.running else None

    @admin.display(description=gettext_lazy("days in stage"))
    def day(self, patient):
        return days_in_stage(patient.running[0], clock.now()) if patient.running else None

    @admin.display(description=gettext_lazy("last log"))
    def last_log(self, patient):
        return last_log(patient.running[0], clock.now()) if patient.running else None

    @admin.action(description=gettext_lazy("Assign programme to selected patients"), permissions=["assign"])
    def assign_several(self, request, queryset):
        return assigning.several_page(self, request, list(queryset))

    # one patient

    @admin.display(description=gettext_lazy("e-mail"))
    def email(self, patient):
        return patient.email

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = NewPatientForm(request.user, access.clinics_of(request.user), clock.now(), request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                patient = services.add_patient(by=request.user, now=clock.now(), **form.person)
            except services.Refused as refusal:
                form.add_error("email", str(refusal))
            else:
                messages.success(request, _("%(name)s is added. Now assign a programme.") % {"name": patient})
                return redirect("admin:patients_patient_change", patient.pk)
        if form.alike:
            access.record_list(request.user, "patients.listed", form.alike)
        return self.page(request, "add", form=form)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "physio" in form.changed_data:
            services.note_handed_over(obj, by=request.user)
        obj.user.name = obj.name
        obj.user.save(update_fields=["name"])

    def log_change(self, request, obj, message):
        """An audit row in place of Django's own, which would keep the patient's name."""
        access.record(request.user, "patient.changed", obj)

    def response_post_save_change(self, request, obj):
        return redirect("admin:patients_patient_change", obj.pk)

    def render_change_form(self, request, context, obj=None, **options):
        running = obj.running[0] if obj.running else None
        now = clock.now()
        context |= {
            "running": running,
            "stage": running and stage_of(running, now),
            "day": running and days_in_stage(running, now),
            "last_log": running and last_log(running, now),
            "discharge": obj.discharges.in_force().first(),
            "link": obj.latest_link(),
            "now": now,
            "may_assign": self.has_assign_permission(request),
            "may_invite": request.user.has_perm("patients.add_invitation"),
        }
        return super().render_change_form(request, context, obj=obj, **options)

    # own pages

    def assign_view(self, request, patient_id):
        self._require("patients.add_assignment", request)
        return assigning.assign_page(self, request, access.patient_in_care(request.user, patient_id))

    def assign_several_view(self, request):
        self._require("patients.add_assignment", request)
        return assigning.assign_posted(self, request)

    def link_view(self, request, patient_id):
        self._require("patients.add_invitation", request)
        return links.link_page(self, request, access.patient_in_care(request.user, patient_id))

    def _require(self, permission, request):
        if not request.user.has_perm(permission):
            raise PermissionDenied
