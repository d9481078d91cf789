"""Forms of documents in the admin: every refusal is a sentence, and nothing that was sent is lost."""

import datetime as dt
from typing import Any, TypeGuard

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm

from documents import actions, checking, contradictions, renaming
from documents.citing import cited_here
from documents.contradictions import End
from documents.editing.fields import KeptFileField, LongTextField
from documents.enums import TextOrigin
from documents.models import DocumentFile, Regulation, Relation
from documents.naming import LONGEST_ABOUT, designation, is_other_address, number_key
from documents.text.extraction import UnreadableFile
from documents.text.stored import LONGEST_TEXT

FIRST_YEAR = 1800
IDENTITY = {"kind", "number", "year", "enacted_on", "promulgated_on"}
"""Fields by which a relation that could be may be one that cannot."""
LONGEST_TYPED = LONGEST_TEXT


class DocumentForm(WagtailAdminPageForm):
    """File and text of any document. A PDF is checked and read when it arrives, whatever else is wrong in the form."""

    upload = KeptFileField(
        label=gettext_lazy("Berkas PDF"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy(
            "Paling besar 200 MB. Teksnya dibaca otomatis; berkas hasil pindai disimpan tanpa teks."
        ),
    )
    typed_text = LongTextField(
        label=gettext_lazy("Naskah"),
        max_length=LONGEST_TYPED,
        required=False,
        help_text=gettext_lazy("Kosongkan untuk memakai teks dari PDF, atau koreksi di sini."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text, file = self.instance.text, self.instance.file
        self.initial["typed_text"] = text.text if text else ""
        if len(self.initial["typed_text"]) > LONGEST_TYPED:
            # Not sent to and fro: left empty it stays as it is, since nothing has changed.
            self.initial["typed_text"] = ""
            self.fields["typed_text"].help_text = _(
                "Naskah yang ada terlalu panjang untuk disunting di sini dan tetap dipakai. Isi hanya untuk menggantinya."
            )
        self.initial["upload"] = file
        self.fields["upload"].widget.kept = file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self._check_approval_changes_nothing()
        file = cleaned["document_file"] = self._file(cleaned.get("upload"))
        if self._takes_text_of(file) and len(file.text) > LONGEST_TEXT:
            self.add_error("typed_text", _too_long(file.text))
        if cleaned.get("is_restricted") and not cleaned.get("owner_unit"):
            self.add_error("owner_unit", _("Pilih unit pemilik: dokumen terbatas hanya terbuka bagi unit itu."))
        self._check_dates(cleaned)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        file: DocumentFile | None = self.cleaned_data["document_file"]
        if "typed_text" in self.changed_data:
            text = self.cleaned_data["typed_text"]
            self.instance.text = actions.store_text(text=text, origin=TextOrigin.TYPED)
        elif self._takes_text_of(file):
            self.instance.text = actions.store_text(text=file.text, origin=file.text_origin)
        self.instance.file = file
        return super().save(commit=commit)

    def _takes_text_of(self, file: DocumentFile | None) -> TypeGuard[DocumentFile]:
        """Whether the page's text is to come from this file: a new one, and nothing typed instead."""
        is_new = file is not None and file.text and file.pk != self.instance.file_id
        return bool(is_new) and "typed_text" not in self.changed_data

    def _file(self, sent: "UploadedFile[Any] | DocumentFile | None") -> DocumentFile | None:
        """The file the page will have. A new one is kept at once, so that a second try need not send it again."""
        kept: DocumentFile | None = self.instance.file
        if isinstance(sent, DocumentFile):
            kept = sent
        elif sent is not None:
            try:
                kept = actions.store_pdf(by=self.for_user, upload=sent)
            except UnreadableFile as error:
                self.add_error("upload", str(error))
        self.fields["upload"].widget.kept = kept
        return kept

    def _check_approval_changes_nothing(self) -> None:
        """Approving while editing would publish one's own words; approving an older text, words nobody looked at."""
        if not self.data.get("action-workflow-action") or self.data.get("workflow-action-name") != "approve":
            return
        if self._shows_an_older_text():
            self.add_error(
                None,
                _("Isi halaman ini berubah sejak Anda membukanya. Muat ulang halaman, periksa, lalu setujui."),
            )
        elif self.has_changed():
            self.add_error(
                None,
                _(
                    "Anda mengubah isi, jadi Anda tidak dapat sekaligus menyetujuinya. Simpan perubahan lalu mintalah "
                    "orang lain menyetujui, atau muat ulang halaman dan setujui tanpa mengubah."
                ),
            )

    def _shows_an_older_text(self) -> bool:
        """Whether somebody saved the page after this form was shown; a revision that is saved over keeps its number."""
        latest = self.instance.latest_revision
        shown = self.data.get("loaded_revision_id"), self.data.get("loaded_revision_created_at")
        return bool(shown != (str(latest.pk), latest.created_at.isoformat()))

    def _check_dates(self, cleaned: dict[str, Any]) -> None:
        """For the kinds of document that have dates of their own."""

    def check_order(self, first: str, then: str, sentence: str) -> None:
        """An error at `then` unless it is on or after `first`; a missing date is no error."""
        begins, ends = self.cleaned_data.get(first), self.cleaned_data.get(then)
        if begins and ends and ends < begins:
            self.add_error(then, sentence)

    def check_not_future(self, *names: str) -> None:
        today = timezone.localdate()
        for name in names:
            value: dt.date | None = self.cleaned_data.get(name)
            if value and value > today:
                self.add_error(name, _("Tanggal ini belum tiba. Periksa kembali tahunnya."))


def _too_long(text: str) -> str:
    return _(
        "Teks dalam PDF ini %(length)s huruf, lebih dari %(limit)s yang dapat diolah. Berkasnya sudah tersimpan: tempelkan "
        "batang tubuhnya di sini, tanpa lampiran, lalu simpan lagi."
    ) % {"length": number_format(len(text)), "limit": number_format(LONGEST_TEXT)}


def _is_meant(target: Regulation, citation: str, here: Regulation | None) -> bool:
    """Whether a citation can mean the target; what is published later takes its target from the citation."""
    return (here is None or here.pk == target.pk) and renaming.can_mean(Regulation, citation, target.pk)


class RegulationForm(DocumentForm):
    """Identity, dates and relations of a regulation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].validators.append(MaxLengthValidator(LONGEST_ABOUT))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_year(cleaned)
        self._check_unique(cleaned)
        self._check_relations()
        return cleaned

    def _check_dates(self, cleaned: dict[str, Any]) -> None:
        self.check_not_future("enacted_on", "promulgated_on", "register_checked_on")
        self.check_order(
            "enacted_on", "promulgated_on", _("Tanggal pengundangan tidak boleh sebelum tanggal penetapan.")
        )
        enacted, year = cleaned.get("enacted_on"), cleaned.get("year")
        if enacted and year and abs(enacted.year - year) > 1:
            self.add_error(
                "enacted_on",
                _("Tanggal penetapan (%(date)s) tidak cocok dengan tahun peraturan (%(year)s).")
                % {"date": enacted.year, "year": year},
            )

    def _check_year(self, cleaned: dict[str, Any]) -> None:
        year = cleaned.get("year")
        last = timezone.localdate().year + 1
        if year is not None and not FIRST_YEAR <= year <= last:
            self.add_error(
                "year", _("Tahun harus antara %(first)s dan %(last)s.") % {"first": FIRST_YEAR, "last": last}
            )

    def _check_unique(self, cleaned: dict[str, Any]) -> None:
        kind, number, year = cleaned.get("kind"), cleaned.get("number"), cleaned.get("year")
        if not kind or not number or not year:
            return
        if not number_key(number):
            self.add_error("number", _("Nomor harus memuat huruf atau angka."))
            return
        if is_other_address(number_key(number)):
            self.add_error(
                "number", _("Nomor ini sudah menjadi alamat halaman lain di portal. Periksa kembali nomornya.")
            )
            return
        issuer = " ".join((cleaned.get("issuer") or "").split())
        same = Regulation.objects.filter(kind=kind, number_key=number_key(number), year=year, issuer=issuer)
        found = same.exclude(pk=self.instance.pk).first()
        if found is not None:
            state = _("sudah terbit") if found.live else _("sudah ada sebagai draf")
            self.add_error(
                "number",
                _(
                    "%(title)s dari penetap yang sama %(state)s. Sunting yang sudah ada, atau periksa nomor dan tahunnya."
                )
                % {"title": found.title, "state": state},
            )

    def _check_relations(self) -> None:
        formset = self.formsets.get("relations")
        if formset is None:
            return
        formset.is_valid()  # modelcluster validates the rows after the page itself; their values are needed here
        is_another = not IDENTITY.isdisjoint(self.changed_data)
        for form in formset.forms:
            if not form.is_valid() or form.cleaned_data.get("DELETE") or not (is_another or form.has_changed()):
                continue
            if not self._check_relation(form):
                self.add_error(None, ValidationError(_("Periksa hubungan dengan peraturan lain.")))

    def _check_relation(self, form: Any) -> bool:
        """Whether a row of the relations can stay; else it has its sentence. What it means is written as it is stored."""
        row = form.cleaned_data
        try:
            form.instance.article = row["article"] = contradictions.readable_place(row.get("article") or "")
        except ValueError as error:
            form.add_error("article", str(error))
            return False
        target, citation = row.get("target"), row.get("citation") or ""
        here = cited_here(citation, besides=self.instance.pk)
        if target is not None and citation and not _is_meant(target, citation, here):
            form.add_error(
                "citation",
                _(
                    "Kutipan ini menyebut peraturan lain daripada %(title)s. Kosongkan kutipannya bila memang peraturan itu "
                    "yang dituju, atau pilih peraturan yang disebut kutipan."
                )
                % {"title": target.title},
            )
        elif target is None and here is not None:
            words = {"title": here.get_admin_display_title()}
            form.add_error("citation", _("%(title)s sudah ada di portal: pilih sebagai peraturan yang dituju.") % words)
        elif problem := self._problem_of_relation(row):
            form.add_error("target", problem)
        return not form.errors

    def _problem_of_relation(self, relation: dict[str, Any]) -> str:
        """Why the page, as the form has it, cannot stand in this relation."""
        target, kind, article = relation.get("target"), relation.get("kind"), relation.get("article") or ""
        own, number, year = (self.cleaned_data.get(name) for name in ("kind", "number", "year"))
        if target is None or not kind:
            return ""
        if target.pk == self.instance.pk:
            return _("Peraturan tidak dapat berhubungan dengan dirinya sendiri.")
        if not own or not number or not year:
            return ""
        dates = {name: self.cleaned_data.get(name) for name in ("enacted_on", "promulgated_on")}
        return checking.refusal(
            Relation,
            source=End(designation(own, number, year), own.code, year, **dates),
            source_id=self.instance.pk,
            target=target,
            kind=kind,
            article=article,
        )


class MouForm(DocumentForm):
    """Dates of an agreement."""

    def _check_dates(self, cleaned: dict[str, Any]) -> None:
        self.check_not_future("signed_on")
        self.check_order("starts_on", "ends_on", _("Tanggal berakhir tidak boleh sebelum tanggal mulai berlaku."))
        self.check_order("signed_on", "ends_on", _("Tanggal berakhir tidak boleh sebelum penandatanganan."))
        self.check_order("signed_on", "terminated_on", _("Tanggal diakhiri tidak boleh sebelum penandatanganan."))


class SopForm(DocumentForm):
    """Dates and steps of a procedure."""

    def _check_dates(self, cleaned: dict[str, Any]) -> None:
        self.check_order("made_on", "revised_on", _("Tanggal revisi tidak boleh sebelum tanggal pembuatan."))
        self.check_order("made_on", "effective_on", _("Tanggal efektif tidak boleh sebelum tanggal pembuatan."))
