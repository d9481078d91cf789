"""What was sent keeps no text: it may hold a link that lets its bearer in."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def empty_sent_mail(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("core", "OutgoingMail").objects.filter(sent_at__isnull=False).exclude(body="").update(body="")


class Migration(migrations.Migration):
    dependencies = (("core", "0004_ask_counts"),)
    operations = (migrations.RunPython(empty_sent_mail, migrations.RunPython.noop),)
