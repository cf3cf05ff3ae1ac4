"""An admin in which nobody overwrites what another wrote after the page was opened."""

from dataclasses import replace
from http import HTTPStatus

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from programs.editor import revision
from programs.editor.forms import AS_NEW

LONGEST_SHOWN = 10_000  # characters of a wording
UNKNOWN = gettext_lazy("It cannot be said any more what this page showed when you opened it.")
SOMEBODY = gettext_lazy("Somebody changed this after you had opened it.")
STILL_HERE = gettext_lazy(
    "Nothing of yours is saved yet, and what you typed is still here. What is not as you saw it is marked. Save again "
    "to keep it as it stands here."
)
ACTING = ("_earlier", "_later", "_restore")  # buttons that act on what stands beside the fields


def who_was_first(who, at, user):
    """A sentence for `user` about who saved what they had opened."""
    said = {"who": who, "at": date_format(localtime(at), "j M, H:i")}
    if who == user:
        return _("You saved this elsewhere (%(at)s) after you had opened it here.") % said
    return _("%(who)s saved this (%(at)s) after you had opened it.") % said


class UnsavedForm:
    """A form that is not saved, because somebody else was there first, or because it was not sent to be saved."""

    said = ()

    def clean(self):
        data = super().clean()
        for sentence in self.said:
            self.add_error(None, sentence)
        return data


class RevisedAdmin(admin.ModelAdmin):
    """Each form of a row seals what it shows (`revision`), and each door that writes asks whether it is still so. The
    row that is locked meanwhile is the whole that its parts belong to, so that two doors wait for each other."""

    def whole_of(self, obj):
        """The row that every door to `obj` locks."""
        return obj

    def beside(self, obj):
        """{key: [name, digest]} of what the page shows beside its fields and acts on when a button is pressed."""
        return {}

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or object_id is None or AS_NEW in request.POST:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            obj = self.locked(self.get_object(request, unquote(object_id)))
            if answer := self.instead(request, object_id, obj):
                return answer
            if obj and self.has_change_permission(request, obj):
                self.compare(request, obj, rows=True)
            response = super().changeform_view(request, object_id, form_url, extra_context)
            return in_conflict(request, response)

    def response_action(self, request, queryset):
        """What is ticked in a list is a number there; Django would ask the database for it whatever it is."""
        try:
            for ticked in request.POST.getlist(ACTION_CHECKBOX_NAME):
                self.opts.pk.clean(ticked, None)
        except ValidationError:
            self.message_user(request, _("Nothing was done: what was ticked is not in this list."), messages.WARNING)
            return None
        return super().response_action(request, queryset)

    def instead(self, request, object_id, obj):
        """The answer where nothing can be saved any more; `obj` is None where the row is gone."""
        return None

    def locked(self, obj):
        """The row as it is once nobody else writes it; the patients who log meanwhile do not wait for it."""
        if obj is None:
            return None
        whole = self.whole_of(obj)
        type(whole)._base_manager.select_for_update(no_key=True).filter(pk=whole.pk).first()
        return type(obj)._base_manager.filter(pk=obj.pk).first()

    def stored(self, request, obj, *, rows):
        """The form of a row and those of its rows, as they are stored now."""
        fields = flatten_fieldsets(self.get_fieldsets(request, obj))
        form = self.get_form(request, obj, change=True, fields=fields)(instance=obj)
        pairs = self.get_formsets_with_inlines(request, obj) if rows else ()
        return form, [made(instance=obj, queryset=inline.get_queryset(request)) for made, inline in pairs]

    def compare(self, request, obj, *, rows):
        """Puts what was sent beside what is stored; `request.clash` where the two do not go together."""
        seen = revision.unseal(request.POST.get(revision.FIELD), obj)
        clash = revision.clash_of(seen, *self.stored(request, obj, rows=rows), request.POST, request.FILES)
        request.POST = clash.data
        if seen and any(button in request.POST for button in ACTING):
            clash.said += revision.beside_of(seen["beside"], self.beside(obj))
        if clash:
            why = self.whose(request, obj) if clash.known else UNKNOWN
            clash.said.insert(0, f"{why} {STILL_HERE}")
            request.clash = clash

    def whose(self, request, obj):
        """Who was there first, as far as the administration's own log says."""
        since = revision.opened_at(request.POST[revision.FIELD])
        of_row = LogEntry.objects.filter(content_type=get_content_type_for_model(obj), object_id=obj.pk)
        last = of_row.filter(action_time__gte=since).select_related("user").order_by("-action_time", "-pk").first()
        return who_was_first(last.user, last.action_time, request.user) if last else SOMEBODY

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        clash, step = getattr(request, "clash", None), getattr(request, "step", None)
        said = clash.said if clash else [step.says] if step else ()
        return type(form)(form.__name__, (UnsavedForm, form), {"said": said}) if said else form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            formsets = [each.formset for each in context["inline_admin_formsets"]]
            shown = revision.revision_of(context["adminform"].form, formsets, context.get("beside", {}))
            context["revision"] = revision.seal(shown, obj)
            mark(request, context, formsets)
            step = getattr(request, "step", None)
            if step and "clash" not in context:
                step.show(context, formsets)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def changed_since(self, request, obj):
        """Why a button does nothing: a sentence about what is no longer as its page showed it; "" where all is."""
        seen = revision.unseal(request.POST.get(revision.FIELD), obj)
        if seen is None:
            return UNKNOWN
        form, formsets = self.stored(request, obj, rows=True)
        now = revision.revision_of(form, formsets, self.beside(obj))
        return "" if now == seen else self.whose(request, obj)


