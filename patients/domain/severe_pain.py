"""Pain in a session that asks whether something tore. Our choice of the numbers; no study fixes them."""

SEVERE = 8  # 0-10 NRS, on any side
SEVERE_WHEN_STOPPED = 6  # of a session that was stopped because of it


def is_severe(pain_left: int | None, pain_right: int | None, stopped: bool) -> bool:
    """Whether a session asks about a pop, a bruise or new weakness. What was not recorded asks for nothing."""
    severe = SEVERE_WHEN_STOPPED if stopped else SEVERE
    return any(pain is not None and pain >= severe for pain in (pain_left, pain_right))
