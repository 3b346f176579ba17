"""Messages and the delivery log, which only grows."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ONLY_GROWS = """
create trigger only_grows before update or delete on notices_delivery
    for each statement execute function people_only_grows()
"""


class Migration(migrations.Migration):
    """Tables of the notices room."""

    initial = True

    dependencies: ClassVar = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("people", "0002_triggers"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("recipient", models.CharField(max_length=300)),
                ("about", models.CharField(blank=True, max_length=300)),
                ("name", models.CharField(blank=True, max_length=300)),
                ("phone", models.CharField(blank=True, max_length=60)),
                ("mail", models.CharField(blank=True, max_length=254)),
                ("case_id", models.BigIntegerField()),
                ("case_uid", models.UUIDField()),
                ("number", models.CharField(max_length=200)),
                ("procedure", models.CharField(max_length=125)),
                ("word", models.CharField(max_length=130)),
                ("language", models.CharField(max_length=2)),
                ("title", models.TextField()),
                ("text", models.TextField()),
                ("channel", models.CharField(max_length=20)),
                (
                    "rest",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("queued", "Queued"), ("sent", "Sent"), ("failed", "Failed"), ("read", "Read")],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveIntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("error", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=20)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("sent", "Sent"),
                            ("asked", "Asked"),
                            ("not_configured", "Not Configured"),
                            ("no_address", "No Address"),
                            ("refused", "Refused"),
                            ("unreachable", "Unreachable"),
                            ("nobody", "Nobody"),
                        ],
                        max_length=20,
                    ),
                ),
                ("detail", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="notices.message"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["person", "-id"], name="message_by_person"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("person__isnull", False), ("state", "sent")),
                fields=["person"],
                name="message_unread",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("next_at__isnull", False)), fields=["next_at", "id"], name="message_next"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["case_id", "id"], name="message_by_case"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("key", "recipient", "about"), name="message_once"),
        ),
        migrations.RunSQL(ONLY_GROWS, "drop trigger only_grows on notices_delivery"),
    ]
