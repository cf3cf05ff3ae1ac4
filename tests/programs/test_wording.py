"""Every answer of the engine in words; what is said, word for word, stands in `test_wording.md` for a signature."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patients.wording import caseload_reason
from programs import library
from programs.progression import FLAG_KINDS, Because, CriterionRule, History, Outcome, evaluate, stored
from programs.progression.cases import parse, read_case
from programs.progression.facts import row_ended
from programs.progression.reading import read
from programs.wording import Names, clinician_words, finding_rows, patient_words, row_ended_words

from .progression.make import RULES, asking, away, check, day, days, flag, history, in_stage, measure, on, said, session
from .progression.strategies import histories, programmes

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.json"))
CALM = days(1, 2, 4, 6, 8)

HISTORIES = {
    "flag": history(CALM, flag(9)),
    "two flags": history(CALM, flag(8, "pop"), flag(9, "distress")),
    "a gap of 4 weeks": history(CALM, today=36),
    "a gap without any session": history(today=28),
    "a gap": history(CALM, today=22),
    "a gap around days away": history(CALM, away(9, 10), today=24),
    "two reds": history(days(1, pain_during=7), day(8, morning=6), days(3, 4, 5)),
    "two reds in stage 1": history(days(1, 8, pain_during=6), stage=1),
    "a strained run": history(days(1, 3, 5, pain_during=4), day(6, pain_during=None), day(8)),
    "a strained run in stage 1": history(days(1, 3, 5, pain_during=4), stage=1),
    "a strained first week": history(days(1, 3, 5, stopped_for_pain=True), today=6),
    "a flare that does not settle": history(day(1, pain_during=6), day(3), day(5), day(7, pain_during=4)),
    "a flare that does not settle in stage 1": history(day(1, pain_during=6), day(3), today=11, stage=1),
    "a second flare": history(day(1, pain_during=6), days(3, 5, 7), day(18, pain_during=6), today=19),
    "a flare of this morning": history(day(7), day(9, morning=6), baseline_morning_pain=2),
    "a flare of yesterday": history(day(9, pain_during=7)),
    "a flare of days ago": history(day(5, pain_other_side=7)),
    "a flare after a rest day": history(day(5), check(10, 6), baseline_morning_pain=1.5),
    "a flare of two ambers": history(days(5, 8, morning=3)),
    "a flare that settles": history(day(4, pain_during=6), days(6, 8)),
    "a hold of the clinician": history(CALM, clinician_hold=True),
    "long in the stage": history(days(20, 30, 38), today=43),
    "few mornings": history(days(1, 2, 4, 6, morning=None), day(8)),
    "levels": history(in_stage(1, 1, 2, 4, harder=0), stage=1, today=6),
    "levels of which the last is the harder": history(in_stage(1, 1, 2, 4, 6, 8, harder=1), stage=1),
    "levels switched off": history(in_stage(1, 1, 2, 4, harder=0), stage=1, today=6, self_paced=False),
    "no variation logged": history(in_stage(1, 1, 2, 4, 6, harder=1), day(8, variation=None), stage=1),
    "a pending morning": history(days(1, 2, 4), session(10)),
    "a pending morning after an amber day": history(days(1, 2), day(4, pain_during=4), days(6, 7), session(10)),
    "a morning still to come": history(days(1, 2, 4), session(9), hour=8),
    "an amber day": history(day(1), day(6, pain_during=4), day(8)),
    "an amber morning": history(day(1), day(8, morning=4), baseline_morning_pain=3),
    "an amber morning of today": history(day(1), day(9, morning=4), baseline_morning_pain=3),
    "a red rest-day morning among the last days": history(check(3, 6), days(3, 4, 5, 6, 7), today=8),
    "a day that was stopped": history(day(1), day(8, stopped_for_pain=True)),
    "sessions": history(days(1, 2, 4, 6)),
    "sessions that do not count": history(
        day(1, pain_during=None), day(2, completion=0.5), day(4), day(6, morning=None, completion=0.5)
    ),
    "no session yet": history(today=1),
    "minimum days": history(days(0, 1, 2, 3, 4), today=6),
    "completion": history(days(1, 2, 4, 6), day(8, completion=0.9, all_sets=False)),
    "symmetry": history(days(1, 2, 4), day(6, symmetry=0.896), day(8)),
    "symmetry not recorded": history(days(1, 2, 4, 6), day(8, symmetry=None)),
    "technique": history(in_stage(4, 1, 3, 5, 8, 10), in_stage(4, 12, technique_ok=None), stage=4, today=14),
    "a criterion that the phone cannot answer": history(CALM),
    "a criterion that is missed": history(CALM, measure(6, "pain_sitting", 4)),
    "criteria met": history(CALM),
    "criteria met beside sore rest-day mornings": history(CALM, check(4, 3), check(8, 3)),
    "a third try": history(CALM, steps_back=(on(-20), on(0))),
    "the programme complete": history(in_stage(5, 1, 3, 5, 8, 10, 12, 15, 17, 19), stage=5, today=21),
}

SITTING = CriterionRule("pain", "at_most", 2, 1, "sitting")
RULES_OF = {
    "a criterion that the phone cannot answer": asking(
        CriterionRule("clinician_confirms", "at_least", 1, None, "squat")
    ),
    "a criterion that is missed": asking(SITTING, CriterionRule("effort", "at_most", 5, 2)),
}

FORBIDDEN = ("failed", "restart", "0 of 6 again", "non-compliant", "safe", "recovered", "fit to run")
PRAISE_OR_BLAME = ("well done", "great", "good job", "congratulations", "unfortunately", "should have")
UNFILLED = ("{", "}", "%(", "None", "%%", "  ")

PAIRS = {
    "stop_and_contact/open_flag",
    "review/gap",
    "hold/gap",
    *(
        f"{outcome}/{why}"
        for outcome in ("step_back", "review")
        for why in ("two_reds", "strained_run", "flare_unsettled")
    ),
    "review/second_flare",
    "reduce/flare",
    "hold/clinician_hold",
    "review/long_in_stage",
    "cannot_evaluate/morning_checks",
    "suggest_level_up/variation",
    *(f"hold/{why}" for why in ("variation", "morning_pending", "amber", "sessions", "min_days", "completion")),
    "hold/symmetry",
    "hold/technique",
    "hold/criterion",
    "suggest_next/criteria_met",
    "review/tried_before",
    "review/programme_complete",
}

WAYS_OUT = {
    Because.GAP: "Begin again with half the sets",
    Because.CLINICIAN_HOLD: "until Jonas changes it",
    Because.MORNING_PENDING: "morning",
    Because.AMBER: "We count good days from there.",
    Because.SESSIONS: "Carry on as planned.",
    Because.MIN_DAYS: "Carry on as planned until then.",
    Because.COMPLETION: "Try to do every set",
    Because.SYMMETRY: "both legs",
    Because.TECHNIQUE: "Please tick yes or no",
    Because.CRITERION: "Jonas notes it with you.",
    Because.VARIATION: "Jonas",
}


class Spoken:
    """What a stored answer says, once it was read back."""

    def __init__(self, found: History, rules=RULES, **names):
        answer = evaluate(rules, found)
        kept = stored.recommendation_to_json(answer)
        filled = {
            "physio": "Jonas",
            "hears": "Jonas sees it when the clinic is open.",
            "clinic": "Hollybrook",
            "phone": "01632 960 142",
            "stage": found.stage,
            "next_stage_name": "Prone hamstring curl",
            "exercise_before": "Double-leg bridge",
            "reason": "MRI first.",
        }
        self.findings = kept["findings"]
        stands = kept["outcome"], kept["because"], kept["target"], self.findings
        self.names = Names(today=found.today, **filled | names)
        self.because = answer.because
        self.pair = f"{answer.outcome}/{answer.because}"
        self.patient = patient_words(*stands, self.names)
        self.clinician = clinician_words(*stands, self.names)
        self.caseload = caseload_reason(*stands, self.names)

    @property
    def texts(self) -> list[str]:
        both = (self.patient, self.clinician)
        return [self.caseload, *(words.title for words in both), *(words.text for words in both)]

    def page(self, name: str) -> str:
        return (
            f"## {name}: {self.pair}\n\n"
            f"- Patient: **{self.patient.title}** {self.patient.text}\n"
            f"- Clinician: **{self.clinician.title}** {self.clinician.text}\n"
            f"- Caseload: {self.caseload}\n"
        )


def spoken_of(name: str, **names) -> Spoken:
    return Spoken(HISTORIES[name], RULES_OF.get(name, RULES), **names)


def sentences_of(text: str) -> list[str]:
    """Quotations are somebody else's words and count as one."""
    plain = re.sub(r"“[^”]*”", "“quoted”", text).replace("01632 960 142", "01632")
    return re.split(r"(?<=[.?!])\s+", plain)


