from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def keep_keys(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Until now one key was both: what a citation says, and which row of an import it was."""
    imported = apps.get_model("documents", "Regulation").objects.exclude(import_digest="")
    imported.update(import_key=F("citation_key"))
    changes = apps.get_model("documents", "ImportChange").objects.filter(before__isnull=False)
    for change in changes.iterator(chunk_size=500):
        change.before["import_key"] = change.before["citation_key"]
        change.save(update_fields=["before"])


class Migration(migrations.Migration):
    dependencies = (("documents", "0009_suggestion_outlives_its_target"),)

    operations = (
        migrations.AddField(
            "regulation",
            "import_key",
            models.CharField(editable=False, max_length=255, null=True, unique=True),
        ),
        migrations.RunPython(keep_keys, migrations.RunPython.noop),
    )
