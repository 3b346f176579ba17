"""What a batch gives to single cases, besides what it gives to all."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0012_papers")]

    operations: ClassVar = [
        migrations.AddField(model_name="batchrow", name="given", field=models.JSONField(default=dict)),
    ]
