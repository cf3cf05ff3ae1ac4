import pytest

from patients.wording import activity_words


@pytest.mark.parametrize(
    ("minutes", "pain", "said"),
    [(1, None, "running, 1 minute"), (20, 0, "running, 20 minutes, pain 0"), (25, 4, "running, 25 minutes, pain 4")],
)
def test_says_an_activity_with_the_pain_that_was_recorded(minutes, pain, said):
    assert activity_words("running", minutes, pain) == said
