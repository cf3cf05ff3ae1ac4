"""What a form showed when it was opened, and what has become of it since: two people who edit lose nothing.

A page seals a short digest of each stored value that it showed, in a hidden field. Whoever saves is compared with what
is stored now, value by value: what the other one changed stands beside what was typed, and nothing is written before
it was seen. The digests are of values, not of a counter, so a change is found whoever made it, by whatever way.
"""

import datetime as dt
from dataclasses import dataclass, field
from hashlib import blake2s

from django import forms
from django.core import signing
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

FIELD = "revision"
THEIRS = "theirs"  # names of fields whose stored value is taken in place of what was typed
NO_VALUES = {"DELETE"}


def digest(text):
    return blake2s(text.encode(), digest_size=6).hexdigest()


def shown(form):
    """{name: digest} of the stored values of a form."""
    return {name: digest(_stored(form[name])) for name in form.fields if name not in NO_VALUES}


def revision_of(form, formsets, beside):
    """What a page shows of a row: its fields, its rows by their ids, and what stands `beside` them."""
    rows = {each.prefix: {str(one.instance.pk): shown(one) for one in each.initial_forms} for each in formsets}
    return {"fields": shown(form), "rows": rows, "beside": beside}


def seal(revision, row):
    return signing.dumps(revision, salt=_salt(row), compress=True)


def unseal(sealed, row):
    """What a page showed of this row; None for what no page of ours said."""
    try:
        return signing.loads(sealed or "", salt=_salt(row))
    except signing.BadSignature:
        return None


def opened_at(sealed):
    """When the page was made that sealed this, to the second."""
    return dt.datetime.fromtimestamp(signing.b62_decode(sealed.rsplit(":", 2)[1]), dt.UTC)


def _salt(row):
    return f"{__name__}.{row._meta.label}.{row.pk}"


def typed(seen, fields, rows, data):
    """[(label, words)] of what was sent and not shown before; `rows` are (prefix, fields, name) of each kind."""
    seen = seen or {"fields": {}, "rows": {}}
    found = _typed(fields, "", "", seen["fields"], data)
    for prefix, row_fields, name in rows:
        for number in range(_count(data, prefix)):
            begins = f"{prefix}-{number}-"
            shown = seen["rows"].get(prefix, {}).get(data.get(f"{begins}id"), {})
            found += _typed(row_fields, begins, f"{name} {number + 1}, ", shown, data)
    return found


def _typed(fields, begins, where, seen, data):
    sent = {name: one.widget.value_from_datadict(data, {}, begins + name) for name, one in fields.items()}
    return [
        (f"{where}{one.label}", _words(one, sent[name]))
        for name, one in fields.items()
        if sent[name] not in (None, "", False)
        and seen.get(name, digest(_text(one, one.initial))) != digest(_text(one, sent[name]))
    ]


def _count(data, prefix):
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    return min(int(total), 1000) if total.isdecimal() else 0


def _stored(bound):
    return _text(bound.field, bound.field.prepare_value(bound.initial))


def _sent(bound, data):
    return _text(bound.field, bound.field.widget.value_from_datadict(data, {}, bound.html_name))


def _text(of, value):
    """A value as it stands in a form, whether it comes from there or from a row."""
    return "\n".join(_values(of, value)).replace("\r\n", "\n").strip()


def _values(of, value):
    if not isinstance(value, bool):
        value = of.widget.format_value(value)
    if isinstance(value, list | tuple):
        return sorted(map(str, value))
    return [] if value is None else [str(value)]


