"""Something new or alarming: what was ticked, what was told of it, and the short form for a list."""

from django.utils.translation import gettext as _


def flag_tick(kind: str) -> str:
    """The words a patient ticks; KeyError for no kind."""
    return {
        "pop": _(
            "A pop or tearing feeling, sudden severe pain in an exercise, a fall or a blow, a big bruise, a gap, "
            "sudden weakness, or I cannot walk normally"
        ),
        "nerve": _("New numbness, tingling or pain below the knee, or a weak foot"),
        "saddle": _(
            "Numb between the legs, new trouble with bladder or bowel, loss of feeling in sex, or new pain, weakness "
            "or numbness down both legs"
        ),
        "bone": _("New groin, hip or bone pain when I stand on one leg or hop, after I trained more"),
        "night": _("New pain at night or at rest that no position eases; or fever; or weight loss I cannot explain"),
        "calf": _("A hot, swollen or very painful calf"),
        "chest": _("Chest pain, or I am short of breath"),
        "drug": _("A new course of a quinolone antibiotic, such as ciprofloxacin, or of steroids"),
        "distress": _("I am at my wits’ end. I cannot cope"),
    }[kind]


def flag_short(kind: str) -> str:
    """For a clinician's list; KeyError for no kind."""
    return {
        "pop": _("pop, tear, fall or cannot walk"),
        "nerve": _("weak foot or numb leg"),
        "saddle": _("numb between the legs"),
        "bone": _("bone or groin pain"),
        "night": _("night pain, fever, weight loss"),
        "calf": _("hot or swollen calf"),
        "chest": _("chest pain or short of breath"),
        "drug": _("new quinolone or steroids"),
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
        "chest": _("Shown: emergency, call now."),
        "drug": _("Shown: call within 2 days."),
        "distress": _("No exercise question. Call."),
    }[kind]


def flag_urgency(kind: str, hospital: str = "") -> str:
    """What must not wait for a call back, in the patient's words; `hospital` is what its door is called there."""
    return {
        "pop": _("Please call today. Do not stretch it and do not test it."),
        "nerve": _("If your foot is weak or drops, please call today."),
        "saddle": _("This can be an emergency. Go to %(hospital)s now. Do not wait for us.")
        % {"hospital": hospital or _("an emergency department")},
        "bone": _("Stop running and jumping. If you cannot put weight on the leg, call today."),
        "night": _("Please call us or your doctor today."),
        "calf": _("You need a doctor today. Do not wait for us."),
        "chest": _("This can be an emergency. Do not wait for us."),
        "drug": _("Please call within 2 days. Do not stop the medicine on your own."),
        "distress": _("You need not do the exercises today."),
    }[kind]
