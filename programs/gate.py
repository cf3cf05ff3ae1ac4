"""Every column of a gate and every safety threshold, said once: rows, forms, words and rules are made from this page.

A `Column` (columns.py) is one number, or one yes and no, that the rules compare with, in the sentence an editor reads;
`GATE` and `SAFETY` are the same columns by their name. `DOSE` are the numbers of a prescription, with the same two
spans; no rule compares with them. Percentages are whole here and shares of 1 in the rules.
"""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from programs.columns import Column, Unit, days, line, number, pain, percent, safety_days
from programs.progression.thresholds import Rules, Safety, StageRules


def every_set(n):
    return ngettext("Every set on the last %(n)s day.", "Every set on the last %(n)s days.", n) % {"n": n}


def weaker_leg(share):
    return gettext("The weaker leg does at least %(share)s %% of the other.") % {"share": share}


def harder_version(n):
    words = ngettext("The harder version on the last %(n)s day.", "The harder version on the last %(n)s days.", n)
    return words % {"n": n}


GATE_LINES = (
    line(
        _("The latest {} green days within {} days, no amber or red between"),
        days("run_length", _("green days in a row"), 5, hard=(1, 60), usual=(3, 12), kept=(1, None), must_say=True),
        days("window_days", _("within days"), 14, hard=(1, 180), usual=(7, 42), kept=(1, None), must_say=True),
    ),
    line(
        _("At least {} days in this stage"),
        days("min_days", _("days in the stage, at least"), 7, hard=(0, 180), usual=(5, 42)),
    ),
    line(_("Pain during at most {} of 10"), pain("pain_max", _("pain during, at most"), 3, hard=(0, 5), usual=(0, 3))),
    line(
        _("Next morning at most {} of 10, and at most {} above usual"),
        pain("morning_max", _("next-morning pain, at most"), 3, hard=(0, 5), usual=(0, 3)),
        pain("rise_max", _("above the baseline, at most"), 1, hard=(0, 4), usual=(0, 1)),
    ),
    line(
        _("At least {} % of each session, and every set on the last {} days"),
        percent("completion_min", _("volume done, %"), 80, hard=(50, 100), usual=(75, 100)),
        days("full_days", _("every set on the last days"), 2, hard=(0, 60), usual=(0, 5), to_patient=every_set),
    ),
    line(
        _("The lower side does at least {} % of the other"),
        percent(
            "symmetry_min",
            _("lower side, % of the other"),
            None,
            hard=(50, 100),
            usual=(80, 100),
            may_be_left_out=_("Leave it empty where it is not asked."),
            to_patient=weaker_leg,
        ),
    ),
    line(
        _("The harder variation on the last {} days"),
        days(
            "harder_days",
            _("harder variation on the last days"),
            0,
            hard=(0, 60),
            usual=(0, 5),
            may_be_left_out=_("0 where it is not asked."),
            to_patient=harder_version,
        ),
    ),
    line(
        _("Technique confirmed on each of these days: {}"),
        Column(
            name="technique_required",
            label=_("technique confirmed"),
            unit=Unit.YES_OR_NO,
            default=False,
            shown=False,
            may_be_left_out="",
            to_patient=lambda _asked: gettext("You tick that your back stayed still."),
        ),
    ),
)


