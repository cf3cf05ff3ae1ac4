"""Something new or alarming: what was ticked, what was told of it, and the short form for a list."""

from django.utils.translation import gettext as _


def flag_tick(kind: str) -> str:
    """The words a patient ticks; KeyError for no kind."""
    return {
        "pop": _("A pop or tearing feeling, a big bruise, a gap, sudden weakness, or I cannot walk normally"),
        "nerve": _("New numbness, tingling or pain below the knee, or a weak foot"),
        "saddle": _(
            "Numb between the legs, new trouble with bladder or bowel, or new weakness or numbness in both legs"
        ),
        "bone": _("New groin, hip or bone pain when I stand on one leg or hop, after I trained more"),
        "night": _("New pain at night or at rest that no position eases; or fever; or weight loss I cannot explain"),
        "calf": _("A hot, swollen or very painful calf"),
        "distress": _("I am at my wits’ end. I cannot cope"),
    }[kind]


def flag_short(kind: str) -> str:
    """For a clinician's list; KeyError for no kind."""
    return {
        "pop": _("pop, tear or cannot walk"),
        "nerve": _("weak foot or numb leg"),
        "saddle": _("numb between the legs"),
        "bone": _("bone or groin pain"),
        "night": _("night pain, fever, weight loss"),
        "calf": _("hot or swollen calf"),
        "distress": _("cannot cope"),
    }[kind]


def flag_shown(kind: str) -> str:
    """What the patient was told, for a clinician."""
    return {
        "pop": _("Shown: call today."),
        "nerve": _("Shown: call today if weak."),
        "saddle": _("Shown: emergency, go now."),
        "bone": _("Shown: call this week."),
        "night": _("Shown: call today."),
        "calf": _("Shown: doctor today."),
        "distress": _("No exercise question. Call."),
    }[kind]


def flag_urgency(kind: str) -> str:
    """What must not wait for a call back, in the patient's words."""
    return {
        "pop": _("Please call today. Do not stretch it and do not test it."),
        "nerve": _("If your foot is weak or drops, please call today."),
        "saddle": _("This can be an emergency. Go to A&E now. Do not wait for us."),
        "bone": _("Stop running and jumping. If you cannot put weight on the leg, call today."),
        "night": _("Please call us or your doctor today."),
        "calf": _("You need a doctor today. Do not wait for us."),
        "distress": _("You need not do the exercises today."),
    }[kind]
