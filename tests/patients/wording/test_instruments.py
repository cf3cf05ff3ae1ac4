from patients.domain.instruments import GLOBAL_CHANGE, INSTRUMENTS, ChangeSize
from patients.wording.instruments import GLOBAL_CHANGE_WORDS, NAMES, SCALES, SIZES, SOURCES, instrument_question

ASKED = [kind for kind, one in INSTRUMENTS.items() if one.asked]


def test_has_a_name_for_every_instrument():
    assert NAMES.keys() == INSTRUMENTS.keys()


def test_has_a_scale_and_a_question_for_whatever_a_patient_is_asked():
    assert list(SCALES) == ASKED
    assert all(instrument_question(kind, "running") for kind in ASKED)


def test_calls_no_change_one_that_matters_without_a_source():
    assert SOURCES.keys() == {kind for kind, one in INSTRUMENTS.items() if one.small or one.medium or one.large}


def test_names_every_size_of_a_change():
    assert SIZES.keys() == set(ChangeSize)


def test_names_every_step_of_the_global_change():
    scale = INSTRUMENTS[GLOBAL_CHANGE]
    assert list(GLOBAL_CHANGE_WORDS) == list(range(scale.least, scale.most + 1))
