"""A session that was wrong, as the form to log it again shows it."""

from patients.domain.dose import Dose
from patients.domain.entries import set_field_name

SAID = {True: "yes", False: "no", None: ""}


def logged_before(assignment, client_id):
    """(prescription, dose, initial values) of one of the own sessions, None where there is no such session or it had no
    set. What was asked that day is what "as prescribed" means."""
    session = assignment.sessions.filter(client_id=client_id).prefetch_related("sets__prescription__exercise").first()
    sets = list(session.sets.all()) if session else []
    if not sets:
        return None
    one = sets[0].prescription
    asked = (session.sets_asked or one.sets * len(one.sides)) // len(one.sides)
    dose = Dose(one, asked, sets[0].target)
    return one, dose, {**_columns(session), **_sets(sets), "mode": _mode(sets, dose)}


def _columns(session):
    names = ("pain_left", "pain_right", "stopped_for_pain", "painkiller", "felt", "effort", "note", "performed_at")
    return {name: getattr(session, name) for name in names} | {
        "technique_ok": SAID[session.technique_ok],
        "variation": session.variation,
    }


def _sets(sets):
    return {set_field_name(one.number, one.side): one.done for one in sets}


def _mode(sets, dose):
    every = len(sets) == dose.wanted and all(one.done == dose.target for one in sets)
    return "plan" if every else "sets"
