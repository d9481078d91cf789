"""A rebuild names the index it is about to put into use, so that a crash in that moment leaves no index of unknown age."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_cursor_index")]

    operations = [
        migrations.AddField("enginecursor", "successor", models.CharField(max_length=200, default="")),
    ]