def check_words(spoken: Spoken):
    for text in spoken.texts:
        assert text and text == text.strip()
        assert not [word for word in (*UNFILLED, *FORBIDDEN) if word in text]
    for sentence in [spoken.patient.title, *sentences_of(spoken.patient.text)]:
        assert len(sentence.split()) <= 15, sentence
        assert not [word for word in PRAISE_OR_BLAME if word in sentence.lower()]
    assert "move on" not in spoken.patient.text
    assert len(spoken.caseload) <= 70


def written_pages() -> dict[str, str]:
    pages = (Path(__file__).with_suffix(".md")).read_text(encoding="utf-8").split("\n## ")[1:]
    return {page.split(":")[0]: f"## {page.rstrip()}\n" for page in pages}


@pytest.mark.parametrize("name", HISTORIES)
def test_says_word_for_word_what_was_signed(name):
    assert spoken_of(name).page(name) == written_pages()[name]


def test_writes_nothing_down_that_no_history_says():
    assert list(written_pages()) == list(HISTORIES)


def test_has_words_for_every_pair_the_engine_can_answer():
    assert {spoken_of(name).pair for name in HISTORIES} == PAIRS
    assert {pair.split("/")[0] for pair in PAIRS} == set(Outcome)
    assert {pair.split("/")[1] for pair in PAIRS} == set(Because)


