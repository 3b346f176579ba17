"""The access log knows looks with another's eyes."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Another kind of line."""

    dependencies: ClassVar = [
        ("people", "0002_triggers"),
    ]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="accesslog",
            name="kind",
            field=models.CharField(
                choices=[
                    ("signed_in", "Signed In"),
                    ("refused", "Refused"),
                    ("locked", "Locked"),
                    ("signed_out", "Signed Out"),
                    ("not_seen", "Not Seen"),
                    ("field_seen", "Field Seen"),
                    ("token_used", "Token Used"),
                    ("token_refused", "Token Refused"),
                    ("tried", "Tried"),
                ],
                max_length=20,
            ),
        ),
    ]
