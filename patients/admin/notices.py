"""What went out and what did not, for the administrator: ids, times and kinds alone."""

from django.contrib import admin
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.models import Notice
from programs.editor.base import ReadOnlyAdmin

HAS_A_LETTER_THAT_WAITS = Q(letter__isnull=False, letter__over_at=None)
STATES = {
    "unsent": Q(claimed_at__isnull=False, sent_at=None, dropped_at=None) & ~HAS_A_LETTER_THAT_WAITS,
    "waiting": Q(claimed_at=None, dropped_at=None) | HAS_A_LETTER_THAT_WAITS,
    "sent": Q(sent_at__isnull=False),
}


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("unsent", _("claimed, not sent")), ("waiting", _("waiting")), ("sent", _("sent"))]

    def queryset(self, request, queryset):
        return queryset.filter(STATES.get(self.value(), Q()))


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """A notice that was claimed, was not sent and has no letter that waits is never sent again: `outcome` says why, or
    its sender died."""

    fields = readonly_fields = list_display = ("due", "kind", "whose", "state", "outcome")
    list_display_links = None
    list_filter = (StateFilter, "kind")
    list_select_related = ("user", "letter")
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
        letter = getattr(notice, "letter", None)
        waits = letter.over_at is None if letter else notice.claimed_at is None
        return _("waiting") if waits else _("claimed, not sent")
