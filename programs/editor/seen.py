"""What a page showed of a whole draft before somebody published or discarded it, and whether it is still so."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from programs.editor import revision
from programs.editor.comparison import Difference, content, differences
from programs.editor.drafting import fingerprint
from programs.models import Citation, ProgramVersion
from programs.selectors import stages_of

LINES, PARTS = "lines", "beside"


@dataclass(frozen=True)
class Whole:
    """A version beside the published one before it (`replaced`, None for the first): the `Difference`s, and `parts`,
    {key: [name, digest]}, whose digests stay the same for as long as publishing would freeze the same."""

    replaced: ProgramVersion | None
    differences: list[Difference]
    parts: dict


@dataclass(frozen=True)
class Moved:
    """What is no longer as a page showed it: `said`, sentences, and the `Difference`s that `went` and `came`, which
    may be of live wording alone."""

    said: list
    went: list[Difference]
    came: list[Difference]

    def __bool__(self):
        return bool(self.said or self.went or self.came)


def whole_of(version):
    """Queries: 13, and one more where nothing was published before."""
    before = ProgramVersion.objects.published().filter(program=version.program_id, number__lt=version.number)
    replaced = before.order_by("-number").first()
    if replaced:
        replaced.program = version.program
    prefetch_related_objects([one for one in (replaced, version) if one], "sources")
    lines = differences(replaced, version) if replaced else []
    return Whole(replaced, lines, _parts(version))


def _parts(version):
    stages = {stage.key: [str(stage), _digest([fingerprint(stage), _ways(stage)])] for stage in stages_of(version)}
    everywhere = [getattr(version, field.attname) for field in content(ProgramVersion)]
    everywhere += [[getattr(one, field.attname) for field in content(Citation)] for one in version.sources.all()]
    return {**stages, "": [_("What holds in every stage"), _digest(everywhere)]}


def _ways(stage):
    """Which variations publishing would freeze: those of a draft are live."""
    return [[variation.slug for variation in one.variations] for one in stage.prescriptions.all()]


def _digest(values):
    return revision.digest(repr(values))


def sealed(version, whole, **more):
    """What a form posts back of what its page showed."""
    lines = [[one.where, one.what, one.before, one.after] for one in whole.differences]
    return revision.seal({LINES: lines, PARTS: whole.parts, **more}, version)


def moved_since(seen, whole):
    """What is not the same as somebody saw it; `seen` is None where no page of ours says."""
    if seen is None:
        return Moved([_("It cannot be said any more what this page showed when you opened it.")], [], [])
    lines = [Difference(*line) for line in seen[LINES]]
    return Moved(
        said=revision.beside_of(seen[PARTS], whole.parts),
        went=[one for one in lines if one not in whole.differences],
        came=[one for one in whole.differences if one not in lines],
    )
