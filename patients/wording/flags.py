"""What the screen says at once to somebody who ticks something new or alarming."""

from django.utils.translation import gettext as _

from programs.wording import Words
from programs.wording.facts import sentences


def flag_text(kind: str, phone: str, out_of_hours: str, emergency: str, crisis: str) -> Words:
    """Whom to call and what to leave, with the clinic's numbers; a number that is not known is left out."""
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