@pytest.mark.parametrize("name", HISTORIES)
def test_fills_in_short_calm_sentences(name):
    check_words(spoken_of(name))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_fills_in_the_shared_cases(path):
    check_words(Spoken(read_case(parse(path.read_text()), library.rules).history))


@given(histories(), programmes())
def test_fills_in_whatever_was_logged(found, rules):
    spoken = Spoken(found, rules)
    assert spoken.pair in PAIRS
    check_words(spoken)
    for audience in ("patient", "clinician"):
        rows = finding_rows(spoken.findings, audience, found.today)
        assert rows and all(row.required and row.observed for row in rows)
        assert not [word for row in rows for word in UNFILLED if word in f"{row.required} {row.observed} {row.days}"]


@pytest.mark.parametrize("name", HISTORIES)
def test_needs_no_name_but_the_date(name):
    nobody = dict.fromkeys(("physio", "clinic", "phone", "next_stage_name", "exercise_before", "reason"), "")
    spoken = spoken_of(name, stage=0, **nobody)
    check_words(spoken)
    assert not [text for text in spoken.texts if ": ." in text or "“”" in text or " ," in text or "stage 0" in text]


@pytest.mark.parametrize(
    "name", [name for name in HISTORIES if said(HISTORIES[name], RULES_OF.get(name, RULES)).startswith("hold/")]
)
def test_names_a_way_out_of_every_hold(name):
    spoken = spoken_of(name)
    assert WAYS_OUT[spoken.because] in spoken.patient.text


