"""Forms of the sections of a proposal: they validate and hand over the values of `workflows.drafts`; they save nothing.

A lenient form lets a draft be kept with open answers; what is missing is listed on the review page.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from portal.core.models import Cluster
from portal.core.typed_text import number_in
from workflows.coordinates import MOST_LETTERS
from workflows.drafts import ApplicantData, CommunitiesData, CommunityRow, GeneralData
from workflows.enums import ApplicantKind, Scheme
from workflows.forms.fields import CountField, LongTextField, PointField, TextField
from workflows.forms.rows import LenientForm, Rows
from workflows.models import Community, Proposal
from workflows.models.recipients import MAX_BENEFICIARIES

MAX_COMMUNITIES = 50
DROPPED = "dropped"
"""Name of the hidden fields with the keys of communities that go with what they hold."""


class GeneralForm(LenientForm):
    """Section «Uraian usulan»."""

    needed_always = frozenset({"title"})

    title = TextField(
        label=_("Judul usulan"),
        help_text=_("Singkat dan jelas, misalnya “Mesin press plastik bagi lima komunitas pemulung”."),
        max_length=200,
        error_messages={"required": _("Tulis judul usulan.")},
    )
    scheme = forms.ChoiceField(
        label=_("Skema bantuan"),
        help_text=_("Skema menentukan daftar berkas yang diminta."),
        choices=Scheme.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih skema bantuan.")},
    )
    background = LongTextField(
        label=_("Latar belakang dan kegunaan"),
        help_text=_("Keadaan komunitas saat ini, mengapa bantuan diperlukan, dan untuk apa barang dipakai."),
        max_length=5_000,
        rows=8,
        error_messages={"required": _("Tulis latar belakang dan kegunaan bantuan.")},
    )

    def data_object(self) -> GeneralData:
        return GeneralData(**self.cleaned_data)

    @staticmethod
    def initial_of(proposal: Proposal) -> dict[str, Any]:
        return {"title": proposal.title, "scheme": proposal.scheme, "background": proposal.background}


class ApplicantForm(LenientForm):
    """Section «Pemohon»."""

    kind = forms.ChoiceField(
        label=_("Jenis pemohon"),
        choices=ApplicantKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih jenis pemohon.")},
    )
    name = TextField(
        label=_("Nama kelompok atau LKS"), max_length=200, error_messages={"required": _("Tulis nama pemohon.")}
    )
    registration = TextField(
        label=_("Nomor tanda daftar atau akta"),
        help_text=_("Wajib untuk LKS. Boleh kosong untuk kelompok yang belum terdaftar."),
        max_length=100,
        required=False,
    )
    address = LongTextField(
        label=_("Alamat pemohon"),
        max_length=500,
        rows=3,
        error_messages={"required": _("Tulis alamat pemohon.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == ApplicantKind.LKS and not cleaned.get("registration") and not self.lenient:
            self.add_error("registration", translate("Tulis nomor tanda daftar atau akta LKS."))
        return cleaned

    def data_object(self) -> ApplicantData:
        return ApplicantData(**self.cleaned_data)

    @staticmethod
    def initial_of(proposal: Proposal) -> dict[str, Any]:
        return {
            "kind": proposal.applicant_kind,
            "name": proposal.applicant_name,
            "registration": proposal.applicant_registration,
            "address": proposal.applicant_address,
        }


class CommunityForm(LenientForm):
    """One receiving community with its place."""

    needed_always = frozenset({"name"})

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = TextField(label=_("Nama komunitas"), max_length=200, error_messages={"required": _("Tulis nama komunitas.")})
    # Its choices are those of all rows: CommunityRows reads them once.
    cluster = forms.TypedChoiceField(
        label=_("Klaster"),
        coerce=int,
        empty_value=None,
        error_messages={"required": _("Pilih klaster komunitas ini.")},
    )
    beneficiary_count = CountField(
        label=_("Jumlah penerima manfaat"),
        help_text=_("Hitung orang, bukan keluarga."),
        largest=MAX_BENEFICIARIES,
        error_messages={"required": _("Tulis jumlah penerima manfaat dengan angka, misalnya 24.")},
    )
    place = TextField(label=_("Alamat atau lokasi"), max_length=300, error_messages={"required": _("Tulis lokasi.")})
    city = TextField(
        label=_("Kabupaten/kota"), max_length=120, error_messages={"required": _("Tulis kabupaten atau kota.")}
    )
    province = TextField(label=_("Provinsi"), max_length=80, error_messages={"required": _("Tulis provinsi.")})
    point = PointField(
        label=_("Titik koordinat"),
        help_text=_("Lintang dan bujur atau tautan dari aplikasi peta, misalnya -6.241586, 106.992416."),
        required=False,
        widget=forms.TextInput(
            attrs={"class": "w20", "maxlength": MOST_LETTERS, "autocomplete": "off", "data-locate": ""}
        ),
    )

    def row(self) -> CommunityRow:
        values = self.cleaned_data
        return CommunityRow(
            id=values["id"],
            name=values["name"],
            place=values["place"],
            city=values["city"],
            province=values["province"],
            point=values["point"],
            cluster_id=values["cluster"],
            beneficiary_count=values["beneficiary_count"] or 0,
        )

    @staticmethod
    def initial_of(community: Community) -> dict[str, Any]:
        return {
            "id": community.pk,
            "name": community.name,
            "cluster": community.cluster_id,
            "beneficiary_count": community.beneficiary_count or None,
            "place": community.place,
            "city": community.city,
            "province": community.province,
            "point": community.point,
        }


class CommunityRows(Rows[CommunityForm]):
    """All communities of a proposal, in order; each has a name of its own.

    `dropped` are stored ones that were taken out, knowing what goes with them. `asked` is the number of the row about which
    a person is to say so first, `going` what would go.
    """

    def __init__(
        self,
        *,
        data: QueryDict | None = None,
        dropped: Iterable[int] = (),
        asked: int = -1,
        going: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(CommunityForm, prefix="c", most=MAX_COMMUNITIES, row_label=_("Komunitas"), data=data, **kwargs)
        told = map(number_in, data.getlist(DROPPED)) if data is not None else dropped
        self.dropped = sorted(set(told) - {0})[:MAX_COMMUNITIES]
        self.asked, self.going = asked, going
        clusters = [("", _("Pilih klaster")), *Cluster.objects.values_list("pk", "name")]
        for form in self.forms:
            form.fields["cluster"].choices = clusters  # type: ignore[attr-defined]  # a choice field, seen as Field

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        seen: set[str] = set()
        for form in self.filled:
            name = form.cleaned_data["name"].casefold()
            if name in seen:
                form.add_error("name", _("Nama komunitas ini sudah dipakai di atas. Beri nama yang berbeda."))
            seen.add(name)
        return all(not form.errors for form in self.filled)

    def typed_fields(self) -> list[list[str]]:
        return [*super().typed_fields(), *([DROPPED, str(pk)] for pk in self.dropped)]

    def data_object(self) -> CommunitiesData:
        rows = tuple(form.row() for form in self.filled)
        return CommunitiesData(rows=rows, agreed_to_drop=frozenset(self.dropped))

    def redrawn(self) -> "CommunityRows":
        return self.with_rows(self.as_typed())

    def with_rows(self, rows: list[dict[str, Any]], **more: Any) -> "CommunityRows":
        """The same list, drawn again with these."""
        return CommunityRows(initial=rows, **{"dropped": self.dropped, **more})
