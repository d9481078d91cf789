"""Which tables an administrator keeps, which columns stand in the list, and what is said about them."""

from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSetGroup

from documents.models import RegulationType
from portal.configuration import forms
from portal.configuration.viewsets import ConfigurationViewSet
from portal.core.formats import rupiah
from portal.core.models import Cluster, Directorate, Unit
from workflows.models import PaperKind, PaperRequirement, Policy, RetentionPeriod, StepDeadline

NO_PUBLISHED_RULE = _(
    "Angka dan syarat di sini adalah konfigurasi portal ini, bukan ketentuan yang dipublikasikan. "
    "Setiap perubahan tercatat di jejak audit dengan nama Anda."
)
NO_KNOWN_SCHEDULE = _(
    "Jadwal retensi resmi belum diketahui portal ini, jadi keadaan tanpa baris di sini disimpan seterusnya. Bila masa "
    "simpannya berakhir: draf dihapus seluruhnya; usulan yang sudah berakhir tetap ada, tetapi nama, NIK, alamat, titik "
    "lokasi, dan berkas pribadinya dihapus. Berkas yang teksnya tidak terbaca (foto, hasil pindai, versi lama, atau satu saja "
    "halamannya berupa gambar) ikut dihapus, karena nama di dalamnya tidak dapat dicari, kecuali pilihannya dimatikan; jenis, "
    "tanggal, dan sidik SHA-256-nya tetap tercatat. Masa simpan yang diatur sebelum pilihan ini ada tidak menghapusnya: periksa "
    "tiap baris. Bila dinyalakan kemudian, berkas usulan yang datanya sudah dihapus pun ikut dihapus. "
    "Siapa yang pernah membuka data pribadi tetap tercatat. Setiap perubahan tercatat di jejak audit dengan nama Anda."
)
KEPT_FOR_EVER = _(
    "Data ini dirujuk oleh usulan dan dokumen, jadi tidak dihapus. Setiap perubahan tercatat di jejak audit dengan nama Anda."
)


class YesNoColumn(Column):
    """In words: Wagtail's red cross would make «not compulsory» look like a fault."""

    def get_value(self, instance: Model) -> str:
        return gettext("Ya") if super().get_value(instance) else gettext("Tidak")


class Policies(ConfigurationViewSet):
    model, form, icon, name = Policy, forms.PolicyForm, "sliders", "kebijakan-alur"
    menu_label, note = _("Ambang dan penomoran"), NO_PUBLISHED_RULE
    fields = ("director_general_from", "price_comparisons", "letter_number_template")
    list_display = (
        "__str__",
        Column(
            "threshold",
            label=_("Persetujuan Dirjen mulai"),
            accessor=lambda policy: rupiah(policy.director_general_from),
        ),
        Column("price_comparisons", label=_("Pembanding harga")),
        Column("letter_number_template", label=_("Pola nomor surat")),
    )


class StepDeadlines(ConfigurationViewSet):
    model, form, icon, name = StepDeadline, forms.StepDeadlineForm, "date", "tenggat-langkah"
    menu_label, note = _("Tenggat langkah"), NO_PUBLISHED_RULE
    fields = ("step", "working_days")
    list_display = ("__str__",)


class PaperKinds(ConfigurationViewSet):
    model, form, icon, name = PaperKind, forms.PaperKindForm, "doc-full", "jenis-berkas"
    menu_label, note = _("Jenis berkas usulan"), NO_PUBLISHED_RULE
    fields = ("name", "order", "holds_personal_data")
    list_display = ("name", "order", YesNoColumn("holds_personal_data", label=_("Data pribadi")))


class PaperRequirements(ConfigurationViewSet):
    model, form, icon, name = PaperRequirement, forms.ConfigurationForm, "list-ul", "syarat-berkas"
    menu_label, note = _("Syarat berkas usulan"), NO_PUBLISHED_RULE
    fields = ("scheme", "kind", "is_required")
    list_display = (
        "kind",
        Column("get_scheme_display", label=_("Skema")),
        YesNoColumn("is_required", label=_("Wajib")),
    )
    list_filter = ("scheme", "is_required")
    list_per_page = 50


class RetentionPeriods(ConfigurationViewSet):
    model, form, icon, name = RetentionPeriod, forms.RetentionPeriodForm, "history", "masa-simpan"
    menu_label, note = _("Masa simpan data pribadi"), NO_KNOWN_SCHEDULE
    fields = ("stage", "days", "removes_unreadable")
    list_display = (
        Column("get_stage_display", label=_("Keadaan usulan")),
        "days",
        YesNoColumn("removes_unreadable", label=_("Berkas tanpa teks dihapus")),
    )


class Units(ConfigurationViewSet):
    model, form, icon, name = Unit, forms.UnitForm, "home", "unit"
    menu_label, note = _("Unit (balai dan sentra)"), KEPT_FOR_EVER
    fields = (
        "name",
        FieldPanel("former_names"),
        "kind",
        "city",
        "province",
        FieldPanel("valid_from", help_text=_("Kosong bila tidak diketahui.")),
        FieldPanel("valid_until", help_text=_("Mulai hari ini unit tidak dapat mengajukan usulan baru.")),
        FieldPanel("successor", help_text=_("Bila unit sudah digabung; unit ini lalu tidak mengajukan usulan baru.")),
        "verification",
        "observed_on",
        "source",
        "note",
    )
    list_display = (
        "name",
        "city",
        "province",
        "valid_until",
        Column("get_verification_display", label=_("Verifikasi nama")),
    )
    list_filter = ("province", "verification")
    search_fields = ("name", "city", "former_names__name")
    search_backend_name = None
    list_per_page = 50


class Directorates(ConfigurationViewSet):
    model, form, icon, name = Directorate, forms.DirectorateForm, "group", "direktorat"
    menu_label, note = _("Direktorat"), KEPT_FOR_EVER
    fields = ("name", "short_name")
    list_display = fields


class Clusters(ConfigurationViewSet):
    model, form, icon, name = Cluster, forms.ClusterForm, "tag", "klaster"
    menu_label, note = _("Klaster"), KEPT_FOR_EVER
    fields = (
        "name",
        FieldPanel("directorate", help_text=_("Memimpin usulan baru yang bagian terbesarnya untuk klaster ini.")),
        "order",
    )
    list_display = ("name", "directorate", "order")


class RegulationTypes(ConfigurationViewSet):
    model, form, icon, name = RegulationType, forms.ConfigurationForm, "doc-full-inverse", "jenis-peraturan"
    menu_label, note = _("Jenis peraturan"), KEPT_FOR_EVER
    fields = (
        FieldPanel(
            "name", help_text=_("Judul peraturan disusun dari nama ini; yang sudah terbit tetap seperti terbit.")
        ),
        FieldPanel(
            "abbreviation", help_text=_("Bagian alamat halaman dibuat dari singkatan pertama dan tidak berubah lagi.")
        ),
        "form",
        "form_abbreviation",
        FieldPanel("citation_prefix", help_text=_("Awalan pada daftar hubungan antarperaturan, misalnya Permen_Sos.")),
    )
    list_display = ("name", "abbreviation", "form", "code")
    list_per_page = 50


class ConfigurationGroup(ModelViewSetGroup):
    """One entry of the menu; each account sees the tables it may change."""

    menu_label, menu_icon, menu_order = _("Konfigurasi"), "cogs", 700
    items = (
        Policies,
        StepDeadlines,
        PaperRequirements,
        PaperKinds,
        RetentionPeriods,
        Units,
        Directorates,
        Clusters,
        RegulationTypes,
    )
