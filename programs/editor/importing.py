"""A programme from a file as a page: what it would make and what it meets here, then the door that makes it.

The file travels in the form, for a page that checks it may leave nothing behind; what is too large for that is chosen
again. Nothing is made but what was shown: the same file, and the same rows in its way.
"""

import base64
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256

from django import forms
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs import transfer
from programs.constraints import broke
from programs.editor import publishing, revision
from programs.editor.stills import Stills
from programs.models import Exercise, Program, Variation
from programs.selectors import stages_of, versions_with
from programs.transfer import PROGRAM, Take

MOST_CARRIED = 1_400_000  # bytes of a file in a form: Django takes 2.5 MB of fields, and base64 makes a third more
CARRIED, FILE, FILE_KEY = "carried", "file", "file"
NO_FILE = gettext_lazy("Please choose a file.")
NAMED_ONCE = ((Program,), (Exercise,), (Variation, "variation_once_an_exercise"))
UNKNOWN = gettext_lazy("It cannot be said any more what this page showed when you opened it.")


class _Undone(Exception):
    pass


@dataclass(frozen=True)
class Meeting:
    """Something of the file that is here already: `key` as in `takes`, `kept` where it differs in nothing. `unlike` are
    (what, as it is here, as in the file), `takes` the choices, [(Take, words)], `says` sentences about them, `readers`
    about who reads it."""

    key: str
    title: str
    kept: bool
    unlike: list
    takes: list = field(default_factory=list)
    says: list = field(default_factory=list)
    readers: list = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """What would be made, in words: stages, exercises that are `new` here; `problems` would keep it from being
    published."""

    stages: list
    new: list
    problems: list


@dataclass
class ImportPage:
    """`is_large` is a file that the page cannot carry: it is chosen again. `faults` are why nothing can be made of the
    file; `moved` what is no longer as it was shown."""

    carried: str = ""
    is_large: bool = False
    faults: list = field(default_factory=list)
    meetings: list = field(default_factory=list)
    form: forms.Form | None = None
    plan: Plan | None = None
    stills: Stills | None = None
    revision: str = ""
    moved: list = field(default_factory=list)

    @property
    def conflicts(self):
        return [(one, self.form[_field(one.key)]) for one in self.meetings if not one.kept]

    @property
    def kept(self):
        return [one.title for one in self.meetings if one.kept]


