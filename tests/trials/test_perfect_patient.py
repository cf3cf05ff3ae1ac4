"""A thousand drafts at random that may be published: somebody for whom all goes well comes to the end of each."""

import pytest

from programs.editor import publishing
from tests import make
from tests.programs.editor.drafts import gets_through, publishable

pytestmark = pytest.mark.django_db
DRAFTS = 1_000


def test_gets_through_whatever_is_published(figure):
    draft = publishing.duplicate(make.version())
    stuck = [number for number, one in enumerate(publishable(draft, "trial", DRAFTS)) if not gets_through(one)]
    assert stuck == []
    figure("drafts walked through to the end", DRAFTS)
