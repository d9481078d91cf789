"""The closed lists of the document domain, with the words shown on screen."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Provenance(models.TextChoices):
    """How a document came into the portal: this decides whether an import may touch it."""

    IMPORTED = "imported", _("Diimpor")
    EDITED = "edited", _("Disunting di portal")


class RelationKind(models.TextChoices):
    """A directed relation between two regulations; only this direction is stored."""

    AMENDS = "amends", _("Mengubah")
    REPEALS = "repeals", _("Mencabut")
    REPEALS_PART = "repeals_part", _("Mencabut sebagian")
    IMPLEMENTS = "implements", _("Melaksanakan")
    REFERS = "refers", _("Merujuk")
    LEGAL_BASIS = "legal_basis", _("Dasar hukum")

    @property
    def inverse_label(self) -> str:
        """The words seen from the other end («Diubah oleh»)."""
        return str(_INVERSE_LABELS[self])


_INVERSE_LABELS = {
    RelationKind.AMENDS: _("Diubah oleh"),
    RelationKind.REPEALS: _("Dicabut oleh"),
    RelationKind.REPEALS_PART: _("Dicabut sebagian oleh"),
    RelationKind.IMPLEMENTS: _("Dilaksanakan oleh"),
    RelationKind.REFERS: _("Dirujuk oleh"),
    RelationKind.LEGAL_BASIS: _("Menjadi dasar hukum bagi"),
}


class LegalStatus(models.TextChoices):
    """Whether a regulation is in force. Derived, never typed: see `documents.statuses`."""

    UNVERIFIED = "unverified", _("Status belum diverifikasi")
    IN_FORCE = "in_force", _("Berlaku")
    AMENDED = "amended", _("Diubah")
    PARTLY_REPEALED = "partly_repealed", _("Dicabut sebagian")
    REPEALED = "repealed", _("Tidak berlaku (dicabut)")
    NOT_YET = "not_yet", _("Belum berlaku")


STATUSES_IN_FORCE = (LegalStatus.IN_FORCE, LegalStatus.AMENDED, LegalStatus.PARTLY_REPEALED)


class StatusSource(models.TextChoices):
    """On whose word a status rests; a status other than «unverified» always has one."""

    NONE = "", _("belum ada sumber")
    RELATION = "relation", _("hubungan antarperaturan")
    REGISTER = "register", _("register peraturan nasional")
    DATE = "date", _("tanggal mulai berlaku")


class RegisterWord(models.TextChoices):
    """What the national register says about a regulation, as an editor read it there."""

    UNKNOWN = "", _("Belum diperiksa")
    IN_FORCE = "in_force", _("Berlaku")
    REPEALED = "repealed", _("Tidak berlaku")


class Contradiction(models.TextChoices):
    """Why a relation cannot be as it is stored. Such a relation decides no status until somebody has looked."""

    NONE = "", _("tidak ada")
    CYCLE = "cycle", _("hubungan melingkar")
    LOWER_RANK = "lower_rank", _("dicabut oleh peraturan yang lebih rendah")
    TOO_EARLY = "too_early", _("lebih tua daripada peraturan yang dikenainya")
    NO_ARTICLE = "no_article", _("pasal yang disebut tidak ada")


class SuggestionState(models.TextChoices):
    """What became of a suggested relation. Whether a confirmed one is public already follows from the regulation."""

    PROPOSED = "proposed", _("Usulan")
    CONFIRMED = "confirmed", _("Disetujui")
    REJECTED = "rejected", _("Ditolak")


class InformationClass(models.TextChoices):
    """Class of information of UU 14/2008, art. 9, 10, 11 and 17."""

    PERIODIC = "periodic", _("Berkala")
    IMMEDIATE = "immediate", _("Serta-merta")
    ALWAYS = "always", _("Setiap saat")
    EXEMPT = "exempt", _("Dikecualikan")


class TextOrigin(models.TextChoices):
    """Where the words of a text come from; shown, because the PDF is the authority."""

    IMPORT = "import", _("hasil impor")
    PDF = "pdf", _("hasil ekstraksi dari PDF")
    OCR = "ocr", _("hasil OCR dari naskah pindaian, mungkin ada salah baca")
    TYPED = "typed", _("diketik atau dikoreksi penyunting")


class AgreementKind(models.TextChoices):
    """The two forms of agreement the directorate signs."""

    MOU = "mou", _("Nota kesepahaman")
    COOPERATION = "cooperation", _("Perjanjian kerja sama")


class AgreementStatus(models.TextChoices):
    """Derived from the dates of an agreement."""

    UNDATED = "undated", _("Tanggal belum lengkap")
    NOT_YET = "not_yet", _("Belum mulai berlaku")
    IN_FORCE = "in_force", _("Berlaku")
    ENDING = "ending", _("Akan berakhir")
    ENDED = "ended", _("Berakhir")
    TERMINATED = "terminated", _("Diakhiri")


class StepSymbol(models.TextChoices):
    """The symbols of an SOP step in the guideline of Permenpan 35/2012 (the arrow is the order itself)."""

    TERMINATOR = "terminator", _("Mulai atau selesai")
    PROCESS = "process", _("Kegiatan")
    DECISION = "decision", _("Keputusan")
    CONNECTOR = "connector", _("Sambungan halaman lain")
