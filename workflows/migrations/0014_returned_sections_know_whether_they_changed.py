from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0013_papers_are_checked_and_answers_commented"),
    ]

    operations = [
        migrations.AddField(
            model_name="returnedsection",
            name="is_changed",
            field=models.BooleanField(default=False, verbose_name="sudah diubah"),
        ),
        migrations.AddField(
            model_name="returnrequest",
            name="mended",
            field=models.JSONField(blank=True, default=list, verbose_name="bagian lain yang berubah"),
        ),
    ]
