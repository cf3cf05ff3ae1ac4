"""Something new or alarming: what was ticked, what the screen says at once, and the short form for a list."""

from django.utils.translation import gettext as _

from .facts import sentences
from .terms import Words


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


def flag_text(kind: str, phone: str, out_of_hours: str, emergency: str, crisis: str) -> Words:
    """What the screen says at once, with the clinic's numbers; a number that is not known is left out."""
    closed = _("Closed? Call %(number)s.") % {"number": out_of_hours} if out_of_hours else ""
    emergency = emergency or _("the emergency number")
    doctor = out_of_hours or emergency
    return {
        "pop": Words(
            _dial(_("Stop. Call us today"), phone),
            sentences(_("Do not stretch it and do not test it."), closed),
        ),
        "nerve": Words(
            _dial(_("Stop. If your foot is weak or drops, call us today"), phone),
            sentences(_("If not, call within 2 days."), closed),
        ),
        "saddle": Words(
            _("This can be an emergency. Go to A&E now or call %(number)s.") % {"number": emergency},
            _("Do not wait for us."),
        ),
        "bone": Words(
            _dial(_("Stop running and jumping. Call us this week"), phone),
            sentences(_("If you cannot put weight on the leg, call today."), closed),
        ),
        "night": Words(_dial(_("Stop. Call us or your doctor today"), phone), closed),
        "calf": Words(
            _("Stop. You need a doctor today. Call %(number)s.") % {"number": doctor},
            _("Chest pain or short of breath? Call %(number)s.") % {"number": emergency},
        ),
        "distress": Words(
            sentences(
                _("You do not have to do this alone."),
                _dial(_("Call us"), phone),
                _("To talk now: %(number)s.") % {"number": crisis} if crisis else "",
            ),
            sentences(
                _("In danger? Call %(number)s.") % {"number": emergency},
                _("You need not do the exercises today."),
            ),
        ),
    }[kind]


def _dial(clause: str, number: str) -> str:
    """ "Call us today: 01632 960 142.", or the clause alone."""
    if not number:
        return _("%(clause)s.") % {"clause": clause}
    return _("%(clause)s: %(number)s.") % {"clause": clause, "number": number}
