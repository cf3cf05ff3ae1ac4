"""The questions of the start. Each may stay without an answer, and says why it is asked."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.domain.entries import IntakeEntry
from patients.forms.fields import FROM_THE_LIST, WholeNumberField, text_field
from patients.forms.phone.base import PhoneForm
from patients.wording.intake import places_asked

OLDEST = 120
AGE_SENTENCE = gettext_lazy("Please enter your age in years, from 5 to 120.")


def yes_no(label, why):
    return forms.TypedChoiceField(
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")), ("", gettext_lazy("No answer"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        label=label,
        help_text=why,
        error_messages={"invalid_choice": FROM_THE_LIST},
    )


class IntakeForm(PhoneForm):
    """Asked once, in the first days."""

    where = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Where does it hurt?"),
        help_text=gettext_lazy("Pain in some of these places can have another cause."),
        error_messages={"invalid_choice": FROM_THE_LIST},
    )
    age = WholeNumberField(
        required=False,
        min_value=5,
        max_value=OLDEST,
        label=gettext_lazy("How old are you?"),
        help_text=gettext_lazy("In young people the bone can be involved."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": AGE_SENTENCE, "min_value": AGE_SENTENCE, "max_value": AGE_SENTENCE},
    )
    sudden = yes_no(
        gettext_lazy("Did it begin suddenly, with a kick, a sprint or a slip?"),
        gettext_lazy("Then something may be torn, and it should be looked at before you load it."),
    )
    cancer = yes_no(
        gettext_lazy("Have you ever had cancer?"),
        gettext_lazy("Then pain that is new is looked at more closely."),
    )
    quinolones = yes_no(
        gettext_lazy("Did you take quinolone antibiotics in the last 6 months?"),
        gettext_lazy("Names often end in -floxacin. They can weaken tendons."),
    )
    other = text_field(
        gettext_lazy("Other tendons or injuries that trouble you"),
        300,
        gettext_lazy("This is too long. Please keep it under 300 characters."),
        help_text=gettext_lazy("Your physio may then change the plan."),
    )
    sport = text_field(
        gettext_lazy("The sport or work that matters to you"),
        200,
        gettext_lazy("This is too long. Please keep it under 200 characters."),
        help_text=gettext_lazy("So that the plan leads there."),
    )

    def __init__(self, assignment, now, data=None, *, earlier=None):
        super().__init__(assignment, now, data, initial=_shown(earlier) if earlier else None)
        places = places_asked(assignment.version.program.pain_at)
        self.fields["where"].choices = [(code, capfirst(words)) for code, words in places.items()]
        self.helper = FormHelper()
        self.helper.form_id, self.helper.form_class = "start", "stack-5"
        self.helper.attrs = {"novalidate": "", "data-outbox": _("First questions")}
        self.helper.layout = Layout(
            "client_id",
            Field("where", template="patient/_pick_field.html"),
            "age",
            *(Field(name, template="patient/_segment_field.html") for name in ("sudden", "cancer", "quinolones")),
            "other",
            "sport",
        )

    def entry(self):
        """The checked `IntakeEntry`; without any answer where "not now" was pressed."""
        data = self.cleaned_data
        how = {"client_id": data["client_id"], "clock_off": self.clock_off, "capture": self.capture}
        if "not_now" in self.data:
            return IntakeEntry(**how)
        given = {name: data[name] for name in ("age", "sudden", "cancer", "quinolones", "other", "sport")}
        return IntakeEntry(where=tuple(data["where"]), **how, **given)


def _shown(earlier):
    """Answers given before, as the form shows them."""
    given = {name: getattr(earlier, name) for name in ("where", "age", "other", "sport")}
    words = {True: "yes", False: "no", None: ""}
    return given | {name: words[getattr(earlier, name)] for name in ("sudden", "cancer", "quinolones")}
