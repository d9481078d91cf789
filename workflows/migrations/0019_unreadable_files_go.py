from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflows', '0018_looks_outlive_drafts'),
    ]

    operations = [
        migrations.AddField(
            model_name='paper',
            name='unsearchable_pages',
            field=models.PositiveIntegerField(default=0, verbose_name='halaman yang tidak terbaca'),
        ),
        # Whoever set a period before was not asked about such files: there they stay until an administrator says so.
        migrations.AddField(
            model_name='retentionperiod',
            name='removes_unreadable',
            field=models.BooleanField(default=False, help_text='Foto, hasil pindai, dan versi lama: nama di dalamnya tidak dapat dicari. Catatannya tetap ada.', verbose_name='hapus juga berkas tanpa teks yang terbaca'),
        ),
        migrations.AlterField(
            model_name='retentionperiod',
            name='removes_unreadable',
            field=models.BooleanField(default=True, help_text='Foto, hasil pindai, dan versi lama: nama di dalamnya tidak dapat dicari. Catatannya tetap ada.', verbose_name='hapus juga berkas tanpa teks yang terbaca'),
        ),
    ]
