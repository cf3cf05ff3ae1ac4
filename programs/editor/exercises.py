"""The content editor's pages for exercises: live at once, every wording kept."""

from django.contrib import admin
from django.db.models import Count
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy, ngettext

from programs.editor import steps
from programs.editor.forms import AS_NEW, ExerciseForm, VariationForm, VariationFormSet
from programs.editor.lists import EXERCISE_TEXTS, PictureFilter, UseFilter, named_first
from programs.editor.offer import RetirableAdmin, RetirableRows
from programs.editor.revised import WordedAdmin
from programs.editor.told import ToldAdmin
from programs.models import Exercise, Variation
from programs.selectors import uses_of, versions_with


class VariationRows(RetirableRows):
    model = Variation
    form = VariationForm
    formset = VariationFormSet
    ordering = ("level",)
    explains = gettext_lazy("The ways to do it, the easiest first. Where none is named there is one: “Standard”.")


@admin.register(Exercise)
class ExerciseAdmin(ToldAdmin, RetirableAdmin, WordedAdmin):
    form = ExerciseForm
    inlines = (VariationRows,)
    list_display = ("name", "kind", "hip_flexion", "equipment", "used", "retired")
    list_filter = ("kind", "hip_flexion", UseFilter, PictureFilter)
    search_fields = EXERCISE_TEXTS
    search_help_text = gettext_lazy("Search names, texts, cues and variations")
    fieldsets = (
        (None, {"fields": (("name", "kind"), "hip_flexion", "summary")}),
        (gettext_lazy("How to do it"), {"fields": ("instructions", "cue", "cues", "faults", "video")}),
        (gettext_lazy("Equipment"), {"fields": ("equipment", "equipment_guide", "equipment_alternative")}),
    )
    change_form_template = "admin/programs/exercise/change_form.html"
    save_as = True

    def get_queryset(self, request):
        versions = Count("prescriptions__stage__version", distinct=True)
        return super().get_queryset(request).annotate(versions=versions)

    def get_search_results(self, request, queryset, search_term):
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        return named_first(found, search_term.strip()), may_repeat

    @admin.display(description=gettext_lazy("used in"), ordering="versions")
    def used(self, exercise):
        words = ngettext("%(n)s version", "%(n)s versions", exercise.versions)
        return words % {"n": exercise.versions} if exercise.versions else None

    def get_fieldsets(self, request, obj=None):
        if obj is None or not self.has_change_permission(request, obj) or not versions_with(obj):
            return self.fieldsets
        return (*self.fieldsets, (None, {"fields": ("means",)}))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.POST.get("means") == ExerciseForm.ANOTHER:
            request.POST = request.POST.copy()
            request.POST[AS_NEW] = "1"
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        means = context["adminform"].form.fields.get("means")
        if means:
            means.help_text = " ".join([means.help_text, *self.readers(request, obj)])
        context |= {"back": steps.way_back(request), "used_in": uses_of(obj) if obj else []}
        context["cards"] = obj.guidance.all() if obj else []
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_post_save_add(self, request, obj):
        """Back to the stage that waits for it, where one does."""
        back = steps.way_back(request, obj.pk)
        return redirect(back) if back else super().response_post_save_add(request, obj)

    def readers(self, request, exercise):
        """Sentences about who reads an exercise, for whoever knows people."""
        return []

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.ensure_variation()
