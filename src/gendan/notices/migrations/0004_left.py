"""Messages that left are found by the moment at which they did."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """An index over those messages alone that a channel takes out of Gendan."""

    dependencies: ClassVar = [("notices", "0003_files")]

    operations: ClassVar = [
        migrations.AddIndex(
            "message",
            models.Index(
                fields=["sent_at"],
                name="message_left",
                condition=Q(channel__in=("mail", "sms", "robot", "chat")),
            ),
        ),
    ]
