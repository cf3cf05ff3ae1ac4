"""The content editor's pages for guidance cards: live at once, every wording kept."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from programs.editor.base import PlainAdmin
from programs.guidance import Guidance

MOST_WORDS = 80  # about 60 are asked for; this is where a card stops being one


class GuidanceForm(forms.ModelForm):
    class Meta:
        model = Guidance
        fields = (
            "title",
            "body",
            "source",
            "grounds",
            "topic",
            "place",
            "program",
            "from_stage",
            "to_stage",
            "position",
            "words",
            "live",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "program" in self.fields:
            self.fields["program"].empty_label = _("every programme")

    def clean_body(self):
        body = self.cleaned_data["body"].strip()
        if len(body.split()) > MOST_WORDS:
            raise ValidationError(_("This is too long for a card. Please keep it to about 60 words."))
        return body

    def clean(self):
        data = super().clean()
        first, last = data.get("from_stage"), data.get("to_stage")
        if first and last and last < first:
            self.add_error("to_stage", _("The last stage cannot come before the first."))
        return data

    def save(self, commit=True):
        card = self.instance
        if not card.slug:
            card.slug = _free_slug(card.title)
        return super().save(commit)


def _free_slug(title):
    base = slugify(title)[:40] or "card"
    taken = set(Guidance.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if slug not in taken)


@admin.register(Guidance)
class GuidanceAdmin(PlainAdmin, SimpleHistoryAdmin):
    form = GuidanceForm
    list_display = ("title", "topic", "place", "stages", "grounds", "live")
    list_filter = ("place", "grounds")
    search_fields = ("title", "words", "body")
    fieldsets = (
        (None, {"fields": ("title", "body", ("source", "grounds"))}),
        (gettext_lazy("Where it stands"), {"fields": (("topic", "place"), ("program", "from_stage", "to_stage"))}),
        (gettext_lazy("In lists and searches"), {"fields": ("words", ("position", "live"))}),
    )
    object_history_template = "admin/programs/exercise/history.html"
    object_history_form_template = "admin/programs/exercise/history_form.html"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("program")

    @admin.display(description=gettext_lazy("stages"))
    def stages(self, card):
        if card.from_stage is None and card.to_stage is None:
            return _("all")
        first, last = card.from_stage or 1, card.to_stage or _("last")
        return str(first) if first == last else f"{first}–{last}"

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """An earlier wording, to be brought back by editors alone."""
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)