def mark(request, context, formsets=()):
    """Puts what others changed beside each field of a page that is not saved because of it."""
    if clash := getattr(request, "clash", None):
        for form in (context["adminform"].form, *(one for each in formsets for one in each.forms)):
            clash.mark(form)
        context["clash"] = clash


def in_conflict(request, response):
    if getattr(request, "clash", None):
        response.status_code = HTTPStatus.CONFLICT
    return response


class WholeWords(HistoricalRecordContextHelper):
    """What changed between two wordings: all of it, and no line for what is the same but for the ends of its lines."""

    def context_for_delta_changes(self, delta):
        changes = [one for one in delta.changes if _lines(one.old) != _lines(one.new)]
        return super().context_for_delta_changes(replace(delta, changes=changes))


def _lines(value):
    return value.strip().splitlines() if isinstance(value, str) else value


class WordedAdmin(RevisedAdmin, SimpleHistoryAdmin):
    """Live content that keeps every wording it had, to be brought back by editors alone."""

    object_history_template = "admin/programs/exercise/history.html"
    object_history_form_template = "admin/programs/exercise/history_form.html"

    def history_view(self, request, object_id, extra_context=None):
        """Beside the wordings what was saved with them, of rows too."""
        of_model = LogEntry.objects.filter(content_type=get_content_type_for_model(self.model))
        saved = of_model.filter(object_id=unquote(object_id)).select_related("user").order_by("-action_time", "-pk")
        return super().history_view(request, object_id, {"saved": saved[:100], **(extra_context or {})})

    def get_historical_record_context_helper(self, request, historical_record):
        return WholeWords(self.model, historical_record, max_displayed_delta_change_chars=LONGEST_SHOWN)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """simple_history lets everybody bring a wording back who may see it, and tells anybody which there are."""
        allowed = self.has_view_permission if request.method != "POST" else self.has_change_permission
        if not allowed(request):
            raise PermissionDenied
        if request.method != "POST":
            return super().history_form_view(request, object_id, version_id, extra_context)
        with transaction.atomic():
            if obj := self.locked(self.get_object(request, unquote(object_id))):
                self.compare(request, obj, rows=False)
            response = super().history_form_view(request, object_id, version_id, extra_context)
            return in_conflict(request, response)

    def render_history_view(self, request, template, context, **kwargs):
        """The page of a wording goes by what is live, which it is about to replace."""
        if "adminform" in context:
            live = self.get_object(request, unquote(context["object_id"]))
            context["revision"] = revision.seal(revision.revision_of(*self.stored(request, live, rows=False), {}), live)
            mark(request, context)
        return super().render_history_view(request, template, context, **kwargs)
