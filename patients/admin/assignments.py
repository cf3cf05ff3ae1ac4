"""Assignments of the own clinics' patients, to read: they are made on the patient's page and changed by decisions."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.admin.columns import days_in_stage, last_log, stage_of
from patients.admin.looked_at import LookedAtAdmin
from patients.models import Assignment
from programs import clock
from programs.editor.base import ReadOnlyAdmin


class StageFilter(admin.SimpleListFilter):
    title = gettext_lazy("stage")
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        positions = model_admin.get_queryset(request).order_by("standing__stage__position")
        found = positions.values_list("standing__stage__position", flat=True).distinct()
        return [(str(position), _("Stage %s") % position) for position in found]

    def queryset(self, request, queryset):
        known = [value for value, _label in self.lookup_choices]
        return queryset.filter(standing__stage__position=self.value()) if self.value() in known else queryset


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("running", _("Running")), ("ended", _("Ended"))]

    def queryset(self, request, queryset):
        if self.value() in ("running", "ended"):
            return queryset.filter(ended_at__isnull=self.value() == "running")
        return queryset


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin, LookedAtAdmin):
    list_display = ("patient", "programme", "stage", "day", "last_log", "started")
    list_filter = (StageFilter, StateFilter)
    search_fields = ("patient__name",)
    sortable_by = ("patient", "started")
    change_form_template = "admin/patients/assignment/change_form.html"
    change_list_template = "admin/patients/assignment/change_list.html"

    opened = "assignment.opened"

    def patient_of(self, obj):
        return obj.patient

    def get_queryset(self, request):
        return Assignment.objects.in_care_of(request.user).with_its_page()

    @admin.display(description=gettext_lazy("programme"))
    def programme(self, assignment):
        return assignment.version

    @admin.display(description=gettext_lazy("stage"))
    def stage(self, assignment):
        return stage_of(assignment, clock.now())

    @admin.display(description=gettext_lazy("days in stage"))
    def day(self, assignment):
        return _("ended") if assignment.ended_at else days_in_stage(assignment, clock.now())

    @admin.display(description=gettext_lazy("last log"))
    def last_log(self, assignment):
        return last_log(assignment, clock.now())

    @admin.display(description=gettext_lazy("started"), ordering="started_on")
    def started(self, assignment):
        return assignment.started_on

    def render_change_form(self, request, context, obj=None, **options):
        context |= {
            "stage": self.stage(obj),
            "day": self.day(obj),
            "last_log": self.last_log(obj),
            "stage_changes": obj.stage_changes.select_related("stage", "by"),
            "directives": obj.directives.select_related("by"),
        }
        return super().render_change_form(request, context, obj=obj, **options)
