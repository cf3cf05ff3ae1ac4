import datetime as dt
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from django.utils.formats import localize

from patients.chart import DESK, PHONE, DayPain, Span, StageBand, Zones, pain_chart, spark

MAY = dt.date(2026, 5, 11)
ALTERNATE = [StageBand("Stage 2", MAY, sessions_per_week=4)]


def day(n, during=None, morning=None, **more):
    """The n-th day of the chart, left side."""
    return DayPain(MAY + dt.timedelta(days=n), during_left=during, morning_left=morning, **more)


def chart(*days, side="left", length=31, **more):
    return pain_chart(days, side, since=MAY, until=MAY + dt.timedelta(days=length - 1), **more)


def runs(series):
    """How many marks each line joins."""
    return [len(line.split()) for line in series.lines]


def test_joins_days_that_follow_each_other():
    assert runs(chart(day(0, 3), day(1, 2), day(2, 2)).during) == [3]


@pytest.mark.parametrize(("a_week", "apart"), [(7, 1), (4, 2), (3, 3), (2, 4)])
def test_passes_over_the_rest_days_of_the_plan_and_no_more(a_week, apart):
    plan = [StageBand("Stage 1", MAY, sessions_per_week=a_week)]
    assert runs(chart(day(0, 3), day(apart, 2), stages=plan).during) == [2]
    assert runs(chart(day(0, 3), day(apart + 1, 2), stages=plan).during) == []


def test_judges_a_rest_by_the_stage_it_ends_in():
    daily, alternate = StageBand("1", MAY, day(4).day, "", 7), StageBand("2", day(5).day, None, "", 4)
    drawn = chart(day(0, 3), day(2, 3), day(5, 3), day(7, 2), stages=[daily, alternate]).during
    assert [len(drawn.marks), runs(drawn)] == [4, [2]]


def test_joins_no_day_over_another_without_a_plan():
    assert runs(chart(day(0, 3), day(2, 2)).during) == []


def test_breaks_the_morning_line_where_a_session_has_no_answer():
    drawn = chart(day(0, 3, 2), day(1, 3), day(2, 3, 2), day(3, 3, 2), stages=ALTERNATE).morning
    assert runs(drawn) == [2]
    assert len(drawn.marks) == 3


def test_keeps_the_line_and_the_zones_out_of_days_away():
    drawn = chart(day(0, 3), day(2, 3), length=3, away=[Span(day(1).day, day(1).day)], stages=ALTERNATE)
    assert runs(drawn.during) == []
    (gap,) = drawn.gaps
    assert not any(band.x < gap.x2 and band.x2 > gap.x1 for band in drawn.bands)
    assert "Away from 12 May to 12 May." in drawn.description


def test_draws_what_was_logged_while_away():
    drawn = chart(day(0, 3), day(1, 4), day(2, 3), length=3, away=[Span(day(0).day, day(2).day)])
    assert drawn.gaps == ()
    assert runs(drawn.during) == [3]


def test_takes_the_zones_away_from_a_long_silence():
    silence = chart(day(0, 3), day(6, 2), length=7)
    assert [(gap.x1, gap.x2) for gap in silence.gaps] == [(silence.frame.x(day(1).day), silence.frame.x(day(6).day))]
    assert chart(day(0, 3), day(5, 2), length=6).gaps == ()


def test_counts_an_entry_of_the_other_side_as_an_entry():
    assert chart(*(day(n, 2) for n in range(20)), side="right", length=20).gaps == ()


def test_draws_zero_as_a_value_and_leaves_out_what_is_missing():
    drawn = chart(day(0, 0), day(1))
    (mark,) = drawn.during.marks
    assert (mark.pain, mark.y) == (0, drawn.frame.bottom)
    assert not drawn.empty


def test_is_empty_when_nothing_was_recorded_on_its_side():
    assert chart(day(0, 3, 2), side="right").empty


def test_puts_the_worst_pain_at_the_top_and_keeps_every_mark_inside():
    drawn = chart(day(0, 10, 10), day(30, 10, 10))
    marks = drawn.during.marks + drawn.morning.marks
    assert {mark.y for mark in marks} == {drawn.frame.top}
    assert all(drawn.frame.left <= mark.x <= drawn.frame.right for mark in marks)


def test_leaves_out_days_outside_the_frame():
    assert chart(day(-1, 9), day(0, 3), day(40, 9)).during.marks[0].pain == 3
    assert len(chart(day(-1, 9), day(0, 3), day(40, 9)).during.marks) == 1


def test_takes_days_in_any_order():
    assert chart(day(2, 2), day(0, 4), day(1, 3)) == chart(day(0, 4), day(1, 3), day(2, 2))


def test_names_the_worst_red_day_and_its_note():
    label = chart(day(3, 5), day(10, 6, note="sprints"), day(20, 4)).worst
    assert (label.text, label.anchor) == ("6, sprints", "middle")


def test_names_no_day_when_none_is_red():
    assert chart(day(3, 5, 9)).worst is None


@pytest.mark.parametrize(("n", "anchor"), [(0, "start"), (15, "middle"), (30, "end")])
def test_keeps_the_note_of_the_worst_day_between_the_axes(n, anchor):
    assert chart(day(n, 7, note="a long walk")).worst.anchor == anchor


def test_writes_the_note_of_a_ten_under_its_mark():
    drawn = chart(day(5, 10, note="fall"))
    assert drawn.worst.y > drawn.during.marks[0].y


