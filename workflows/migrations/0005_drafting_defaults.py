"""Which papers are valid for a time only, and which show the place: defaults, configuration and not a published rule."""

from django.db import migrations

EXPIRES = ("tanda-daftar", "akreditasi", "domisili", "izin-tempat", "rekomendasi-dinsos")
SHOWS_PLACE = ("foto-lokasi",)


def load(apps, schema_editor):
    apps.get_model("workflows", "PaperRequirement").objects.filter(kind__code__in=EXPIRES).update(expires=True)
    apps.get_model("workflows", "PaperKind").objects.filter(code__in=SHOWS_PLACE).update(shows_place=True)


class Migration(migrations.Migration):
    dependencies = [("workflows", "0004_drafting")]
    # Backwards the columns go, and the defaults with them.
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
