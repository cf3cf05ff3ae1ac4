"""Pictures travel with a programme's file, by the hash of their bytes: drawn anew, the same, or left out and told."""

import io
import subprocess
import sys
import zipfile
from hashlib import sha256

import pytest

from programs import transfer
from programs.models import Exercise, Picture, Program, ProgramVersion
from programs.storage import bytes_of
from tests import make
from tests.html import words_of
from tests.patients.test_import_programme import AT, checks, editor, presses, rows  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.uncounted]


@pytest.fixture
def packed():
    """An exported version with two pictures, and a catalogue in which nothing has its names any more."""
    make.version()
    make.picture()
    make.picture(position="start")
    version = make.version()
    data, kind = transfer.exported(version)
    assert kind == "zip"
    rename()
    return data


def rename():
    for number, row in enumerate([*Program.objects.all(), *Exercise.objects.all()]):
        type(row).objects.filter(pk=row.pk).update(slug=f"old{number}-{row.pk}", name=f"Old {number} {row.pk}")


def entries(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def zipped(files, method=zipfile.ZIP_STORED):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as file:
        for name, content in files.items() if isinstance(files, dict) else files:
            file.writestr(name, content)
    return made.getvalue()


def imported(client, data):
    page = checks(client, data, name="a.zip")
    assert page.status_code == 200, words_of(page)
    assert presses(client, page).status_code == 302
    return ProgramVersion.objects.get(program__slug="high-hamstring-tendinopathy")


def test_gives_the_same_bytes_with_the_pictures(editor, packed):  # noqa: F811
    Picture.objects.all().delete()
    draft = imported(editor, packed)
    assert transfer.exported(draft) == (packed, "zip")
    for picture in Picture.objects.all():
        assert picture.exercise.slug == "double-leg-bridge"
        assert f"media/{sha256(bytes_of(picture.file.name)).hexdigest()}" in entries(packed)


def test_takes_a_picture_that_lies_here_and_tells_of_one_that_is_nowhere(editor, packed):  # noqa: F811
    bare = entries(packed)["programme.toml"]
    assert transfer.exported(imported(editor, bare)) == (packed, "zip")
    rename()
    Picture.objects.all().delete()
    before = rows()
    page = checks(editor, bare)
    assert "A picture of “Double-leg bridge" in words_of(page)
    assert rows() == before
    assert presses(editor, page).status_code == 302
    assert not Picture.objects.exists()


@pytest.mark.once
def test_refuses_every_hostile_zip_with_a_reason(editor, packed):  # noqa: F811
    good = entries(packed)
    toml = good["programme.toml"]
    name = next(one for one in good if one != "programme.toml")
    named = toml.replace(name[6:].encode(), sha256(b"no picture").hexdigest().encode())
    bomb = zipped({"programme.toml": b"#" * 600_000, "media/" + "0" * 64: bytes(30_000_000)}, zipfile.ZIP_DEFLATED)
    hostile = {
        "nothing but its beginning": (b"PK\x03\x04", "damaged"),
        "cut off": (packed[:-30], "damaged"),
        "broken within": (packed.replace(b"hamstring", b"hamstrong", 1), "damaged"),
        "empty": (zipped({"a.txt": b""}), "does not belong"),
        "no programme": (zipped({name: good[name]}), "no programme.toml"),
        "a path out": (zipped(good | {"../../etc/passwd": b"x"}), "does not belong"),
        "a path from the root": (zipped(good | {"/etc/passwd": b"x"}), "does not belong"),
        "a path within media": (zipped(good | {"media/../x": b"x"}), "does not belong"),
        "a folder": (zipped(good | {"media/": b""}), "does not belong"),
        "a script": (zipped(good | {"media/x.js": b"x"}), "does not belong"),
        "too many": (zipped(good | {f"media/{n:064x}": b"" for n in range(300)}), "too many"),
        "a bomb": (bomb, "too large"),
        "a bomb of text": (zipped({"programme.toml": b"#" * 9_000_000}, zipfile.ZIP_DEFLATED), "too large"),
        "a large picture": (
            zipped(good | {"media/" + sha256(bytes(3_000_000)).hexdigest(): bytes(3_000_000)}),
            "too large",
        ),
        "another hash": (zipped(good | {name: b"other"}), "other bytes"),
        "no picture": (
            zipped({"programme.toml": named, f"media/{sha256(b'no picture').hexdigest()}": b"no picture"}),
            "JPEG",
        ),
        "packed by LZMA": (zipped(good, zipfile.ZIP_LZMA), "cannot be unpacked"),
        "twice": (zipped([*good.items(), ("programme.toml", toml)]), "twice"),
        "a zip in it": (zipped({"programme.toml": packed}), "UTF-8"),
        "an encrypted one": (
            packed.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"),
            "cannot be unpacked",
        ),
    }
    before = rows()
    for what, (data, says) in hostile.items():
        answer = checks(editor, data, name="../a.zip")
        assert answer.status_code == 422, what
        assert says in words_of(answer), (what, words_of(answer)[:400])
    assert rows() == before
    assert editor.get(AT).status_code == 200


MEASURED = """
import resource, sys
import django
django.setup()
from programs import transfer
data = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    transfer.unpacked(data)
    print("unpacked", end=" ")
except transfer.Unfit:
    print("refused", end=" ")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.once
def test_takes_little_memory_of_whatever_it_is_sent():
    """In a process of its own, for what it took at its worst: too many entries, too large ones, and sizes that lie."""
    deep = zipped({"programme.toml": bytes(2**21), "media/" + "0" * 64: bytes(2**21)}, zipfile.ZIP_DEFLATED)
    lying = deep.replace((2**21).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    for data in (b"PK\x03\x04" + b"PK\x01\x02" * 2_900_000, deep, lying):
        run = subprocess.run([sys.executable, "-c", MEASURED], input=data, capture_output=True, check=True)
        said, megabytes = run.stdout.decode().split()
        assert said == "refused"
        assert int(megabytes) <= 32