# Every default is a consensus default: no study fixes these numbers (Goom et al., JOSPT 2016;46(6):483 is a clinical
# commentary). docs/progression.md names the source of each.
SAFETY_LINES = (
    (
        _("Red days"),
        (
            line(
                _("Pain during of {} or more is red"),
                pain("red_during", _("red: pain during, from"), 6, hard=(4, 7), usual=(5, 6)),
            ),
            line(
                _("A next morning above {} is red"),
                pain("red_morning_over", _("red: next morning, above"), 5, hard=(2, 6), usual=(4, 5)),
            ),
            line(
                _("A next morning above {} is red when it is {} or more above usual"),
                pain("red_morning_above", _("red: next morning with a rise, above"), 3, hard=(1, 5), usual=(2, 3)),
                pain("red_rise", _("red: rise above baseline, from"), 2, hard=(1, 3), usual=(1, 2)),
            ),
        ),
    ),
    (
        _("Flares"),
        (
            line(
                _("{} green days in a row settle a flare"),
                safety_days(
                    "flare_settled_days", _("green days in a row that settle a flare"), 3, hard=(1, 14), usual=(2, 5)
                ),
            ),
            line(
                _("A flare has not settled after {} logged days, or after {} days"),
                safety_days(
                    "unsettled_sessions", _("flare not settled after logged days"), 3, hard=(1, 14), usual=(2, 5)
                ),
                safety_days("unsettled_days", _("flare not settled after days"), 10, hard=(3, 42), usual=(7, 14)),
            ),
            line(
                _("A flare within {} days of the one before asks for a review"),
                safety_days(
                    "second_flare_days",
                    _("second flare: days after the first, at most"),
                    28,
                    hard=(7, 120),
                    usual=(14, 56),
                ),
            ),
        ),
    ),
    (
        _("A step back"),
        (
            line(
                _("After {} red days within {} days"),
                safety_days("two_reds_count", _("red days that lead a step back"), 2, hard=(1, 4), usual=(2, 3)),
                safety_days(
                    "two_reds_days",
                    _("... within days"),
                    14,
                    hard=(2, 60),
                    usual=(7, 28),
                    label_beside=_("days in which they fall"),
                ),
            ),
            line(
                _("After {} strained days among the last {} logged ones"),
                safety_days("strained_count", _("strained days that lead a step back"), 3, hard=(1, 10), usual=(2, 4)),
                safety_days(
                    "strained_of",
                    _("... of the last logged days"),
                    5,
                    hard=(1, 21),
                    usual=(3, 7),
                    label_beside=_("logged days that are looked at"),
                ),
            ),
            line(
                _("A day is strained with pain during above {}, or a morning more than {} above usual"),
                pain("strained_pain", _("strained: pain during, above"), 3, hard=(1, 5), usual=(2, 3)),
                pain(
                    "strained_rise",
                    _("strained: next morning above baseline, by more than"),
                    1,
                    hard=(0, 3),
                    usual=(0, 1),
                ),
            ),
            line(
                _("Never before {} days in the stage"),
                safety_days(
                    "step_back_min_days", _("days in the stage before a step back"), 7, hard=(0, 28), usual=(3, 14)
                ),
            ),
        ),
    ),
    (
        _("Breaks, slow progress, missing mornings"),
        (
            line(
                _("A break of {} days starts the count anew, one of {} days asks for a review"),
                safety_days(
                    "gap_hold_days", _("break that starts the count anew, days"), 14, hard=(3, 42), usual=(7, 21)
                ),
                safety_days(
                    "gap_review_days", _("break that asks for a review, days"), 28, hard=(7, 90), usual=(14, 42)
                ),
            ),
            line(
                _("More than {} days in a stage ask for a review"),
                safety_days(
                    "review_after_days",
                    _("review when longer in a stage than, days"),
                    42,
                    hard=(7, 200),
                    usual=(28, 84),
                ),
            ),
            line(
                _("After {} steps back the next stage is not suggested again: it asks for a review"),
                safety_days(
                    "steps_back_count",
                    _("steps back from the next stage that ask for a review"),
                    2,
                    hard=(1, 5),
                    usual=(1, 3),
                    db_default=True,
                ),
            ),
            line(
                _("A morning counts as missing {} hours after the session"),
                Column(
                    name="pending_hours",
                    label=_("hours until a morning counts as missing"),
                    unit=Unit.HOURS,
                    default=36,
                    hard=(12, 72),
                    usual=(24, 48),
                ),
            ),
            line(
                _("Mornings are needed after at least {} % of the logged days"),
                percent(
                    "morning_share",
                    _("mornings answered, % of logged days, at least"),
                    60,
                    hard=(30, 100),
                    usual=(50, 100),
                ),
            ),
            line(
                _("{} green days on the easier variation open the harder one"),
                safety_days(
                    "level_up_days",
                    _("green days on the easier variation before the harder one"),
                    3,
                    hard=(1, 14),
                    usual=(2, 7),
                ),
            ),
        ),
    ),
    (
        _("One patient’s limits"),
        (
            line(
                _("A pain ceiling is at most {} of 10"),
                pain("ceiling_max", _("highest ceiling for one patient"), 5, hard=(3, 5), usual=(4, 5)),
            ),
            line(
                _("A usual morning counts as at least {}"),
                pain("baseline_floor", _("lowest baseline that counts"), 1, hard=(0, 3), usual=(0, 2)),
            ),
        ),
    ),
)


