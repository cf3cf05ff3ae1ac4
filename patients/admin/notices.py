"""What went out and what did not, for the administrator: ids, times and kinds alone."""

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.models import Notice
from programs.editor.base import ReadOnlyAdmin

STATES = {
    "unsent": {"claimed_at__isnull": False, "sent_at": None, "dropped_at": None},
    "waiting": {"claimed_at": None, "dropped_at": None},
    "sent": {"sent_at__isnull": False},
}


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("unsent", _("claimed, not sent")), ("waiting", _("waiting")), ("sent", _("sent"))]

    def queryset(self, request, queryset):
        return queryset.filter(**STATES.get(self.value(), {}))


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """A notice that was claimed and not sent is one whose sender died; it is never sent again."""

    fields = readonly_fields = list_display = ("due", "kind", "whose", "state", "outcome")
    list_display_links = None
    list_filter = (StateFilter, "kind")
    list_select_related = ("user",)
    ordering = ("-due_at", "-pk")

    @admin.display(description=gettext_lazy("due"), ordering="due_at")
    def due(self, notice):
        return date_format(localtime(notice.due_at), "j M Y, H:i:s")

    @admin.display(description=gettext_lazy("to"))
    def whose(self, notice):
        return notice.user if notice.user.is_staff else _("account %s") % notice.user_id

    @admin.display(description=gettext_lazy("state"))
    def state(self, notice):
        if notice.sent_at:
            return _("sent")
        if notice.dropped_at:
            return _("dropped")
        return _("claimed, not sent") if notice.claimed_at else _("waiting")
