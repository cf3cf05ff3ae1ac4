"""What a stage asks for beside its gate."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.programme import Stage
from programs.progression.thresholds import OPERATORS, STATISTICS, CriterionRule


class Operator(models.TextChoices):
    AT_MOST = "at_most", _("at most")
    AT_LEAST = "at_least", _("at least")


class Statistic(models.TextChoices):
    WORST = "worst", _("the worst")
    LAST = "last", _("the last")
    MEAN = "mean", _("the mean")
    MEDIAN = "median", _("the median")


class Criterion(models.Model):
    """What a stage asks for beside its gate. All of group 0 must hold, and one of each higher group.

    `metric` and `context` are checked in code, so that a new metric changes no table. Percentages run from 0 to 100.
    """

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    metric = models.CharField(_("what"), max_length=40)
    operator = models.CharField(_("at least or at most"), max_length=8, choices=Operator)
    value = models.DecimalField(_("how much"), max_digits=8, decimal_places=2)
    last_n = models.PositiveSmallIntegerField(_("over the last"), null=True, blank=True)
    context = models.CharField(_("which"), max_length=40, blank=True)
    statistic = models.CharField(_("taken as"), max_length=6, choices=Statistic, default=Statistic.WORST)
    group = models.PositiveSmallIntegerField(_("either-or"), default=0)

    class Meta:
        ordering = ("stage", "position")
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = (
            models.UniqueConstraint(fields=("stage", "position"), name="criterion_order_once_a_stage"),
            models.CheckConstraint(condition=Q(operator__in=OPERATORS), name="criterion_operator_known"),
            models.CheckConstraint(condition=Q(statistic__in=STATISTICS), name="criterion_statistic_known"),
            models.CheckConstraint(condition=Q(last_n=None) | Q(last_n__gte=1), name="criterion_looks_back_at_one"),
        )

    def __str__(self) -> str:
        return f"{self.metric} {self.get_operator_display()} {self.value.normalize():f}"

    @property
    def as_rule(self) -> CriterionRule:
        """The row as the engine reads it."""
        fields = ("metric", "operator", "last_n", "context", "statistic", "group")
        return CriterionRule(value=float(self.value), **{name: getattr(self, name) for name in fields})