@pytest.mark.parametrize("length", [1, 3, 31, 90, 400])
@pytest.mark.parametrize("size", [PHONE, DESK])
def test_dates_the_axis_so_that_no_two_touch(length, size):
    ticks = chart(length=length, size=size).day_ticks
    assert ticks[0].text == "11 May"
    assert all(right.x - left.x >= 50 for left, right in pairwise(ticks))


def test_dates_a_month_by_weeks():
    assert [tick.text for tick in chart().day_ticks] == ["11 May", "18 May", "25 May", "1 Jun", "8 Jun"]


def test_ticks_the_edges_of_the_zones():
    assert [tick.text for tick in chart().pain_ticks] == ["0", "3", "5", "10"]


def test_moves_the_edges_with_the_rules_of_the_stage():
    drawn = chart(day(0, 2), zones=Zones(green_edge=2, red_edge=6))
    assert [(label.kind, label.range) for label in drawn.zone_labels] == [
        ("red", "6–10"),
        ("amber", "3–5"),
        ("green", "0–2"),
    ]


def test_leaves_out_amber_where_a_ceiling_reaches_red():
    drawn = chart(day(0, 2), zones=Zones(green_edge=5, red_edge=6))
    assert [label.kind for label in drawn.zone_labels] == ["red", "green"]


def test_fills_the_scale_with_zones_that_do_not_overlap():
    bands = chart(*(day(n, 2) for n in range(31))).bands
    red, amber, green = bands
    frame = chart().frame
    assert (red.y, round(green.y + green.height, 1)) == (frame.top, frame.bottom)
    assert (round(red.y + red.height, 1), round(amber.y + amber.height, 1)) == (amber.y, green.y)


def test_shows_each_stage_that_was_lived_in_the_frame():
    stages = [
        StageBand("Stage 1", day(-30).day, day(-10).day, "1"),
        StageBand("Stage 2", day(-9).day, day(2).day, "2"),
        StageBand("Stage 3", day(3).day, None, "3"),
    ]
    second, third = chart(stages=stages).stages
    assert (second.label, second.current, second.edge_x) == ("2", False, None)
    assert (third.label, third.current) == ("Stage 3", True)
    assert third.edge_x == chart().frame.x(day(3).day)


def test_says_what_it_shows():
    text = chart(
        day(0, 4, 4), day(3, 6, 5), day(4, 2), stages=[StageBand("Stage 2", day(4).day, None, "2")]
    ).description
    assert text == (
        "From 11 May to 10 June. "
        "Pain during exercise: first 4, latest 2, highest 6 on 14 May. "
        "Pain next morning: first 4, latest 5, highest 5 on 14 May. "
        "No entries from 16 May to 10 June. "
        "Stage 2 began on 15 May."
    )


def test_lists_the_numbers_newest_first_and_names_what_is_missing():
    rows = chart(day(0, 0, 0), day(1, 3), day(3, None, 2), day(4), day(5, 2), length=6).rows
    assert [(row.during, row.morning) for row in rows] == [
        ("2", "not yet"),
        ("no session", "2"),
        ("3", "no answer"),
        ("0", "0"),
    ]


def test_draws_a_chart_that_is_read_out():
    html = render_to_string("_pain_chart.html", {"chart": chart(day(0, 3, 2), day(1, 2, 2))})
    assert 'aria-labelledby="chart-left-title chart-left-desc"' in html
    assert '<desc id="chart-left-desc">From 11 May to 10 June.' in html


def test_keeps_its_decimal_points_in_a_language_of_decimal_commas(settings):
    drawn = chart(day(0, 3, 2), day(1, 2, 2))
    settings.LANGUAGE_CODE = "de"
    assert localize(1.5) == "1,5"
    html = render_to_string("_pain_chart.html", {"chart": drawn})
    assert all(f'cx="{mark.x}" cy="{mark.y}"' in html for mark in drawn.during.marks)


def test_says_in_a_sentence_that_a_side_has_no_pain_recorded():
    html = render_to_string("_pain_chart.html", {"chart": chart(day(0, 3), side="right")})
    assert "Right side: no pain recorded." in html
    assert "<svg" not in html


def test_joins_neighbours_only_in_the_small_line():
    small = spark([2, None, 3, 3, None, None, 2, None, None, 3])
    assert [len(line.split()) for line in small.lines] == [2]
    assert len(small.lone) == 3
    assert small.label == "Pain, last 10 days: 2, none, 3, 3, none, none, 2, none, none, 3"


@pytest.mark.parametrize(("latest", "zone"), [(0, "green"), (3, "green"), (4, "amber"), (5, "amber"), (6, "red")])
def test_marks_the_latest_value_by_its_zone(latest, zone):
    assert spark([None, latest, None]).latest.zone == zone


def test_marks_nothing_when_nothing_was_recorded():
    small = spark([None] * 10)
    assert (small.latest, small.lines, small.lone) == (None, (), ())
    assert small.label == "Pain, last 10 days: no entries"


def test_keeps_the_small_line_inside_its_frame():
    small = spark([10, 0, 10])
    points = [tuple(map(float, point.split(","))) for point in small.lines[0].split()]
    assert all(0 <= x <= small.width and 0 <= y <= small.height for x, y in points)


def test_frames_a_small_line_from_0_to_10():
    small = spark([10, 0, 10])
    [line] = small.lines
    tops = {point.split(",")[1] for point in line.split()}
    assert (small.frame, tops) == ("M0.5 3V33.5H104", {"3", "33"})
