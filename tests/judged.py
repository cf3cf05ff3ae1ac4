"""Forms are sent and answers judged: none breaks, what is refused changes nothing and comes back with a sentence, and
what is stored is what was typed. Every post is taken back."""

import datetime as dt
import re
import traceback
from collections import Counter
from decimal import Decimal, InvalidOperation
from html import unescape
from unittest.mock import patch

from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction

from patients.models import Letter
from patients.notices import outbox
from programs import clock
from tests import html, polyglots
from tests.crawl import ONE_OF_MANY, is_page
from tests.page_faults import runs_nothing_inline

WRITING = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) \W?(\w+)")
# Sessions, counts of tries and the audit say that somebody was here, whatever became of what they sent.
OF_EVERY_VISIT = {"django_session", "usersessions_usersession", "cache", "patients_auditentry"}
REFUSED = (409, 422)
GONE = 410  # a link that is used up: there is nothing to fill in again
FAILED = "^(failed|refused|not sent|no answer|unreadable)"
A_SENTENCE = re.compile(r'role="alert"|invalid-feedback|errorlist|class="notice|"errors"')
EACH_FOR_ITSELF = {"move-patients"}  # one that cannot be moved stops no other, and the answer says who was not
# Buttons that do something to what stands, whatever was typed beside.
OF_THE_ROW = {"out=1", "_looked=1", "_remove=1", "mark=done", "not_now=1"}
SECRETS = {"password", "code"}  # never given back


class Judge:
    """`posts` counts what was sent and `statuses` the answers; `taken` holds the forms (person, key) that were taken at
    least once, `faults` what is wrong with one example of each kind, `altered` the texts that are not stored as they
    were typed, of `compared`."""

    def __init__(self):
        self.posts, self.taken, self.statuses, self.faults = 0, set(), Counter(), {}
        self.altered, self.compared = {}, 0
        self.tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
        self.before = {}

    def send(self, client, person, found, post):
        cookies, written, self.posts = client.cookies.copy(), set(), self.posts + 1

        def watch(execute, sql, params, many, context):
            written.update(WRITING.findall(sql))
            return execute(sql, params, many, context)

        try:
            with transaction.atomic(), connection.execute_wrapper(watch), patch.object(cache, "set"):
                try:
                    answer = answer_to(client, found, *post.content())
                    self.judge(person, found, post, answer, written - OF_EVERY_VISIT)
                finally:
                    transaction.set_rollback(True)
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            self.fault(person, found, post, f"{type(error).__name__} in {where.filename}:{where.lineno} {error}"[:300])
            answer = None
        client.cookies = cookies
        return answer

    def fault(self, person, found, post, what):
        known = self.faults.setdefault((found.name, what), (person, found.page, post))
        if len(str(post.sent)) < len(str(known[2].sent)):
            self.faults[found.name, what] = (person, found.page, post)

    def judge(self, person, found, post, answer, written):
        status = answer.status_code
        self.statuses[status] += 1
        changed = self.changed(written)
        if status >= 500:
            self.fault(person, found, post, f"answers {status}")
        if status >= 400 and changed and found.name not in EACH_FOR_ITSELF:
            self.fault(person, found, post, f"answers {status} and changes {sorted(changed)}")
        if status < 400 and (changed or status == 302 or not A_SENTENCE.search(shown_in(answer))):
            self.taken.add((person, found.key))
        if polyglots.RUN in shown_in(answer):
            for what in runs_nothing_inline(answer, *html.parse(answer)):
                self.fault(person, found, post, what)
        if "patients_letter" in changed:
            self.goes_out(person, found, post)
        if not can_be_typed(found, post):
            return
        if status >= 400 and status not in (*REFUSED, GONE):
            self.fault(person, found, post, f"answers {status} to what can be typed")
        elif post.button in OF_THE_ROW or not found.is_post:
            return
        elif status in REFUSED or (status == 200 and not changed):
            self.comes_back(person, found, post, answer)
        elif changed:
            self.keeps(person, found, post, changed)

    def changed(self, written):
        """table → (before, now) of each row that is new or other now."""
        found = {}
        for table in written & self.tables.keys():
            before, now = self.before[table], rows_of(self.tables[table])
            rows = {pk: row for pk, row in now.items() if before.get(pk) != row}
            if rows or before.keys() - now.keys():
                found[table] = [(before.get(pk, {}), row) for pk, row in rows.items()]
        return found

    def remember(self):
        """How everything is before any post."""
        self.before = {name: rows_of(model) for name, model in self.tables.items()}

    def goes_out(self, person, found, post):
        """A letter that was written is sent, whatever stands in it."""
        outbox.send_letters(clock.now())
        mail.outbox.clear()
        for outcome in Letter.objects.filter(sent_at=None, outcome__regex=FAILED).values_list("outcome", flat=True):
            self.fault(person, found, post, f"writes a letter that does not go out: {outcome}")

    def comes_back(self, person, found, post, answer):
        """A refusal says why, and holds what was typed."""
        if not (page := shown_in(answer)):
            return
        if answer.status_code in REFUSED and not A_SENTENCE.search(page):
            self.fault(person, found, post, f"answers {answer.status_code} without a sentence")
        there = squeezed(unescape(page))
        for name, one in found.fields.items():
            value = squeezed(received(post.sent.get(name, [""])[0]))
            if one.is_typed and not {name, one.kind} & SECRETS and value not in there:
                asked = ONE_OF_MANY.sub("#", name)
                self.fault(person, found, post, f"{answer.status_code}: {asked} does not come back")

    def keeps(self, person, found, post, changed):
        """What was typed stands in a row that is new or other now."""
        stored = [kept for rows in changed.values() for before, row in rows for kept in values_in(before, row)]
        for name in post.changed:
            said = received(post.sent[name][0])
            self.compared += 1
            if said.strip() and not any(is_same(said.strip(), one) for one in stored):
                place = (found.name, ONE_OF_MANY.sub("#", name))
                self.altered.setdefault(place, []).append((said[:60], person))


