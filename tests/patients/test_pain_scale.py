import pytest
from django import forms
from django.template.loader import render_to_string

from tests.html import parse_part

NUMBERS = [(number, str(number)) for number in range(11)]


class PainForm(forms.Form):
    pain_left = forms.TypedChoiceField(
        label="Left", help_text="your affected side", choices=NUMBERS, coerce=int, widget=forms.RadioSelect
    )
    pain_right = forms.TypedChoiceField(
        label="Right",
        choices=[("", ""), *NUMBERS],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


def scale(name, data=None):
    """The rendered scale of one field, as an element tree; strict, so that broken markup fails."""
    part, errors = parse_part(render_to_string("patient/_pain_scale.html", {"field": PainForm(data)[name]}))
    assert errors == []
    return part


def radios(tree):
    return tree.findall(".//input[@type='radio']")


def chosen(tree):
    return [radio.get("value") for radio in radios(tree) if radio.get("checked") is not None]


def text(element):
    return " ".join("".join(element.itertext()).split())


def test_offers_eleven_numbers_and_chooses_none():
    tree = scale("pain_left")
    assert [radio.get("value") for radio in radios(tree)] == [str(number) for number in range(11)]
    assert chosen(tree) == []


@pytest.mark.parametrize("number", [0, 4, 10])
def test_keeps_the_chosen_number(number):
    assert chosen(scale("pain_left", {"pain_left": number})) == [str(number)]


def test_requires_the_affected_side_only():
    assert all(radio.get("required") is not None for radio in radios(scale("pain_left")))
    assert not any(radio.get("required") is not None for radio in radios(scale("pain_right")))


def test_names_the_side_and_what_is_said_of_it():
    tree = scale("pain_left")
    group = tree.find("fieldset")
    legend = tree.find(".//legend")
    assert group.get("aria-labelledby") == legend.get("id")
    assert text(legend) == "Left your affected side"


def test_reads_out_each_number_with_its_word():
    tree = scale("pain_left")
    words = {label.get("for"): text(label) for label in tree.findall(".//label")}
    spoken = [words[radio.get("id")] for radio in radios(tree)]
    assert spoken[0] == "0 none"
    assert spoken[3] == "3: I notice it, but it does not bother me"
    assert spoken[5] == "5: It bothers me, but I can finish"
    assert spoken[7] == "7: It is hard to go on"
    assert spoken[9] == "9: I cannot go on"
    assert spoken[10] == "10 worst pain I can imagine"


def test_ties_the_error_to_the_group():
    tree = scale("pain_left", {"pain_left": "11"})
    group = tree.find("fieldset")
    error = tree.find(f".//*[@id='{group.get('aria-describedby')}']")
    assert group.get("aria-invalid") == "true"
    assert text(error).startswith("Select a valid choice.")


def test_offers_a_way_back_to_no_number():
    assert chosen(scale("pain_right")) == [""]
    assert chosen(scale("pain_right", {"pain_right": "4"})) == ["4"]
