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
NEXT = "_next"  # the button of a criterion's first step; its value is the prefix of the row
OF_CRITERION = ("context", "operator", "value", "last_n", "group")
KEPT = "kept_stage"


@dataclass(frozen=True)
class Step:
    """A form that is shown again as it was sent: what to do now, and what has the focus: of a row, the first of `names`
    that it shows."""

    says: str
    row: str
    names: tuple

    def show(self, context, formsets):
        """Nothing was to be saved yet, so nothing is wrong yet."""
        for form in (context["adminform"].form, *(one for each in formsets for one in each.forms)):
            form._errors = ErrorDict()
            if form.prefix == self.row:
                shown = [name for name in self.names if not form[name].is_hidden]
                form.fields[shown[0]].widget.attrs["autofocus"] = True
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
        request.step = Step(says, kept["row"], ("exercise",))


def to_what_fits(request):
    """The second step of a criterion: what else is asked goes by what is looked at."""
    row = request.POST[NEXT]
    if request.POST.get(f"{row}-metric"):
        request.step = Step(_("Now say what is asked of it, and save the draft."), row, OF_CRITERION)
    else:
        request.step = Step(_("Please choose first what is looked at."), row, ("metric",))


def forget(request):
    request.session.pop(KEPT, None)
