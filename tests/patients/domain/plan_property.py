"""More pain never asks for more: what must hold of today's plan on every history, as a function that raises."""

from hypothesis import given, note, settings
from hypothesis import strategies as st

from patients.domain.todays_plan import Amount, todays_plan
from tests.programs.progression.make import RULES

from .plans import made_worse, plans

ORDER = list(Amount)


def hold(asked=todays_plan, **options):
    """Tries it; options are hypothesis settings. AssertionError where it does not hold."""

    @settings(**options)
    @given(plan=plans(), chance=st.randoms(use_true_random=False))
    def asks_no_more_for_more_pain(plan, chance):
        found, *done = plan
        worse = made_worse(found, chance)
        before, after = (asked(RULES, one, *done) for one in (found, worse))
        note(f"{before}\n{after}\n{worse}")
        assert ORDER.index(after.amount) <= ORDER.index(before.amount)
        assert after.volume <= before.volume and after.exercise <= before.exercise

    asks_no_more_for_more_pain()