DOSE_LINES = (
    line(
        _("{} sets of {} repetitions, or {} seconds held; {} seconds of rest"),
        number("sets", _("sets"), (1, 30), (1, 10)),
        number("repetitions", _("repetitions"), (1, 200), (1, 50)),
        number("seconds", _("seconds held"), (1, 600), (1, 90)),
        number("rest_seconds", _("rest, seconds"), (0, 1800), (0, 300)),
    ),
    line(
        _("A range, up to {} sets of {} repetitions, or of {} seconds"),
        number("sets_most", _("sets, at most"), (2, 30), (2, 10)),
        number("repetitions_most", _("repetitions, at most"), (2, 200), (2, 50)),
        number("seconds_most", _("seconds held, at most"), (2, 600), (2, 90)),
    ),
    line(
        _("With {} to {} kg, or with {} to {}RM"),
        number("load_kg", _("load, kg"), (0, 400), (0, 150)),
        number("load_kg_most", _("load, kg, at most"), (0, 400), (0, 150)),
        number("load_rm", _("load, RM"), (1, 40), (5, 25)),
        number("load_rm_most", _("load, RM, at most"), (2, 40), (5, 25)),
    ),
    line(
        _("Tempo: {} seconds to lower, {} to hold, {} to raise"),
        number("tempo_lower", _("lowering, seconds"), (0, 30), (0, 10)),
        number("tempo_hold", _("holding between, seconds"), (0, 30), (0, 10)),
        number("tempo_raise", _("raising, seconds"), (0, 30), (0, 10)),
    ),
)


def _by_name(lines):
    return {column.name: column for each in lines for column in each.columns}


GATE = _by_name(GATE_LINES)
SAFETY = _by_name(each for _title, lines in SAFETY_LINES for each in lines)
DOSE = _by_name(DOSE_LINES)


def columns_of(values, columns):
    """Values as the rules name them, as columns of a row. KeyError for a name that is no column."""
    return {name: columns[name].from_rule(value) for name, value in values.items()}


def _rule_values(row, columns):
    return {name: column.to_rule(getattr(row, name)) for name, column in columns.items()}


def rules_of(version: Any, stages: Any = None) -> Rules:
    """The engine's `Rules` of a `ProgramVersion`, of its `stages` where they are read already; else in five queries."""
    return Rules(
        program=version.program.slug,
        version=version.number,
        safety=safety_of(version),
        stages=tuple(stage_rules_of(stage) for stage in stages or version.stages.whole()),
    )


def safety_of(version):
    return Safety(**_rule_values(version, SAFETY))


def stage_rules_of(stage):
    return replace(gate_rules_of(stage), criteria=tuple(row.as_rule for row in stage.criteria.all()))


def gate_rules_of(stage):
    """The gate of a stage as the engine reads it, without its criteria."""
    return StageRules(position=stage.position, variations=stage.variations, **_rule_values(stage, GATE))
