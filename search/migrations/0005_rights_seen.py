"""What the worker saw last of the rights that readers follow from, so that a change without a signal is noticed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0004_cursor_mark")]

    operations = [
        migrations.CreateModel(
            name="RightsSeen",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("grants", models.CharField(default="", max_length=64)),
                ("privacy_digest", models.CharField(default="", max_length=64)),
                ("privacy", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "hak yang terakhir terlihat",
                "verbose_name_plural": "hak yang terakhir terlihat",
            },
        ),
    ]
