"""What somebody types to start a clinic, checked: the clinic, whom its patients call, its programme and its people."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.domain.countries import countries
from patients.forms.desk.clinic import DAYS, NumbersForm, WeekForm
from patients.forms.desk.registration import time_zones
from patients.forms.fields import FROM_THE_LIST
from patients.forms.zones import usual_zone, zones_of
from patients.models import Clinic
from patients.models.clinic import NUMBERS
from patients.services.start import Invited
from programs.models import Program, ProgramVersion

MOST_PHYSIOS = 40
ROWS = 3
ON, OFF = "on", "off"
ELSEWHERE = "-"  # a country whose numbers are not known here


def offered_versions():
    """What a clinic may choose: the newest published version of each programme on offer, with its stages."""
    versions = ProgramVersion.objects.latest_published().filter(program__retired_at=None)
    return versions.select_related("program").prefetch_related("stages").order_by("program__name")


class PersonForm(forms.Form):
    """Somebody to invite; an empty line is nobody."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=150, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
        error_messages={"invalid": gettext_lazy("Please write an e-mail address, such as name@example.org.")},
    )

    def clean(self):
        data = super().clean()
        name, email = data.get("name"), data.get("email")
        if name and not email and "email" not in self.errors:
            self.add_error("email", _("Please write the e-mail address of %(name)s.") % {"name": name})
        if email and not name:
            self.add_error("name", _("Please write the name that belongs to %(email)s.") % {"email": email})
        return data

    @property
    def invited(self):
        """An `Invited`, or None where nothing was written. Of a valid form."""
        name, email = self.cleaned_data.get("name"), self.cleaned_data.get("email")
        return Invited(name, email) if email else None


class ClinicForm(WeekForm, NumbersForm):
    """A clinic with its administrator, who also accepts the intended purpose for it. The instance is not stored.
    `is_asked` says whether a country was chosen, if only that it is none of ours: all else follows then."""

    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        choices=lambda: [
            ("", _("choose")),
            *((one.code, one.name) for one in countries().values()),
            (ELSEWHERE, _("another: I type its numbers")),
        ],
        error_messages={"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST},
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        error_messages={
            "required": gettext_lazy("Please choose the time zone that the clinic’s clocks go by."),
            "invalid_choice": FROM_THE_LIST,
        },
    )
    suggestions = forms.ChoiceField(
        label=gettext_lazy("Suggestions"),
        choices=[
            (ON, gettext_lazy("On: the rules read what patients log and suggest the next stage; a physio decides.")),
            (OFF, gettext_lazy("Off: patients log all the same, and no rule suggests anything.")),
        ],
        initial=ON,
        widget=forms.RadioSelect,
        error_messages={"required": FROM_THE_LIST, "invalid_choice": FROM_THE_LIST},
    )
    program = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Programme"),
        error_messages={
            "required": gettext_lazy("Please choose a programme. More can be added later."),
            "invalid_choice": FROM_THE_LIST,
        },
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages of the exercises, beside English"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [*settings.CONTENT_LANGUAGES.items()],
        error_messages={"invalid_choice": FROM_THE_LIST},
    )
    administrator = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=150,
        error_messages={"required": gettext_lazy("Please write your name.")},
    )
    administrator_email = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Please write your e-mail address: your sign-in link is sent there."),
            "invalid": gettext_lazy("Please write an e-mail address, such as name@example.org."),
        },
    )
    treats = forms.BooleanField(label=gettext_lazy("I am a physio here and treat patients too"), required=False)
    purpose = forms.BooleanField(
        label=gettext_lazy("I have read this, and I accept it for the clinic"),
        error_messages={
            "required": gettext_lazy(
                "Please read what the product is for, and accept it. Without that, nothing begins."
            )
        },
    )

    class Meta(NumbersForm.Meta):
        fields = ("name", "address", *NUMBERS, "time_zone", "languages")
        error_messages = {
            **NumbersForm.Meta.error_messages,
            "name": {
                "required": gettext_lazy("Please write the name of the clinic."),
                "unique": gettext_lazy("There is a clinic of this name already. Please give it another."),
            },
        }

    def __init__(self, country="", data=None, typed=None):
        super().__init__(Clinic(), country, data)
        self.is_asked = data is not None or typed is not None or country in {ELSEWHERE, *countries()}
        self.offers = list(offered_versions())
        self.fields["program"].queryset = Program.objects.filter(pk__in=[one.program_id for one in self.offers])
        self.initial["country"] = country
        if len(self.offers) == 1:
            self.initial["program"] = self.offers[0].program_id
        here = typed.get("country", "") if typed else country
        self._offer_zones(here if data is None else data.get("country", ""))
        if not settings.CONTENT_LANGUAGES:
            del self.fields["languages"]
        self.initial |= typed or {}

    def _offer_zones(self, country):
        """The country's first, and the one of nearly all of it chosen already."""
        near, every = zones_of(country), time_zones()
        choices = [("", _("choose"))]
        if near:
            choices.append((countries()[country].name, [one for one in every if one[0] in near]))
        self.fields["time_zone"].choices = [*choices, (_("everywhere"), every)]
        self.initial["time_zone"] = usual_zone(country)

    def clean_country(self):
        code = self.cleaned_data["country"]
        return "" if code == ELSEWHERE else code

    def clean(self):
        data = super().clean()
        self.instance.engine_on = data.get("suggestions") != OFF
        return data

    @property
    def days(self):
        """The lines of the opening hours, Monday first."""
        return [self[name] for name in DAYS]

    @property
    def chosen(self):
        """The id of the programme that is chosen, as text."""
        return str(self["program"].value() or "")

    @property
    def who(self):
        """The administrator as `Invited`. Of a valid form."""
        return Invited(self.cleaned_data["administrator"], self.cleaned_data["administrator_email"])


PhysioSet = forms.formset_factory(PersonForm, extra=0, max_num=MOST_PHYSIOS, absolute_max=MOST_PHYSIOS)


def physio_rows(data=None, typed=()):
    """Lines for the physios who are invited too: as many as were sent, or a few more than were `typed`."""
    if data is not None:
        return PhysioSet(data, prefix="physios")
    blank = [{}] * min(ROWS, MOST_PHYSIOS - len(typed))
    return PhysioSet(initial=[*typed, *blank], prefix="physios")


def typed_in(data):
    """What was sent for a form, to fill it again without saying what is wrong. Where they were asked for, the country's
    own numbers take the place of another country's, and of none."""
    typed = {field: data.get(field, "").replace("\x00", "") for field in ClinicForm.base_fields if field in data}
    typed["languages"] = data.getlist("languages")
    country = countries().get(typed.get("country"))
    if country and data.get("press") == "suggest":
        others = [one.numbers for one in countries().values()]
        for column, number in country.numbers.items():
            if typed.get(column, "") in {"", *(one[column] for one in others)}:
                typed[column] = number
        if typed.get("time_zone") not in zones_of(country.code):
            typed["time_zone"] = usual_zone(country.code)
    return typed


def typed_physios(data):
    """The lines of physios that were sent and are not empty."""
    rows = [
        {name: data.get(f"physios-{number}-{name}", "").replace("\x00", "") for name in ("name", "email")}
        for number in range(MOST_PHYSIOS)
    ]
    return [row for row in rows if any(row.values())]
