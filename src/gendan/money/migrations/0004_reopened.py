"""A bank line that was said to be none of ours may be brought back."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("money", "0003_looked_up")]

    operations: ClassVar = [
        migrations.AddField(model_name="bankmatch", name="reopened", field=models.BooleanField(default=False)),
    ]
