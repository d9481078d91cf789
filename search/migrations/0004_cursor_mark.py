"""The cursor remembers what it last let the index say of itself, so that an older copy of either is recognised."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0003_cursor_successor")]

    operations = [
        migrations.AddField("enginecursor", "mark", models.CharField(max_length=60, default="")),
    ]
