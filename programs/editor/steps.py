"""What is done on the way to saving a form: what was typed stays where it is, and nothing is stored."""

from dataclasses import dataclass

from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

AWAY = "_new-exercise"  # the button of a row; its value is the prefix of the row
BACK = "new"
KEPT = "kept_stage"


@dataclass(frozen=True)
class Step:
    """A form that is shown again as it was sent: what to do now, and the id of the field that has the focus."""

    says: str
    field: str

    def show(self, context, formsets):
        """Nothing was to be saved yet, so nothing is wrong yet."""
        for form in (context["adminform"].form, *(one for each in formsets for one in each.forms)):
            form._errors = ErrorDict()
            for name, field in form.fields.items():
                if form[name].auto_id == self.field:
                    field.widget.attrs["autofocus"] = True
        for formset in formsets:
            formset._non_form_errors = formset.error_class()
        context |= {"step": self, "errors": None}


def to_new_exercise(request, stage):
    """Keeps what was typed about a stage, and leads to a new exercise for one of its rows."""
    row = request.POST[AWAY]
    request.session[KEPT] = {"stage": str(stage.pk), "row": row, "typed": request.POST.urlencode()}
    asked = urlencode({"name": request.POST.get(f"{row}-exercise", ""), "for": stage.pk})
    return redirect(f"{reverse('admin:programs_exercise_add')}?{asked}")


def way_back(request, exercise=""):
    """The address of the stage that waits for a new exercise; None where none does."""
    kept = request.session.get(KEPT)
    if not kept or kept["stage"] != request.GET.get("for"):
        return None
    return f"{reverse('admin:programs_stage_change', args=[kept['stage']])}?{urlencode({BACK: exercise})}"


def come_back(request, object_id, exercise):
    """Makes of the way back what was typed before it, with the new exercise in its row."""
    kept = request.session.get(KEPT)
    if kept and kept["stage"] == object_id:
        field = f"{kept['row']}-exercise"
        request.method, request.POST = "POST", QueryDict(kept["typed"], mutable=True)
        del request.POST[AWAY]
        says = _("What you typed is as you left it. Save the draft to keep it.")
        if exercise:
            request.POST[field] = exercise.name
            says = _("“%(exercise)s” stands in its row. Save the draft to keep it.") % {"exercise": exercise.name}
        request.step = Step(says, f"id_{field}")


def forget(request):
    request.session.pop(KEPT, None)