def answer_to(client, found, body, content_type):
    """The answer, read to its end; the body goes as it is, whatever its type says."""
    if found.is_post:
        answer = client.generic("POST", found.action, body, content_type=content_type)
    else:
        answer = client.get(found.action.split("?")[0], QUERY_STRING=body.decode("latin-1"))
    if answer.streaming:
        answer.getvalue()
    return answer


def shown_in(answer):
    """The source of a page, "" where the answer is none."""
    return answer.content.decode() if is_page(answer) else ""


def can_be_typed(found, post):
    """Whether a person in front of the page could have sent it, or one who is quick."""
    typed = [name for name in post.changed if found.fields.get(name) and found.fields[name].is_typed]
    single = all(len(post.sent[name]) == 1 and not isinstance(post.sent[name][0], tuple) for name in typed)
    return post.kind in {"form", "multipart"} and bool(found.buttons) and len(typed) == len(post.changed) and single


def rows_of(model):
    columns = [field.attname for field in model._meta.concrete_fields]
    return {row["pk"]: row for row in model._base_manager.values("pk", *columns)}


def received(value):
    """What is no text is told by a mark, as browsers and Django do."""
    sent = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
    return sent.decode("utf-8", "replace")


def squeezed(text):
    """Text without white space and what no page can hold."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\ufeff\ufffd]+", "", text)


def values_in(before, row):
    """What is new in a row."""
    for name, value in row.items():
        if before.get(name) != value:
            yield from flat(value)


def flat(value):
    if isinstance(value, dict):
        yield from flat([*value.keys(), *value.values()])
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from flat(inner)
    else:
        yield value


def is_same(said, kept):
    """Whether what is kept is what was said. White space at its ends is nobody's, and the end of a line is one however
    it is sent; numbers and days are compared as such."""
    if isinstance(kept, str):
        return _lines_of(said) == _lines_of(kept.strip())
    if isinstance(kept, bool) or kept is None:
        return False
    if isinstance(kept, int | float | Decimal):
        try:
            return Decimal(said) == Decimal(str(kept))
        except InvalidOperation:
            return False
    if isinstance(kept, dt.date | dt.time):
        return said.startswith((str(kept), kept.isoformat(), f"{kept:%H:%M}")) or said[:10] == str(kept)[:10]
    return said == str(kept)


def _lines_of(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")