@pytest.mark.parametrize("kind", FLAG_KINDS)
def test_speaks_to_every_tick(kind):
    spoken = Spoken(history(CALM, flag(9, kind)))
    check_words(spoken)
    assert "Hollybrook on 01632 960 142" in spoken.patient.text
    assert ("open your exercises again" in spoken.patient.text) is (kind != "distress")


def test_says_the_emergency_first_when_it_cannot_wait_for_the_clinic():
    text = Spoken(history(CALM, flag(9, "saddle"))).patient.text
    assert text.index("an emergency department now") < text.index("Hollybrook")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (history(days(1, 2, 4, 6)), "1 more good day is needed."),
        (history(days(1, 2, 4)), "2 more good days are needed."),
        (history(days(1, 2, 4, morning=None), days(6, 8)), "Please answer the next morning after exercise."),
        (history(days(1, 2, 4, 6, morning=None), day(8)), "Please answer the next 2 mornings after exercise."),
        (history(day(1, pain_during=None), today=5), "You logged 1 day, but it does not count yet."),
        (history(days(1, 2, pain_during=None), today=5), "You logged 2 days, but they do not count yet."),
    ],
)
def test_counts_one_and_more_than_one(found, words):
    assert words in Spoken(found).patient.text


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (8, "The pain was 7 during exercise today."),
        (9, "The pain was 7 during exercise yesterday."),
        (14, "The pain was 7 during exercise on Monday."),
        (15, "The pain was 7 during exercise on 9 March."),
    ],
)
def test_names_days_the_way_people_do(today, words):
    assert words in Spoken(history(days(1, 2), day(8, pain_during=7), today=today)).patient.text


def test_rests_only_on_the_days_that_are_left():
    day_of_it = Spoken(history(session(9, pain_during=7), today=9)).patient.text
    the_next = Spoken(history(session(9, pain_during=7), today=10)).patient.text
    later = Spoken(history(session(9, pain_during=7), today=12)).patient.text
    assert "Today and tomorrow: no exercises" in day_of_it
    assert "Today: no exercises" in the_next
    assert "no exercises" not in later and "Now do 3 short sessions" in later


@given(st.text(min_size=1, max_size=300))
def test_keeps_the_row_short_whatever_the_reason_of_a_hold(reason):
    assert len(Spoken(history(CALM, clinician_hold=True), reason=reason).caseload) <= 70


def test_rounds_a_share_down_so_that_a_miss_never_reads_as_met():
    text = Spoken(history(days(1, 2, 4), day(6, symmetry=0.8999), day(8))).patient.text
    assert "89 %, and 90 % is needed" in text


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ((day(8, pain_during=5),), "The pain of 5 in the exercise on Monday ended the row."),
        ((day(8, morning=4),), "The pain of 4 on Tuesday morning ended the row."),
        ((day(8, stopped_for_pain=True),), "Stopping because of pain on Monday ended the row."),
        ((day(8, pain_other_side=7),), "The pain of 7 on your other side on Monday ended the row."),
        ((day(4), check(7, 6)), "The pain of 6 on Sunday morning ended the row."),
        ((day(8),), ""),
    ],
)
def test_names_what_ended_the_row(records, words):
    reading = read(RULES, history(days(1, 2), *records, today=12))
    ended = row_ended(reading)
    assert row_ended_words([stored.finding_to_json(ended)] if ended else [], reading.today) == words


def test_says_beside_the_count_what_ended_the_row():
    found = history(days(1, 2, 4), day(6, pain_during=5), session(10), today=10)
    answer = evaluate(RULES, found)
    findings = [stored.finding_to_json(one) for one in (*answer.findings, row_ended(read(RULES, found)))]
    words = patient_words(
        answer.outcome, answer.because, answer.target, findings, Names(today=read(RULES, found).today)
    )
    assert "0 of 5 good days so far. The pain of 5 in the exercise on Saturday ended the row." in words.text
