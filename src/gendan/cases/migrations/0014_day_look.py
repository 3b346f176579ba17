"""How far the look has come that is taken at what hangs on the day."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0013_batch_row_given")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="DayLook",
            fields=[
                ("pack", models.TextField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("procedure", models.TextField(default="")),
                ("state", models.TextField(default="")),
                ("case_id", models.BigIntegerField(default=0)),
                ("whole", models.BooleanField(default=False)),
            ],
        ),
    ]
