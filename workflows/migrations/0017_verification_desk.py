from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflows', '0016_looks_and_former_words'),
    ]

    operations = [
        migrations.AlterField(
            model_name='typedanswers',
            name='section',
            field=models.CharField(blank=True, choices=[('general', 'Uraian usulan'), ('applicant', 'Pemohon'), ('communities', 'Komunitas penerima dan lokasi'), ('beneficiaries', 'Penerima manfaat'), ('budget', 'Rincian barang dan anggaran (RAB)'), ('papers', 'Berkas'), ('statements', 'Pernyataan tanggung jawab')], max_length=20, verbose_name='bagian'),
        ),
        migrations.AddIndex(
            model_name="beneficiary",
            index=models.Index(fields=["national_id"], name="beneficiary_by_number"),
        ),
    ]
