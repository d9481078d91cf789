"""Beneficiaries by name and address: typed or pasted, whole on their form, masked everywhere else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.proposals import Cast, make_cast, make_draft
from workflows import actions
from workflows.drafts import BeneficiariesData, PersonRow
from workflows.forms.beneficiaries import pasted_rows
from workflows.models import Beneficiary, Community, Proposal
from workflows.readiness import find_gaps

pytestmark = pytest.mark.django_db
NIK = "3275010101800001"


@pytest.fixture
def draft(cast: Cast) -> Proposal:
    return make_draft(cast)


@pytest.fixture
def community(draft: Proposal) -> Community:
    return draft.communities.get()


def url(draft: Proposal, community: Community) -> str:
    return reverse("workflows:edit_community_people", args=(draft.pk, community.pk))


def people(*rows: dict[str, str], **more: Any) -> dict[str, Any]:
    fields = {f"b-{index}-{name}": value for index, row in enumerate(rows) for name, value in row.items()}
    return {"b-rows": len(rows), "version": 2, "action": "next"} | fields | more


def save(cast: Cast, community: Community, *rows: PersonRow) -> None:
    data = BeneficiariesData(community_id=community.pk, rows=rows)
    actions.save_draft_section(by=cast.operator, proposal=community.proposal, data=data)


def test_a_list_is_saved_in_its_order(operator: Client, draft: Proposal, community: Community) -> None:
    rows = [{"name": f"Orang {n}", "national_id": "", "address": f"Jalan {n}"} for n in range(3)]

    operator.post(url(draft, community), people(*rows, {"name": "", "national_id": "", "address": ""}))

    assert list(community.beneficiaries.values_list("name", flat=True)) == ["Orang 0", "Orang 1", "Orang 2"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"name": "", "address": "Jalan"}, "Tulis nama penerima manfaat."),
        ({"name": "Ani", "address": ""}, "Tulis alamat penerima manfaat."),
        ({"name": "Ani", "address": "Jalan", "national_id": "123"}, "NIK terdiri atas 16 angka"),
    ],
)
def test_a_row_that_is_not_right_gets_its_sentence(
    operator: Client, draft: Proposal, community: Community, row: dict[str, str], says: str
) -> None:
    assert says in operator.post(url(draft, community), people(row)).content.decode()


def test_the_same_nik_twice_is_refused(operator: Client, draft: Proposal, community: Community) -> None:
    rows = [{"name": name, "address": "Jalan", "national_id": NIK} for name in ("Ani", "Budi")]

    assert "NIK ini sudah ada di atas." in operator.post(url(draft, community), people(*rows)).content.decode()


def test_pasted_lines_become_rows_to_be_checked(operator: Client, draft: Proposal, community: Community) -> None:
    pasted = f"Ani Contoh\t{NIK}\tJalan Melati 1\nBudi Contoh; Jalan Mawar 2\n\n"

    page = operator.post(url(draft, community), people(action="paste", pasted=pasted))

    rows = [(f["name"].value(), f["national_id"].value(), f["address"].value()) for f in page.context["sheet"].forms]
    assert rows == [("Ani Contoh", NIK, "Jalan Melati 1"), ("Budi Contoh", "", "Jalan Mawar 2")]
    assert not Beneficiary.objects.filter(name="Ani Contoh").exists()


def test_a_line_of_headings_is_no_person_and_tells_the_columns() -> None:
    ani = {"name": "Ani", "national_id": NIK, "address": "Jalan Melati"}
    assert pasted_rows(f"Nama\tNIK\tAlamat\nAni\t{NIK}\tJalan Melati") == [ani]
    assert pasted_rows(f"\nNo.;Alamat;NAMA LENGKAP;NIK\n1;Jalan Melati;Ani;{NIK}\n") == [ani]
    assert pasted_rows("Nama;Alamat\nAni;Jalan Melati") == [ani | {"national_id": ""}]
    assert pasted_rows("Nama\tAlamat\tRT/RW\nAni\tJalan Melati\t01/02")[0]["address"] == "Jalan Melati, 01/02"
    assert pasted_rows("Nama;NIK;Alamat") == []
    assert [row["name"] for row in pasted_rows("Nama Contoh;Jalan Contoh 1\nAni;Jalan")] == ["Nama Contoh", "Ani"]


def test_a_paste_is_read_with_and_without_nik() -> None:
    assert pasted_rows("Ani;3275 0101 0180 0001;Jalan;RT 1") == [
        {"name": "Ani", "national_id": "3275 0101 0180 0001", "address": "Jalan, RT 1"}
    ]
    assert pasted_rows("Ani") == [{"name": "Ani", "national_id": "", "address": ""}]
    assert pasted_rows("\n \n;;\n") == []


def test_more_rows_than_a_page_holds_are_cut(operator: Client, draft: Proposal, community: Community) -> None:
    page = operator.post(url(draft, community), people(action="paste", pasted="Ani;Jalan\n" * 5_000))

    assert len(page.context["sheet"].forms) == 200


def test_whoever_stays_as_written_keeps_the_row(cast: Cast, community: Community) -> None:
    ani, budi, citra = (PersonRow(name=name, address="Jalan") for name in ("Ani", "Budi", "Citra"))
    save(cast, community, ani, budi, citra)
    before = dict(community.beneficiaries.values_list("name", "pk"))

    save(cast, community, citra, budi)

    assert dict(community.beneficiaries.values_list("name", "pk")) == {name: before[name] for name in ("Citra", "Budi")}
    assert [person.name for person in community.beneficiaries.all()] == ["Citra", "Budi"]


def test_names_are_whole_on_the_form_and_nowhere_else(
    cast: Cast, operator: Client, draft: Proposal, community: Community
) -> None:
    save(cast, community, PersonRow(name="Siti Rahasia", national_id=NIK, address="Jalan Tersembunyi 9"))
    pages = {name: reverse(f"workflows:{name}", args=(draft.pk,)) for name in ("edit_people", "review", "proposal")}

    for name, address in pages.items():
        shown = operator.get(address).content.decode()
        assert not any(word in shown for word in ("Rahasia", NIK, "Tersembunyi")), name
    assert "S••• R•••, NIK ••••0001" in operator.get(pages["review"]).content.decode()
    form = operator.get(url(draft, community)).content.decode()
    assert all(word in form for word in ("Siti Rahasia", NIK, "Jalan Tersembunyi 9"))


def test_as_many_people_are_named_as_the_community_has(cast: Cast, draft: Proposal, community: Community) -> None:
    def gaps() -> list[str]:
        return [gap.sentence for gap in find_gaps(draft)]

    everybody = [PersonRow(name=f"Orang {n}", address="Jalan") for n in range(24)]
    save(cast, community, *everybody[:20])
    assert gaps() == ["Lengkapi daftar penerima «Komunitas 1»: baru 20 dari 24 orang."]
    save(cast, community, *everybody, PersonRow(name="Lebih", address="Jalan"))
    assert gaps() == ["Daftar penerima «Komunitas 1» berisi 25 orang, jumlah yang ditulis 24."]
    save(cast, community, *everybody[:23], PersonRow(name="Tanpa alamat"))
    assert gaps() == ["Tulis alamat 1 penerima manfaat «Komunitas 1»."]


def test_the_people_of_another_proposals_community_do_not_exist(operator: Client, draft: Proposal) -> None:
    foreign = make_draft(make_cast()).communities.get()

    assert operator.get(url(draft, foreign)).status_code == 404
    assert operator.post(url(draft, foreign), people({"name": "Ani", "address": "Jalan"})).status_code == 404
    assert foreign.beneficiaries.count() == 24
