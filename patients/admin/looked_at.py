"""Pages of the admin that show patients: each answer leaves an audit row about whom it shows."""

from patients import access
from programs.editor.base import PlainAdmin


class LookedAtAdmin(PlainAdmin):
    """`opened` is the verb of a page about one row; `patient_of` says whom a row is about."""

    opened = "patient.opened"

    def patient_of(self, obj):
        return obj

    def changelist_view(self, request, extra_context=None):
        answer = super().changelist_view(request, extra_context)
        changes = (getattr(answer, "context_data", None) or {}).get("cl")
        if changes:
            access.record_list(request.user, "patients.listed", map(self.patient_of, changes.result_list))
        return answer

    def history_view(self, request, object_id, extra_context=None):
        answer = super().history_view(request, object_id, extra_context)
        if hasattr(answer, "context_data"):
            self.record_look(request, answer.context_data["object"])
        return answer

    def render_change_form(self, request, context, obj=None, **options):
        self.record_look(request, obj)
        return super().render_change_form(request, context, obj=obj, **options)

    def record_look(self, request, obj):
        access.record(request.user, self.opened, self.patient_of(obj))
