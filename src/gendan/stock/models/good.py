"""What stock knows of goods: in which unit a product is counted, how it is packed, and by which codes units go."""

from __future__ import annotations

from django.db import models


class Good(models.Model):
    """货品 A product as stock counts it. `measure` is its unit of quantity; `coded`: each piece is a unit."""

    product = models.TextField(primary_key=True)
    measure = models.TextField()
    coded = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField()

    def __str__(self) -> str:
        return self.product


class Packing(models.Model):
    """包装单位 Another unit of a product: one `measure` holds `factor` of the product's own. Declared once."""

    id = models.BigAutoField(primary_key=True)
    product = models.TextField()
    measure = models.TextField()
    factor = models.DecimalField(max_digits=18, decimal_places=6)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField()

    class Meta:
        """A factor never changes: what was booked with it stands."""

        constraints = (
            models.UniqueConstraint(fields=["product", "measure"], name="stock_packing_once"),
            models.CheckConstraint(condition=models.Q(factor__gt=0), name="stock_packing_factor"),
        )

    def __str__(self) -> str:
        return f"{self.product} {self.measure} = {self.factor}"


class CodeSort(models.Model):
    """编码种类 What the site calls the first, second and third code of a unit (序列号, SIM卡号, 芯片号)."""

    number = models.SmallIntegerField(primary_key=True)
    title = models.TextField()

    class Meta:
        """Three at most."""

        constraints = (models.CheckConstraint(condition=models.Q(number__range=(1, 3)), name="stock_three_codes"),)

    def __str__(self) -> str:
        return self.title
