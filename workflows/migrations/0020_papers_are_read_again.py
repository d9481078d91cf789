from django.db import migrations


def read_again(apps, schema_editor):
    """How many pages of a paper gave no words was not kept; the worker finds it out by reading them once more."""
    pages = apps.get_model("workflows", "PaperPage").objects.values("paper")
    apps.get_model("workflows", "Paper").objects.filter(is_current=True, pk__in=pages).update(read_at=None)


class Migration(migrations.Migration):

    dependencies = [
        ('workflows', '0019_unreadable_files_go'),
    ]

    operations = [migrations.RunPython(read_again, migrations.RunPython.noop)]
