"""What the administration says of what is retired, and the way to retire it."""

from django.contrib import admin
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.editor.base import PlainAdmin, PlainRows


class RetirableAdmin(PlainAdmin):
    """A list says what is retired, and since when; what a stage is offered while somebody types is on offer."""

    @admin.display(description=gettext_lazy("retired"))
    def retired(self, row):
        return row.retired_at and date_format(localtime(row.retired_at), "j M Y")

    def get_search_results(self, request, queryset, search_term):
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        return (found.offered() if request.resolver_match.url_name == "autocomplete" else found), may_repeat


class RetirableRows(PlainRows):
    def get_readonly_fields(self, request, obj=None):
        return ("offer",) if self.has_change_permission(request, obj) else ()

    @admin.display(description=gettext_lazy("on offer"))
    def offer(self, row):
        if row.pk is None:
            return "–"
        words = _("Retired. Bring it back") if row.retired_at else _("Retire or delete")
        address = reverse("retire", args=[row._meta.model_name, row.pk])
        return format_html('<a class="hit" href="{}">{}</a>', address, words)
