from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_import_batches"),
    ]

    operations = [
        migrations.AddField(
            model_name="regulationtext",
            name="marks",
            field=models.JSONField(default=dict, editable=False, verbose_name="istilah dan kutipan"),
        ),
        migrations.AddField(
            model_name="regulationtext",
            name="edition",
            field=models.PositiveSmallIntegerField(db_index=True, default=0, editable=False),
        ),
    ]
