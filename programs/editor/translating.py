"""Translating: what of a language is missing or out of date, and the form of one thing, text by text."""

import difflib
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.editor import revision
from programs.editor.base import TextField
from programs.guidance import Guidance
from programs.models import Exercise, Program, ProgramVersion, Stage, Translation, Variation, texts_of
from programs.selectors import stages_of

KINDS = {"programme": Program, "stage": Stage, "exercise": Exercise, "variation": Variation, "card": Guidance}
CARDS = "answers"
HOLDS = "_holds"  # ends the name of the tick that an old translation still says what the English says
ROWS, A_LINE = 3, 34  # of a field at the least, and how many letters go into one


@dataclass(frozen=True)
class Text:
    """One text of a row that may be translated: its English now, and what was written of it, the oldest first."""

    row: Program | Stage | Exercise | Variation | Guidance
    name: str
    written: list[Translation]

    @property
    def label(self):
        return capfirst(str(self.row._meta.get_field(self.name).verbose_name))

    @property
    def english(self):
        return getattr(self.row, self.name)

    @property
    def last(self):
        """What was written of the English now, else of one before it; None of a text that was never translated."""
        of_now = [one for one in self.written if one.english == self.english]
        return next(iter((of_now or self.written)[-1:]), None)

    @property
    def text(self):
        return self.last.text if self.last else ""

    @property
    def state(self):
        """ "missing", "outdated" or "ready"."""
        if not self.text:
            return "missing"
        return "ready" if self.last.english == self.english else "outdated"

    @property
    def changes(self):
        """[(tag, words)] from the English that was translated to the English now; the tag is "", "del" or "ins"."""
        return list(_changes(self.last.english.split(), self.english.split()))


def _changes(before, now):
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "", " ".join(now[c:d])
        else:
            yield from ((tag, " ".join(words)) for tag, words in (("del", before[a:b]), ("ins", now[c:d])) if words)


@dataclass(frozen=True)
class Thing:
    """A row with its texts; those that are empty in English need nothing."""

    row: Program | Stage | Exercise | Variation | Guidance
    texts: list[Text]

    @property
    def kind(self):
        return next(kind for kind, model in KINDS.items() if isinstance(self.row, model))

    @property
    def name(self):
        return f"{self.row.exercise}, {self.row}" if isinstance(self.row, Variation) else str(self.row)

    @property
    def missing(self):
        return sum(one.state == "missing" for one in self.texts)

    @property
    def outdated(self):
        return sum(one.state == "outdated" for one in self.texts)

    @property
    def is_done(self):
        return not (self.missing or self.outdated)


@dataclass(frozen=True)
class Group:
    """A version of a programme with all that its patients read, or the answers; `slug` chooses it."""

    slug: str
    name: str
    things: list[Thing]

    @property
    def total(self):
        return sum(len(one.texts) for one in self.things)

    @property
    def missing(self):
        return sum(one.missing for one in self.things)

    @property
    def outdated(self):
        return sum(one.outdated for one in self.things)

    @property
    def to_do(self):
        return [one for one in self.things if not one.is_done]

    @property
    def done(self):
        return [one for one in self.things if one.is_done]


def groups_of(language):
    """The newest published version and the draft of each programme on offer, then the answers."""
    rows = {(str(one.pk), _name_of(one)): _rows_of(one) for one in _versions()}
    rows[CARDS, _("Answers")] = list(Guidance.objects.live())
    things = things_of([row for of_group in rows.values() for row in of_group], language)
    return [Group(slug, name, [things[id(row)] for row in of_group]) for (slug, name), of_group in rows.items()]


def _versions():
    published = ProgramVersion.objects.latest_published()
    wanted = ProgramVersion.objects.filter(pk__in=[*published.values_list("pk", flat=True), *_drafts()])
    return wanted.filter(program__retired_at=None).select_related("program").order_by("program__name", "number")


def _drafts():
    return ProgramVersion.objects.drafts().values_list("pk", flat=True)


