"""Every choice of the aid proposal: stages, steps, outcomes. A new member breaks the tests until someone decides about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from viewflow.workflow import STATUS


class Stage(models.TextChoices):
    """Where a proposal is; each open stage has exactly one step that people work on."""

    DRAFT = "draft", _("Draf")
    SUBMISSION = "submission", _("Menunggu pengesahan Kepala Balai")
    VERIFICATION = "verification", _("Verifikasi administrasi")
    REVISION = "revision", _("Perbaikan")
    DIRECTOR = "director", _("Persetujuan Direktur")
    DIRECTOR_GENERAL = "director_general", _("Persetujuan Dirjen")
    DECISION_SET = "decision_set", _("Penetapan oleh PPK")
    DECISION_CONFIRM = "decision_confirm", _("Pengesahan oleh KPA")
    DISTRIBUTION = "distribution", _("Penyaluran")
    DONE = "done", _("Tersalur")
    REJECTED = "rejected", _("Ditolak")
    WITHDRAWN = "withdrawn", _("Ditarik")
    EXPIRED = "expired", _("Kedaluwarsa")


FINAL_STAGES = frozenset({Stage.DONE, Stage.REJECTED, Stage.WITHDRAWN, Stage.EXPIRED})
OPEN_STAGES = frozenset(Stage) - FINAL_STAGES
"""Stages in which somebody still has to act."""

KEPT_STAGES = (Stage.DRAFT, *(stage for stage in Stage if stage in FINAL_STAGES))
"""Stages whose personal data an administrator may give a period: nobody works on the proposal, or nobody may any more."""

EDITABLE_STAGES = frozenset({Stage.DRAFT, Stage.REVISION})
"""Stages in which the unit may change the content."""

WITHDRAWABLE_STAGES = OPEN_STAGES - {Stage.DISTRIBUTION}
"""Until the KPA has confirmed the decision."""


class Step(models.TextChoices):
    """The human steps; the value is the name of the node in `flows.AidFlow` and never changes."""

    DRAFTING = "drafting", _("Penyusunan usulan")
    SUBMISSION = "submission", _("Pengesahan dan pengajuan")
    VERIFICATION = "verification", _("Verifikasi administrasi")
    REVISION = "revision", _("Perbaikan usulan")
    DIRECTOR = "director", _("Persetujuan Direktur")
    DIRECTOR_GENERAL = "director_general", _("Persetujuan Direktur Jenderal")
    DECISION_SET = "decision_set", _("Penetapan keputusan oleh PPK")
    DECISION_CONFIRM = "decision_confirm", _("Pengesahan keputusan oleh KPA")
    DISTRIBUTION = "distribution", _("Penyaluran dan serah terima")


RESERVED_NODES = frozenset(
    {"assessment", "technical_review", "fork", "join", "accountability", "monitoring", "postponed"}
)
"""Node names promised to the steps that later versions add (product.md §«The aid proposal»)."""


class Function(models.TextChoices):
    """In which capacity a person acted: nobody decides in two of them on one proposal."""

    DRAFTER = "drafter", _("penyusun")
    HEAD = "head", _("kepala balai")
    VERIFIER = "verifier", _("verifikator")
    DIRECTOR = "director", _("direktur")
    DIRECTOR_GENERAL = "director_general", _("direktur jenderal")
    COMMITMENT_OFFICER = "commitment_officer", _("PPK")
    BUDGET_OFFICER = "budget_officer", _("KPA")
    RECORDER = "recorder", _("pencatat serah terima")


DECIDING_FUNCTIONS = frozenset(Function) - {Function.RECORDER}
"""Exclude each other on one proposal. A handover record tells what happened; the PPK or the unit that proposed may write it."""


class Outcome(models.TextChoices):
    """What was decided at a step; a Switch of the flow routes it."""

    READY = "ready", _("Siap disahkan")
    SUBMITTED = "submitted", _("Diajukan")
    SENT_BACK = "sent_back", _("Dikembalikan ke operator")
    COMPLETE = "complete", _("Lengkap")
    RETURNED = "returned", _("Dikembalikan untuk diperbaiki")
    REJECTED = "rejected", _("Ditolak")
    REVISED = "revised", _("Diperbaiki")
    APPROVED = "approved", _("Disetujui")
    APPROVED_PARTLY = "approved_partly", _("Disetujui sebagian")
    SET = "set", _("Keputusan disiapkan")
    CONFIRMED = "confirmed", _("Ditetapkan")
    REFUSED = "refused", _("Tidak disahkan")
    DELIVERED = "delivered", _("Tersalur")


OUTCOMES_WITH_REASON = frozenset({Outcome.SENT_BACK, Outcome.RETURNED, Outcome.REJECTED, Outcome.REFUSED})
"""«Return and reject need a reason»: also a database constraint."""


class Scheme(models.TextChoices):
    """The two legal tracks: PMK 168/PMK.05/2015 and PMK 254/PMK.05/2015, each with its amendments."""

    GOVERNMENT_AID = "government_aid", _("Bantuan Pemerintah (PMK 168/2015)")
    SOCIAL_AID = "social_aid", _("Belanja Bantuan Sosial (PMK 254/2015)")


class ApplicantKind(models.TextChoices):
    """Who asks the unit for aid."""

    GROUP = "group", _("Kelompok masyarakat")
    LKS = "lks", _("Lembaga Kesejahteraan Sosial (LKS)")


class Section(models.TextChoices):
    """The parts of a proposal; a return opens the marked ones only."""

    GENERAL = "general", _("Uraian usulan")
    APPLICANT = "applicant", _("Pemohon")
    COMMUNITIES = "communities", _("Komunitas penerima dan lokasi")
    BENEFICIARIES = "beneficiaries", _("Penerima manfaat")
    BUDGET = "budget", _("Rincian barang dan anggaran (RAB)")
    PAPERS = "papers", _("Berkas")
    STATEMENTS = "statements", _("Pernyataan tanggung jawab")


FOLLOW_COMMUNITIES = frozenset({Section.BENEFICIARIES, Section.BUDGET})
"""Their rows belong to a community, and go with it."""


class StatementKind(models.TextChoices):
    """What the unit states when it proposes; all of them are asked for (domain.md §5.5). The label is the statement itself."""

    TRUE = "true", _("Isi usulan benar, berkasnya asli, dan dapat kami pertanggungjawabkan.")
    SINGLE = "single", _("Komunitas penerima tidak sedang menerima bantuan sejenis dari sumber lain.")
    CARE = "care", _("Komunitas penerima sanggup memakai barang sesuai tujuannya dan merawatnya.")


class PaperVerdict(models.TextChoices):
    """What the verifier found of a paper; one that was not looked at has no verdict."""

    IN_ORDER = "in_order", _("Sesuai")
    NOT_IN_ORDER = "not_in_order", _("Tidak sesuai")


class LetterStatus(models.TextChoices):
    """A decision letter is prepared by the PPK and valid once the KPA has confirmed it."""

    PREPARED = "prepared", _("Disiapkan PPK")
    REFUSED = "refused", _("Tidak disahkan KPA")
    CONFIRMED = "confirmed", _("Ditetapkan")


STAGE_OF_STEP = {step: Stage.DRAFT if step is Step.DRAFTING else Stage(step.value) for step in Step}
"""Opening a step puts the proposal at this stage."""

COMMENTING_STEPS = (Step.VERIFICATION, Step.DIRECTOR)
"""Steps that may return a proposal to its unit: whoever has one of them pins comments to answers."""

OPEN_TASK = (STATUS.NEW, STATUS.ASSIGNED)
"""Statuses of the engine in which a human task waits for somebody."""


class AccessKind(models.TextChoices):
    """How personal data was seen in clear."""

    SHOWN = "shown", _("Data pribadi usulan dibuka")
    SEARCHED = "searched", _("Data pribadi seseorang dicari dan dibaca")
    EXPORTED = "exported", _("Salinan data pribadi seseorang diunduh")
