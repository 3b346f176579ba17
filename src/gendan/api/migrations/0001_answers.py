"""The answers that the API gives again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A table of answers by person and key."""

    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.BigIntegerField()),
                ("key", models.TextField()),
                ("digest", models.BinaryField()),
                ("status", models.SmallIntegerField()),
                ("body", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": (models.Index(fields=["at"], name="api_answer_at"),),
                "constraints": (models.UniqueConstraint(fields=("person", "key"), name="api_answer_once"),),
            },
        ),
    )
