"""The file of figures: each run of a file of trials writes its own section and no other."""

from tests.trials.figures import merged, section

FAST = section([("answers", "a second", 900)], "23 November 2026", "Linux, 2 cores")
SLOW = section([("answers", "a second", 9)], "24 November 2026", "Linux, 1 core")


def test_lists_what_a_trial_found_with_day_and_machine():
    assert FAST.startswith("23 November 2026: Linux, 2 cores.\n")
    assert "| answers | a second | 900 |" in FAST


def test_begins_a_document():
    assert "\n## speed\n\n23 November 2026" in merged("", {"speed": FAST})


def test_writes_a_section_anew_and_leaves_the_others():
    before = merged("", {"speed": FAST, "at once": SLOW})
    after = merged(before, {"speed": SLOW})
    assert after.count("## ") == 2
    assert FAST not in after
    assert after == merged("", {"speed": SLOW, "at once": SLOW})


def test_changes_nothing_for_the_same_section():
    once = merged("", {"speed": FAST})
    assert merged(once, {"speed": FAST}) == once