def _name_of(version):
    return _("%(version)s, draft") % {"version": version} if version.is_draft else str(version)


def _rows_of(version):
    """Each row once, however many stages have it."""
    stages = stages_of(version)
    prescriptions = [one for stage in stages for one in stage.prescriptions.all()]
    return list({row.subject: row for row in texts_of(version, stages, prescriptions)}.values())


def things_of(rows, language):
    """{id of the object: its `Thing`}; one query."""
    written = {}
    subjects = {row.subject for row in rows}
    for one in Translation.objects.filter(language=language, subject__in=subjects).select_related("by"):
        written.setdefault((one.subject, one.field), []).append(one)
    return {id(row): Thing(row, _texts(row, written)) for row in rows}


def _texts(row, written):
    return [Text(row, name, written.get((row.subject, name), [])) for name in row.translated if getattr(row, name)]


class TranslationForm(forms.Form):
    """A field for each text, and beside what is out of date a tick that it still holds."""

    def __init__(self, thing, language, data=None):
        super().__init__(data)
        for one in thing.texts:
            self.fields[one.name] = _field(one, language)
            if one.state == "outdated":
                self.fields[one.name + HOLDS] = forms.BooleanField(
                    label=gettext_lazy("It still says what the English says"), required=False
                )

    def said(self, thing):
        """[(text, what it is from now on)] of those that were written anew, or ticked as holding."""
        data = self.cleaned_data
        return [
            (one, data[one.name]) for one in thing.texts if data[one.name] != one.text or data.get(one.name + HOLDS)
        ]


def _field(one, language):
    of_row = one.row._meta.get_field(one.name)
    is_long = of_row.max_length is None
    rows = sum(1 + len(line) // A_LINE for line in one.english.splitlines())
    widget = forms.Textarea(attrs={"rows": max(rows, ROWS)}) if is_long else forms.TextInput()
    widget.attrs |= {"lang": language, "dir": "auto"}
    longest = next(each.limit_value for each in of_row.validators if hasattr(each, "limit_value"))
    label = _("%(text)s in %(language)s") % {"text": one.label, "language": settings.CONTENT_LANGUAGES[language]}
    return TextField(label=label, initial=one.text, required=False, max_length=longest, widget=widget)


@dataclass
class TranslatePage:
    thing: Thing
    form: TranslationForm
    revision: str
    clash: revision.Clash | None = None

    @property
    def fields(self):
        """(text, its field, the tick beside it or None)."""
        return [(one, self.form[one.name], self._tick(one.name + HOLDS)) for one in self.thing.texts]

    def _tick(self, name):
        return self.form[name] if name in self.form.fields else None


def translate_page(row, language, data=None):
    """The page of a row; with `data` what was sent, beside what has changed since it was shown."""
    thing = things_of([row], language)[id(row)]
    form = TranslationForm(thing, language)
    beside = {one.name: [one.label, revision.digest(one.english)] for one in thing.texts}
    beside[""] = [_("The language"), language]
    page = TranslatePage(thing, form, revision.seal(revision.revision_of(form, (), beside), row))
    if data is not None:
        seen = revision.unseal(data.get(revision.FIELD), row)
        page.clash = revision.clash_of(seen, form, (), data)
        page.clash.said += revision.beside_of(seen["beside"], beside) if seen else []
        page.form = TranslationForm(thing, language, page.clash.data)
        page.clash.mark(page.form)
    return page


@transaction.atomic
def translate_as_shown(row, language, data, *, by, now):
    """(page, how many texts were stored); the page is what to show where none could be, with why."""
    type(row)._base_manager.select_for_update(no_key=True).filter(pk=row.pk).first()
    page = translate_page(type(row)._base_manager.get(pk=row.pk), language, data)
    if page.clash or not page.form.is_valid():
        return page, None
    said = page.form.said(page.thing)
    for one, text in said:
        Translation.objects.create(
            language=language, subject=row.subject, field=one.name, english=one.english, text=text, by=by, at=now
        )
    return page, len(said)
