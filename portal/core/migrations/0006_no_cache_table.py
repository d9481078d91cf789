"""Limits are counted in rows of their own; the table of the shared cache goes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = (("core", "0005_empty_sent_mail"),)
    operations = (migrations.RunSQL("DROP TABLE IF EXISTS portal_cache", migrations.RunSQL.noop),)
