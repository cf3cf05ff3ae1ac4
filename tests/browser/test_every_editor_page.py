"""Every page that writes programmes, exercises and answers is held to the rules of all pages, at both sizes and in both
colour schemes; a page that this walk leaves out fails it."""

import re

from django.urls import URLPattern, get_resolver, resolve, reverse

from programs import clock, transfer
from programs.editor.publishing import duplicate, publish
from programs.models import Exercise, Program
from tests import make
from tests.browser.doors import let_in
from tests.browser.page_rules import AT_THE_DESK
from tests.browser.tour import Tour

OURS = re.compile(r"^(drafts|programmes|translations|catalogue|versions|admin/programs)/")
# What is no page to look at: files, presses, and what the product does not let anybody open.
NO_PAGE = {
    "ask-what-if",
    "preview-page",  # a page of the patient's: looked at as theirs
    "programme-schema",
    "export-version",
    "programs_programversion_duplicate",
    "programs_programversion_add-stage",
    "programs_stage_earlier",
    "programs_stage_later",
    "programs_stage_remove",
    "programs_programversion_changelist",
    "programs_programversion_add",
    "programs_stage_changelist",
    "programs_stage_add",
    "programs_picture_changelist",
} | {f"programs_{model}_delete" for model in ("guidance", "program", "programversion", "stage", "exercise", "picture")}


class Walk(Tour):
    """A tour that knows which addresses it has been to."""

    def __init__(self, page, rules):
        super().__init__(page, rules)
        self.been = set()

    def opens(self, path):
        self.been.add(resolve(path.split("?")[0]).url_name)
        super().opens(path)


def pages_of_editors(resolver=None, before=""):
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern)
        if not isinstance(one, URLPattern):
            yield from pages_of_editors(one, route)
        elif OURS.match(route) and one.name and one.name not in NO_PAGE:
            yield one.name


def page_of(row, what="change"):
    return reverse(f"admin:programs_{row._meta.model_name}_{what}", args=[row.pk])


def test_holds_on_every_page_of_an_editor(open_page, live_server, tmp_path):
    editor, physio, now = make.editor(), make.physio(), clock.now()
    before = make.assignment(make.patient(by=physio), days=9).version
    after = publish(duplicate(before), by=editor, now=now)
    draft = duplicate(after)
    page = open_page()
    let_in(page, editor, live_server.url)
    with Walk(page, AT_THE_DESK) as walk:
        lists_and_forms(walk, before)
        a_draft(walk, draft)
        files(walk, before, tmp_path)
        languages(walk, before)
        what_goes(walk)
        page.context.clear_cookies()
        let_in(page, physio, live_server.url)
        moving(walk, before, after)
    assert set(pages_of_editors()) - walk.been == set()


def lists_and_forms(walk, version):
    [card, *_more], exercise = make.guidance(), Exercise.objects.get(slug="double-leg-bridge")
    for name in ("program", "exercise", "guidance"):
        walk.opens(reverse(f"admin:programs_{name}_changelist"))
        walk.opens(reverse(f"admin:programs_{name}_add"))
        walk.presses("Save", f"{name}, nothing written")
    walk.opens(f"{reverse('admin:programs_picture_add')}?exercise={exercise.pk}")
    walk.presses("Save", "a picture, nothing chosen")
    rows = [version, version.program, version.stages.first(), exercise, card, make.picture()]
    for row in rows:
        walk.opens(page_of(row))
        walk.opens(page_of(row, "history"))
    for row in (exercise, card):
        name = f"admin:programs_{row._meta.model_name}_simple_history"
        walk.opens(reverse(name, args=[row.pk, row.history.first().history_id]))
    walk.opens(reverse("admin:programs_programversion_stages", args=[version.pk]))


def a_draft(walk, draft):
    page, stage = walk.page, draft.stages.get(position=2)
    walk.opens(page_of(draft))
    walk.opens(page_of(stage))
    page.get_by_label("What opens next").fill("Another sentence.")
    walk.presses("Save draft", "a stage saved")
    page.get_by_label("Sessions a week").fill("many")
    walk.presses("Save draft", "a stage refused")
    walk.opens(reverse("admin:programs_programversion_stages", args=[draft.pk]))
    walk.opens(reverse("preview", args=[draft.pk]))
    walk.opens(reverse("what-if", args=[draft.pk]))
    walk.presses("Try it on the logged histories", "a draft that is tried")
    walk.opens(reverse("publish-version", args=[draft.pk]))
    walk.presses("Publish version 3", "publishing without a note")
    walk.opens(page_of(stage))
    walk.presses("Remove this stage from the draft", "a stage removed")
    draft.stages.update(name="New stage")
    walk.opens(reverse("publish-version", args=[draft.pk]))
    walk.opens(reverse("discard-draft", args=[draft.pk]))
    walk.presses("Discard this draft", "a draft discarded")


def files(walk, version, folder):
    page = walk.page
    name = version.program.name
    said = transfer.to_toml(version).decode()
    for what, text in {
        "nothing readable": "name = ",
        "another": said.replace(name, "Another"),
        "the same": said,
    }.items():
        (folder / "a.toml").write_text(text, encoding="utf-8")
        walk.opens(reverse("import-programme"))
        page.locator("input[type=file]").set_input_files(folder / "a.toml")
        walk.presses("Check this file", f"a file, {what}")
    walk.presses("Import as a draft", "a file, nothing chosen")
    (folder / "a.zip").write_bytes(b"PK")
    page.locator("input[type=file]").set_input_files(folder / "a.zip")
    walk.presses("Check this file", "a file, no zip")


def languages(walk, version):
    stage = version.stages.first()
    walk.opens(reverse("translations", args=["de"]))
    walk.opens(reverse("translate", args=["ar", "stage", stage.pk]))
    walk.page.get_by_label("Name in Arabic").fill("x" * 300)
    walk.presses("Save", "a text that is too long")
    walk.page.get_by_label("Name in Arabic").fill("جسر")
    walk.presses("Save", "a text translated")


def what_goes(walk):
    bridge = Exercise.objects.get(slug="double-leg-bridge")
    for kind, row in (
        ("programme", Program.objects.first()),
        ("exercise", bridge),
        ("variation", bridge.variations.first()),
    ):
        walk.opens(reverse("retire", args=[kind, row.pk]))
    walk.presses("Retire it", "a programme retired")
    unused = Exercise.objects.create(name="Never used", slug="never-used", kind="hold")
    walk.opens(reverse("delete-unused", args=["exercise", unused.pk]))


def moving(walk, before, after):
    walk.opens(reverse("versions"))
    walk.opens(reverse("move-patients", args=[before.pk, after.pk]))
