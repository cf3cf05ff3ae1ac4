"""An admin that works without script: no pop-ups, nothing deleted, plain HTML fields that our templates label."""

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import IntegrityError, models
from django.utils.html import format_html
from django.utils.translation import gettext as _

from programs.constraints import broke
from programs.editor.forms import WHOLE_NUMBER, date_input, datetime_input
from programs.editor.revised import RevisedAdmin


class TextField(forms.CharField):
    """Lines that end as they do in the tables, whatever a browser sends: the same text is the same."""

    def to_python(self, value):
        return super().to_python(_with_plain_ends(value))

    def has_changed(self, initial, data):
        return super().has_changed(_with_plain_ends(initial or "").strip(), _with_plain_ends(data or "").strip())


def _with_plain_ends(value):
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


class PlainFields:
    formfield_overrides = {
        models.CharField: {"widget": forms.TextInput},
        models.TextField: {"form_class": TextField, "widget": forms.Textarea(attrs={"rows": 3})},
        models.IntegerField: {"widget": forms.TextInput(attrs=WHOLE_NUMBER)},
        models.DateField: {"widget": date_input()},
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": datetime_input()},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The field without the buttons that open pop-ups, and with a word where nothing is chosen."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        if getattr(field, "empty_label", None):
            field.empty_label = _("choose")
        return field

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if not db_field.has_default():
            kwargs.setdefault("choices", db_field.get_choices(blank_choice=[("", _("choose"))]))
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def has_delete_permission(self, request, obj=None):
        return False


class PlainAdmin(PlainFields, RevisedAdmin):
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    empty_value_display = "–"

    @property
    def media(self):
        return forms.Media()

    def changeform_view(self, request, *args, **kwargs):
        """Where somebody else was first between the check and the row, the check says so at the second try."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError as error:
            if not any(broke(error, model) for model in (self.model, *(rows.model for rows in self.inlines))):
                raise
            return super().changeform_view(request, *args, **kwargs)

    @admin.display(description="")
    def action_checkbox(self, obj):
        """A box with a full target and the row's name."""
        return format_html(
            '<label class="tick"><input class="form-check-input" type="checkbox" name="{}" value="{}">'
            '<span class="visually-hidden">{}</span></label>',
            ACTION_CHECKBOX_NAME,
            obj.pk,
            _("Select %(name)s") % {"name": obj},
        )


class PlainRows(PlainFields, admin.TabularInline):
    """Rows of a form; two empty ones stand for a button that would need script."""

    extra = 2

    @property
    def media(self):
        return forms.Media()


class ReadOnlyAdmin(PlainAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
