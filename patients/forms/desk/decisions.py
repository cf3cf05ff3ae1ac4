"""What is decided on an answer of the rules, the directives, the line that closes a flag, a mark in the list."""

import re
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.forms.fields import FROM_THE_LIST, OUT_OF_DATE, WholeNumberField, day_field, text_field
from patients.models import DirectiveKind, Review

TOO_LONG_FOR_A_LINE = gettext_lazy("This is too long. Please keep it under 1,000 characters.")
REASON_BESIDE_IT = gettext_lazy("Please give a reason. It stands beside the change from now on.")
UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CHOOSE_A_STAGE = gettext_lazy("Please choose a stage of this programme.")

# A button each; the patient reads the sentence. One set where the rules suggest more, one where they suggest less.
DECLINE = {
    "wait": gettext_lazy("Let us wait one more week."),
    "see": gettext_lazy("I want to see how you do the exercise first."),
    "settle": gettext_lazy("You were ill or away. Settle in first."),
    "other": gettext_lazy("Something else hurts. Let us look at that first."),
    "busy": gettext_lazy("You have a lot on just now. Keep to what you do."),
}
DECLINE_DOWN = {
    "cause": gettext_lazy("It is clear what made it hurt. Stay at this stage for now."),
    "once": gettext_lazy("We watch it for a few more days before we change anything."),
    "talk": gettext_lazy("Stay at this stage until we have talked. Stop when it hurts more."),
}


def reason_field(missing=REASON_BESIDE_IT):
    return text_field(gettext_lazy("Reason"), 1000, TOO_LONG_FOR_A_LINE, missing=missing)


def end_field():
    """Until when something is meant; empty, it has no end."""
    field = day_field(gettext_lazy("Until"))
    field.required = False
    return field


class DecisionForm(forms.Form):
    """A clinician's decision on the open review; `because` declines with a ready reason."""

    decision = forms.ChoiceField(
        required=False,
        choices=Review.Decision.choices,
        error_messages={"invalid_choice": gettext_lazy("Please choose what you decide.")},
    )
    because = forms.ChoiceField(
        required=False,
        choices=list(DECLINE.items()),
        error_messages={"invalid_choice": FROM_THE_LIST},
    )
    reason = reason_field(missing="")
    stage = forms.ModelChoiceField(
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Another stage…"),
        label=gettext_lazy("Another stage"),
        error_messages={"invalid_choice": CHOOSE_A_STAGE},
    )

    def __init__(self, assignment, data=None):
        super().__init__(data)
        self.fields["stage"].queryset = assignment.version.stages.exclude(pk=assignment.standing.stage_id)
        review = assignment.standing.review
        if review and review.is_down:
            self.fields["because"].choices = list(DECLINE_DOWN.items())

    def clean(self):
        cleaned = super().clean()
        because = cleaned.pop("because", "")
        if because:
            typed, ready = cleaned.get("reason", "").strip(), str((DECLINE | DECLINE_DOWN)[because])
            cleaned |= {"decision": Review.Decision.DECLINED, "reason": f"{ready} {typed}".strip()}
        elif not cleaned.get("decision") and "decision" not in self.errors:
            self.add_error("decision", _("Please choose what you decide."))
        return cleaned


class StageForm(forms.Form):
    """Another stage where the rules are silent; `seen` is the stage that the page showed."""

    stage = forms.ModelChoiceField(
        queryset=None,
        label=gettext_lazy("Stage"),
        error_messages={"required": CHOOSE_A_STAGE, "invalid_choice": CHOOSE_A_STAGE},
    )
    seen = forms.IntegerField(
        widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid"), OUT_OF_DATE)
    )
    reason = reason_field(gettext_lazy("Please give a reason. The patient reads it."))

    def __init__(self, assignment, data=None):
        super().__init__(data)
        self.fields["stage"].queryset = assignment.version.stages.exclude(pk=assignment.standing.stage_id)


class DirectiveForm(forms.Form):
    """One of the clinician's directives: its kind, its value (empty: back to the programme's default), and why."""

    kind = forms.ChoiceField(
        choices=[one for one in DirectiveKind.choices if one[0] != DirectiveKind.WHOLE_PLAN],
        error_messages={"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST},
    )
    value = WholeNumberField(
        required=False,
        min_value=0,
        max_value=5,
        label=gettext_lazy("Value"),
        error_messages={
            "invalid": gettext_lazy("Please choose a whole number from 0 to 5."),
            "min_value": gettext_lazy("Please choose a whole number from 0 to 5."),
            "max_value": gettext_lazy("More than 5 is not offered: from 6 on a day is red."),
        },
    )
    until_on = end_field()
    reason = reason_field()

    def __init__(self, assignment, data=None):
        super().__init__(data)
        self.fields["value"].validators.append(MaxValueValidator(assignment.version.ceiling_max))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") not in (None, DirectiveKind.CEILING) and cleaned.get("value") not in (None, 0, 1):
            self.add_error("value", _("This is either on or off."))
        return cleaned


class UndoForm(forms.Form):
    """Which decision is undone, as the page names it."""

    act = forms.CharField(max_length=30, error_messages={"required": OUT_OF_DATE, "max_length": OUT_OF_DATE})


class WholePlanForm(forms.Form):
    """That the whole plan is asked for again, and why."""

    reason = reason_field()


class CloseFlagForm(forms.Form):
    words = text_field(
        gettext_lazy("A line for the patient"),
        1000,
        TOO_LONG_FOR_A_LINE,
        missing=gettext_lazy("Please write a line for the patient."),
    )


class NextForm(forms.Form):
    """Who stood after a patient in the list, as the addresses of their pages."""

    then = forms.CharField(required=False, max_length=20_000)

    def clean_then(self):
        return [UUID(one) for one in UUIDS.findall(self.cleaned_data["then"])]


class MarkForm(forms.Form):
    """ "Done" with the reason that stands in the list, or "remind me on" a day, with a line for colleagues."""

    about = forms.CharField(max_length=40, widget=forms.HiddenInput, error_messages={"required": OUT_OF_DATE})
    until = day_field(gettext_lazy("Remind me on"))
    note = text_field(
        gettext_lazy("Note"), 200, gettext_lazy("This note is too long. Please keep it under 200 characters.")
    )

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["until"].required = self.data.get("mark") == "remind"

    def clean(self):
        cleaned = super().clean()
        if self.data.get("mark") != "remind":
            cleaned["until"] = None
        return cleaned
