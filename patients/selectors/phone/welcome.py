"""Whether a patient has begun."""


def is_new(patient):
    """Whether the patient has a programme and nothing logged in it."""
    running = patient.assignments.active().select_related("standing").first()
    return bool(running) and running.standing.last_session_on is None and running.standing.last_morning_on is None