class TakesForm(forms.Form):
    """What to do with each thing that the file meets here."""

    def __init__(self, meetings, data=None):
        super().__init__(data)
        for one in meetings:
            if not one.kept:
                self.fields[_field(one.key)] = forms.ChoiceField(
                    label=one.title,
                    choices=one.takes,
                    widget=forms.RadioSelect,
                    error_messages={"required": _("Please choose what to do with “%(what)s”.") % {"what": one.title}},
                )

    @property
    def takes(self):
        """{key: Take} of what is chosen."""
        chosen = {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
        return {name.removeprefix("take-"): Take(value) for name, value in chosen.items()}


def _field(key):
    return f"take-{key}"


def sent_file(data, files):
    """The bytes of the file that was chosen, else of the one that the page carried; None where there is none."""
    if isinstance(chosen := files.get(FILE), UploadedFile):
        chosen.seek(0)
        return chosen.read() if chosen.size <= transfer.MOST_PACKED else bytes(transfer.MOST_PACKED + 1)
    try:
        return base64.b64decode(data.get(CARRIED, ""), validate=True) or None
    except ValueError:
        return None


def import_page(data, files, *, today, readers=lambda exercise: []):
    """(page, document): what a file would make and meet, the document None where nothing can be made of it. It writes
    nothing. `readers` answers sentences about who reads an exercise."""
    held = sent_file(data, files)
    if held is None:
        return ImportPage(faults=[NO_FILE]), None
    page = ImportPage(is_large=len(held) > MOST_CARRIED)
    if not page.is_large:
        page.carried = base64.b64encode(held).decode()
    try:
        pack = transfer.unpacked(held)
        document = transfer.read(pack.programme)
        transfer.check(document)
        page.stills = Stills(document, pack.media)
    except transfer.Unfit as unfit:
        page.faults = unfit.faults
        page.carried = ""
        return page, None
    page.meetings = meetings_of(document, readers)
    page.form = TakesForm(page.meetings, data if revision.FIELD in data else None)
    page.form.full_clean()
    now = {FILE_KEY: [_("The file"), sha256(held).hexdigest()], **_state(document, page.meetings)}
    page.revision = revision.seal(now, Program())
    if revision.FIELD in data:
        seen = revision.unseal(data[revision.FIELD], Program())
        page.moved = [str(UNKNOWN)] if seen is None else revision.beside_of(seen, now)
    try:
        page.plan = _tried(document, page, today)
    except transfer.Unfit as unfit:
        page.faults = unfit.faults
    except transfer.Taken as taken:
        page.faults = [str(taken)]
    return page, document


@transaction.atomic
def import_as_shown(data, files, *, by, today, readers=lambda exercise: []):
    """(page, the draft that was made) where what the page showed is as it was, and everything is chosen; else (page,
    None), and nothing is written."""
    _lock(data, files)
    page, document = import_page(data, files, today=today, readers=readers)
    if document is None or page.moved or page.faults or not page.form.is_valid():
        return page, None
    try:
        with transaction.atomic():
            return page, _made(document, page, by, today)
    except IntegrityError as error:
        if not any(broke(error, *named) for named in NAMED_ONCE):
            raise
        page.moved = [_("Somebody else wrote something of the same name at the same moment.")]
        return page, None


def _made(document, page, by, today):
    takes = _takes(page.meetings, page.form.takes)
    before = set(Exercise.objects.values_list("pk", flat=True))
    version = transfer.bring(document, takes, today=today, shown=page.stills.show)
    _log(by, [version], ADDITION, _("Imported from a file."))
    new = Exercise.objects.filter(prescriptions__stage__version=version).exclude(pk__in=before)
    _log(by, new.distinct(), ADDITION, _("Imported from a file."))
    slugs = [one["slug"] for one in document.said["exercises"]]
    theirs = [one for one in document.said["exercises"] if takes.get(one["slug"]) == Take.THEIRS]
    _log(by, [transfer.here(Exercise, one, slugs) for one in theirs], CHANGE, _("Taken from a file."))
    if takes.get(PROGRAM) == Take.THEIRS:
        _log(by, [version.program], CHANGE, _("Taken from a file."))
    return version


def _log(by, rows, flag, said):
    for row in rows:
        LogEntry.objects.log_actions(by.pk, [row], flag, said, single_object=True)


def _lock(data, files):
    """What the file meets stays as it is until the end; who logs meanwhile does not wait."""
    try:
        document = transfer.read(transfer.unpacked(sent_file(data, files) or b"").programme)
    except transfer.Unfit:
        return
    said = [(Program, document.said), *((Exercise, one) for one in document.said["exercises"])]
    for model in (Program, Exercise):
        met = {row.pk for of, one in said if of is model and (row := transfer.here(model, one))}
        list(model.objects.select_for_update(no_key=True).filter(pk__in=met).order_by("pk"))


def _takes(meetings, chosen):
    """Where nothing differs it is as it is here, and what is not chosen yet stands beside it."""
    return {one.key: Take.MINE if one.kept else chosen.get(one.key, Take.COPY) for one in meetings}


def _tried(document, page, today):
    """The `Plan` of what is made and taken back at once. Raises as `transfer.bring` does."""
    met = {one.key for one in page.meetings}
    takes = _takes(page.meetings, page.form.takes)
    plan = None
    try:
        with transaction.atomic():
            shown = partial(page.stills.show, store=False)
            version = transfer.bring(document, takes, today=today, shown=shown)
            plan = Plan(
                stages=[str(stage) for stage in stages_of(version)],
                new=[one["name"] for one in document.said["exercises"] if one["slug"] not in met],
                problems=[str(one) for one in publishing.problems_of(version)],
            )
            raise _Undone
    except _Undone:
        return plan


# What the file meets --------------------------------------------------------------------------------------------------


def meetings_of(document, readers):
    found = [_of_program(document.said), *(_of_exercise(document, one, readers) for one in document.said["exercises"])]
    return [one for one in found if one]


def _of_program(said):
    program = transfer.here(Program, said)
    if program is None:
        return None
    unlike = [
        (capfirst(column.verbose_name), _shown(mine), _shown(theirs))
        for column, mine, theirs in _columns(program, said)
        if mine != theirs
    ]
    draft, takes, says = program.versions.drafts().first(), [], []
    if draft:
        words = _(
            "Its draft of version %(n)s is open, and a programme has one draft at a time: publish or discard it first."
        )
        says.append(words % {"n": draft.number})
    else:
        number = {"n": transfer.next_number(program, said["version"])}
        takes.append(
            (Take.MINE, _("As its next version, %(n)s; what it is called and says stays as it is here") % number)
        )
        if unlike:
            takes.append(
                (Take.THEIRS, _("As its next version, %(n)s; what it is called and says as in the file") % number)
            )
    takes.append((Take.COPY, _("As a programme of its own, with a name of its own")))
    return Meeting(PROGRAM, _("Programme “%s”") % program, False, unlike, takes, says)


def _columns(program, said):
    values = {"condition": "", "summary": "", "review_by": None} | {
        name: said[name] for name in ("name", "condition", "summary", "review_by") if name in said
    }
    for name, theirs in values.items():
        yield Program._meta.get_field(name), getattr(program, name), theirs


def _of_exercise(document, said, readers):
    beside = [one["slug"] for one in document.said["exercises"]]
    exercise = transfer.here(Exercise, said, beside)
    if exercise is None:
        return None
    unlike = _unlike(transfer.mine_in_file(exercise, said), transfer.theirs_in_file(said)) + _pictures(exercise, said)
    kept = not unlike and exercise.slug == said["slug"]
    meeting = Meeting(said["slug"], _("Exercise “%s”") % exercise, kept, unlike)
    return meeting if kept else replace(meeting, **_takes_of(document, said, exercise, readers))


def _takes_of(document, said, exercise, readers):
    takes, says = [], []
    if why := transfer.why_not_mine(document, exercise, said["slug"]):
        says.append(_("It cannot be kept as it is here: the file %(why)s.") % {"why": why})
    else:
        takes.append((Take.MINE, _("Keep mine")))
    versions = versions_with(exercise)
    if why := transfer.why_not_theirs(exercise, said):
        says.append(_("It cannot become what the file says. %(why)s") % {"why": why})
    else:
        only_words = _("Take theirs. Wording only: people do the same as before")
        takes.append((Take.THEIRS, only_words if versions else _("Take theirs")))
        if versions:
            words = _("Theirs changes the wording at once in: %(versions)s.")
            says.append(words % {"versions": "; ".join(map(str, versions))})
    another = _("People do something else: import it as an exercise of its own, with a name of its own")
    takes.append((Take.COPY, another if versions else _("Import it as an exercise of its own, with a name of its own")))
    return {"takes": takes, "says": says, "readers": readers(exercise) if versions else []}


def _unlike(mine, theirs):
    """[(what, as it is here, as in the file)] of two exercises as files have them."""
    found = [
        (capfirst(Exercise._meta.get_field(name).verbose_name), _shown(mine.get(name)), _shown(theirs.get(name)))
        for name in dict.fromkeys([*mine, *theirs])
        if name not in ("slug", "variations") and mine.get(name) != theirs.get(name)
    ]
    ways = [{way["slug"]: way for way in each["variations"]} for each in (mine, theirs)]
    for slug in dict.fromkeys([*ways[0], *ways[1]]):
        was, now = (each.get(slug, {}) for each in ways)
        if was != now:
            found.append((_("Variation “%s”") % slug, _way(was), _way(now)))
    if not found and [*ways[0]] != [*ways[1]]:
        found.append((_("Variations from easy to hard"), ", ".join(ways[0]), ", ".join(ways[1])))
    return found


def _pictures(exercise, said):
    """Those of the file that are not here; taking theirs takes none away."""
    ways = list(exercise.variations.all())
    mine = transfer.pictures_in_file(exercise, ways) if said.get("pictures") else []
    places = {(one.get("variation"), one["position"]): one["alternative"] for one in mine}
    return [
        (_("Picture"), places.get((one.get("variation"), one["position"]), ""), one["alternative"])
        for one in said.get("pictures", ())
        if one not in mine
    ]


def _way(said):
    return ". ".join(_shown(value) for name, value in said.items() if name != "slug")


def _shown(value):
    return "\n".join(value) if isinstance(value, list) else str(value or "")


def _state(document, meetings):
    """{key: [name, digest]} of what the page shows of rows here and of what its choices rest on."""
    names = [(PROGRAM, document.said["name"]), *((one["slug"], one["name"]) for one in document.said["exercises"])]
    met = {one.key: replace(one, readers=[]) for one in meetings}
    return {key: [f"“{name}”", revision.digest(repr(met.get(key)))] for key, name in names}
