"""The kinds of regulation that an editor finds in a new portal."""

from django.db import migrations

from documents.kinds import KNOWN_KINDS


def add_kinds(apps, schema_editor):
    kinds = apps.get_model("documents", "RegulationType")
    for kind in KNOWN_KINDS:
        facts = kind._asdict()
        kinds.objects.get_or_create(code=facts.pop("code"), defaults=facts)


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunPython(add_kinds, migrations.RunPython.noop)]
