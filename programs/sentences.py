"""A gate and its safety thresholds as English: the numbers are form fields, or bold where nothing may be changed."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

GATE = (
    (_("The latest {} green days within {} days, no amber or red between"), ("run_length", "window_days")),
    (_("At least {} days in this stage"), ("min_days",)),
    (_("Pain during at most {} of 10"), ("pain_max",)),
    (_("Next morning at most {} of 10, and at most {} above usual"), ("morning_max", "rise_max")),
    (_("At least {} % of each session, and every set on the last {} days"), ("completion_min", "full_days")),
    (_("The lower side does at least {} % of the other"), ("symmetry_min",)),
    (_("The harder variation on the last {} days"), ("harder_days",)),
    (_("Technique confirmed on each of these days: {}"), ("technique_required",)),
)

MAY_BE_LEFT_OUT = {
    "symmetry_min": _("Leave it empty where it is not asked."),
    "harder_days": _("0 where it is not asked."),
    "technique_required": "",
}

DOSE = (
    _("{} sets of {} repetitions, or {} seconds held; {} seconds of rest"),
    ("sets", "repetitions", "seconds", "rest_seconds"),
)
CRITERION = (_("{}, {} {}; which: {}"), ("metric", "operator", "value", "context"))
CRITERION_SPAN = (_("over the last {} %(unit)s, taken as {}; {}"), ("last_n", "statistic", "group"))
PLACE = (_("Place {} in the order"), ("position",))

SAFETY = (
    (
        _("Red days"),
        (
            (_("Pain during of {} or more is red"), ("red_during",)),
            (_("A next morning above {} is red"), ("red_morning_over",)),
            (
                _("A next morning above {} is red when it is {} or more above usual"),
                ("red_morning_above", "red_rise"),
            ),
        ),
    ),
    (
        _("Flares"),
        (
            (_("{} green days in a row settle a flare"), ("flare_settled_days",)),
            (
                _("A flare has not settled after {} logged days, or after {} days"),
                ("unsettled_sessions", "unsettled_days"),
            ),
            (_("A flare within {} days of the one before asks for a review"), ("second_flare_days",)),
        ),
    ),
    (
        _("A step back"),
        (
            (_("After {} red days within {} days"), ("two_reds_count", "two_reds_days")),
            (_("After {} strained days among the last {} logged ones"), ("strained_count", "strained_of")),
            (
                _("A day is strained with pain during above {}, or a morning more than {} above usual"),
                ("strained_pain", "strained_rise"),
            ),
            (_("Never before {} days in the stage"), ("step_back_min_days",)),
        ),
    ),
    (
        _("Breaks, slow progress, missing mornings"),
        (
            (
                _("A break of {} days starts the count anew, one of {} days asks for a review"),
                ("gap_hold_days", "gap_review_days"),
            ),
            (_("More than {} days in a stage ask for a review"), ("review_after_days",)),
            (
                _("After {} steps back the next stage is not suggested again: it asks for a review"),
                ("steps_back_count",),
            ),
            (_("A morning counts as missing {} hours after the session"), ("pending_hours",)),
            (_("Mornings are needed after at least {} % of the logged days"), ("morning_share",)),
            (_("{} green days on the easier variation open the harder one"), ("level_up_days",)),
        ),
    ),
    (
        _("One patient’s limits"),
        (
            (_("A pain ceiling is at most {} of 10"), ("ceiling_max",)),
            (_("A usual morning counts as at least {}"), ("baseline_floor",)),
        ),
    ),
)


@dataclass(frozen=True)
class Sentence:
    """`words` is HTML; `faults` are (id, errors) of the fields in it; `was` says the numbers of the version before."""

    words: str
    faults: list
    was: list
    hint: str


def sentences_of(lines, row, form=None, before=None):
    """The lines with the numbers of `row`: as fields where `form` has them. `before` is the row it is compared with.

    Without a form, what is not asked is left out.
    """
    asked = [(words, names) for words, names in lines if form or _is_asked(names, row)]
    return [sentence(words, names, row, form, before) for words, names in asked]


def _is_asked(names, row):
    return not any(name in MAY_BE_LEFT_OUT and not getattr(row, name) for name in names)


def sentence(words, names, row, form=None, before=None):
    fields = [form[name] for name in names if form and name in form.fields]
    changed = [name for name in names if before and getattr(before, name) != getattr(row, name)]
    return Sentence(
        words=format_html(words, *(_number(name, row, form) for name in names)),
        faults=[(f"{field.auto_id}_error", field.errors) for field in fields if field.errors],
        was=[gettext("was %(value)s") % {"value": _value(before, name)} for name in changed],
        hint=MAY_BE_LEFT_OUT.get(names[0], "") if form else "",
    )


def _number(name, row, form):
    if not form or name not in form.fields:
        return format_html("<b>{}</b>", _value(row, name))
    field = form[name]
    box = "form-select" if field.widget_type == "select" else "form-control"
    widget = field.as_widget(attrs={"class": f"{box} is-invalid" if field.errors else box})
    return format_html('<label class="visually-hidden" for="{}">{}</label>{}', field.auto_id, field.label, widget)


def _value(row, name):
    value = getattr(row, name)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return gettext("none") if value is None else value
