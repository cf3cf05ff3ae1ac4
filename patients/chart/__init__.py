"""Where each mark of the pain chart and of the small pain line stands: dates and numbers in, coordinates out.

Missing is missing: a gap gets no line across it and no zone behind it; zero is a value like any other.
Nothing here reads a row or a clock. Pain is NRS 0-10.
"""

from patients.chart.frame import DESK, PHONE, Size
from patients.chart.pain import pain_chart
from patients.chart.score import Score, score
from patients.chart.shapes import DayPain, PainChart, Span, StageBand, Zones
from patients.chart.spark import Spark, spark
from patients.chart.weeks import WeeksChart, weeks_chart

__all__ = (
    "DESK",
    "PHONE",
    "DayPain",
    "PainChart",
    "Score",
    "Size",
    "Span",
    "Spark",
    "StageBand",
    "WeeksChart",
    "Zones",
    "pain_chart",
    "score",
    "spark",
    "weeks_chart",
)
