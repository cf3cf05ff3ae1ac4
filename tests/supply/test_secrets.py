"""make secrets: what was ever committed is found, whatever became of it since."""

import re
import subprocess
from collections import Counter

import pytest

from tests.supply import secrets

KEY = "AKIA" + "Q7WERTYUIOPASDFG"  # in two parts: no line here is one


def git(folder, *words):
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, "-C", folder, *words], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path):
    """Three commits: a key comes, goes, and comes back in the words of a commit."""
    folder = tmp_path / "origin"
    folder.mkdir()
    git(folder, "init", "-q")
    for message, text in (("One", f'aws = "{KEY}"\n'), ("Two", "nothing\n"), (f"Three {KEY}", "else\n")):
        (folder / "code.py").write_text(text, encoding="utf-8")
        git(folder, "add", ".")
        git(folder, "commit", "-q", "-m", message)
    return folder


def test_finds_a_key_that_was_removed_and_one_in_the_words_of_a_commit(repository, capsys):
    with pytest.raises(SystemExit) as end:
        secrets.main(repository)
    said = capsys.readouterr().out
    assert end.value.code == secrets.FOUND
    assert "3 commits, 3 files" in said and "code.py: AWS Access Key" in said and "message: AWS Access Key" in said
    assert KEY not in said


def test_passes_over_what_was_reviewed(repository, monkeypatch, capsys):
    lines, _read = secrets.history(repository)
    monkeypatch.setattr(secrets, "reviewed", lambda: set(secrets.scanned(lines)).__contains__)
    with pytest.raises(SystemExit) as end:
        secrets.main(repository)
    assert (end.value.code, "0 new" in capsys.readouterr().out) == (0, True)


def test_says_that_it_scanned_nothing_where_the_history_is_not_whole(repository, tmp_path, capsys):
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", str(shallow))
    for folder in (shallow, tmp_path):
        with pytest.raises(SystemExit) as end:
            secrets.main(folder)
        assert end.value.code == secrets.NOT_SCANNED
    assert re.findall(r"Secrets: (.*?)[.;]", capsys.readouterr().out) == ["not scanned", "not scanned"]


def test_takes_digests_for_what_they_are_in_a_list_of_them_alone_and_no_key_with_them():
    is_known = secrets.reviewed()
    assert is_known(secrets.Finding(secrets.DIGEST, "docs/sbom.cdx.json", "1" * 40))
    assert not is_known(secrets.Finding(secrets.DIGEST, "hhtclinic/settings.py", "1" * 40))
    assert not is_known(secrets.Finding("AWS Access Key", "docs/sbom.cdx.json", "1" * 40))


def test_names_each_reviewed_finding_once_with_its_reason():
    said = secrets.tomllib.loads(secrets.REVIEWED.read_text(encoding="utf-8"))
    rows = said["reviewed"]
    assert all(len(row["why"]) > 20 for row in (*rows, *said["digests"]))
    assert all((secrets.ROOT / row["place"]).exists() for row in said["digests"])
    assert [sha1 for sha1, times in Counter(one for row in rows for one in row["sha1"]).items() if times > 1] == []