def _words(of, value):
    """A value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    chosen = _values(of, of.prepare_value(value))
    if choices := getattr(of, "choices", None):
        named = dict(_flat(choices))
        chosen = [str(named.get(one, one)) for one in chosen if one]
    return ", ".join(chosen) or _("nothing")


def stored_and_sent(bound):
    """Both values of a field as people read them; the same where they are, whatever ends their lines."""
    sent = bound.field.widget.value_from_datadict(bound.form.data, {}, bound.html_name)
    if _stored(bound) == _text(bound.field, sent):
        return "", ""
    return _words(bound.field, bound.initial), _words(bound.field, sent)


def _flat(choices):
    for value, name in choices:
        if isinstance(name, list | tuple):
            yield from _flat(name)
        else:
            yield str(value), name


@dataclass(frozen=True)
class Theirs:
    """What the other one made of a field: `name` in the form, `label` and `words` for people; `taken` where nobody else
    had typed there, so that the form has it already."""

    name: str
    label: str
    words: str
    taken: bool


@dataclass(frozen=True)
class Remark:
    """What became of a whole row; `may_go` where it can be left out of the form."""

    says: str
    may_go: bool = False


@dataclass
class Clash:
    """What was sent against what is stored now. `data` is what the form is filled with: what was typed, beside it what
    others changed meanwhile, of whole rows too. `said` are sentences about what has no place in the form."""

    data: dict
    fields: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    said: list = field(default_factory=list)
    known: bool = True

    def __bool__(self):
        return not self.known or bool(self.fields or self.rows or self.said)

    def mark(self, form):
        """Puts each remark where a template finds it."""
        form.remark = self.rows.get(form.prefix)
        for name in form.fields:
            form[name].theirs = self.fields.get(form[name].html_name)


def clash_of(seen, form, formsets, data, files=None):
    """The `Clash` between what is sent and what is stored, which `form` and `formsets` show; false where there is none.

    `seen` is what the sender's page showed, None where it does not say. `files` are those sent with it.
    """
    comparison = _Comparison(seen, data, files)
    comparison.compare(form, comparison.seen["fields"])
    for formset in formsets:
        comparison.compare_rows(formset)
    return comparison.clash


def beside_of(seen, now):
    """Sentences about what stood beside a form and is not the same now. Both are {key: [name, digest]}."""
    said = [_("%(what)s was added meanwhile.") % {"what": now[key][0]} for key in now if key not in seen]
    said += [_("%(what)s was removed meanwhile.") % {"what": seen[key][0]} for key in seen if key not in now]
    both = [key for key in now if key in seen and now[key] != seen[key]]
    return said + [_("%(what)s was changed meanwhile.") % {"what": now[key][0]} for key in both]


class _Comparison:
    def __init__(self, seen, data, files):
        self.seen = seen or {"fields": None, "rows": {}}
        self.data = data.copy()
        self.theirs = set(self.data.pop(THEIRS, []))
        self.files = files or {}
        self.clash = Clash(self.data, known=seen is not None)

    def compare(self, form, seen, *, sent_as=None):
        """`seen` are the digests that the sender was shown, None for somebody who was shown nothing."""
        for name in form.fields:
            bound = form[name]
            if bound.is_hidden or bound.field.disabled or name in NO_VALUES:
                continue
            if (f"{sent_as}-{name}" if sent_as else bound.html_name) in self.theirs:
                self._put(bound)
            elif seen is None or seen.get(name, now := digest(_stored(bound))) != now:
                self._changed(bound, seen and seen[name])

    def _changed(self, bound, seen):
        sent = _sent(bound, self.data)
        if sent == _stored(bound):
            return
        taken = seen == digest(sent)
        if bound.field.widget.needs_multipart_form:  # no browser sends a file back that it was shown
            taken = bound.html_name not in self.files
        self.clash.fields[bound.html_name] = Theirs(
            bound.html_name, bound.label, _words(bound.field, bound.initial), taken
        )
        if taken:
            self._put(bound)

    def _put(self, bound):
        """The stored value, as a browser would send it; a file of that name is not looked at."""
        self.files.pop(bound.html_name, None)
        values = _values(bound.field, bound.field.prepare_value(bound.initial))
        if isinstance(bound.field.widget, forms.CheckboxInput):
            values = ["on"] if bound.initial else []
        self.data.setlist(bound.html_name, values)
        if not values:
            del self.data[bound.html_name]

    def compare_rows(self, formset):
        """The stored rows in their order, then those that were typed: what others took out or put in shifts them."""
        prefix, seen = formset.prefix, self.seen["rows"].get(formset.prefix, {})
        sent = self._taken_out(prefix)
        of_pk = {row["id"][0]: (name, row) for name, row in sent.items() if row.get("id", [""])[0]}
        stored = formset.initial_forms
        for form in stored:
            key = str(form.instance.pk)
            if key in of_pk:
                name, row = of_pk[key]
                self._write(form.prefix, row)
                self.compare(form, seen.get(key), sent_as=name)
            else:
                self._add(form, is_new=key not in seen)
        kept = {str(form.instance.pk) for form in stored}
        left = [(name, row) for name, row in sent.items() if row.get("id", [""])[0] not in kept]
        count = len(stored)
        for name, row in left:
            pk = row.pop("id", [""])[0]
            if name not in self.theirs and (not pk or self._stays(formset, f"{prefix}-{count}", row, seen.get(pk, {}))):
                self._write(f"{prefix}-{count}", {**row, **({getattr(formset, "order_field", ""): [""]} if pk else {})})
                count += 1
        self.data[f"{prefix}-TOTAL_FORMS"], self.data[f"{prefix}-INITIAL_FORMS"] = str(count), str(len(stored))

    def _stays(self, formset, prefix, row, seen):
        """Whether a row that others removed stays in the form, as a new one: it does where it was changed here."""
        if "DELETE" in row:
            return False
        row = MultiValueDict(row)
        bounds = [bound for bound in formset.empty_form if not bound.is_hidden and bound.name not in NO_VALUES]
        sent = {bound: bound.field.widget.value_from_datadict(row, {}, bound.name) for bound in bounds}
        if all(digest(_text(bound.field, value)) == seen.get(bound.name) for bound, value in sent.items()):
            words = ", ".join(
                _words(bound.field, value) for bound, value in sent.items() if value not in ("", None, False)
            )
            self.clash.said.append(_("Removed meanwhile: %(row)s.") % {"row": words})
            return False
        says = _("Removed meanwhile, while you were changing it. If you save, it comes back as you have it here.")
        self.clash.rows[prefix] = Remark(says, may_go=True)
        return True

    def _taken_out(self, prefix):
        """{prefix of a row: {name: values}}, in their order; they leave the data."""
        rows = {}
        for number in range(_count(self.data, prefix)):
            begins = f"{prefix}-{number}-"
            names = [name for name in self.data if name.startswith(begins)]
            rows[begins[:-1]] = {name.removeprefix(begins): self.data.pop(name) for name in names}
        return rows

    def _write(self, prefix, row):
        for name, values in row.items():
            self.data.setlist(f"{prefix}-{name}", values)

    def _add(self, form, *, is_new):
        for name in form.fields:
            if name not in NO_VALUES:
                self._put(form[name])
        if is_new:
            self.clash.rows[form.prefix] = Remark(_("Added meanwhile."))
