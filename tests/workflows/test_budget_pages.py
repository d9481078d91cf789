"""The budget over HTTP: amounts as people type them, goods copied to every community, totals derived."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts import keeping
from portal.accounts.models import KeptForm
from tests.proposals import Cast, make_cast, proposal_at
from workflows import actions
from workflows.drafts import CommunitiesData, CommunityRow
from workflows.enums import Section, Stage
from workflows.models import Item, Proposal
from workflows.versions import version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> Proposal:
    """With five communities and no goods."""
    draft = actions.create_draft(by=cast.operator, unit=cast.unit, title="Mesin press plastik")
    rows = tuple(
        CommunityRow(name=f"Komunitas {number}", city="Bekasi", cluster_id=cast.cluster.pk, beneficiary_count=24)
        for number in range(1, 6)
    )
    return actions.save_draft_section(by=cast.operator, proposal=draft, data=CommunitiesData(rows=rows))


def add_url(draft: Proposal) -> str:
    return reverse("workflows:add_item", args=(draft.pk, draft.communities.earliest("pk").pk))


def overview(draft: Proposal) -> str:
    return reverse("workflows:edit_budget", args=(draft.pk,))


def goods(draft: Proposal, name: str, quantity: str, price: str, **changes: Any) -> dict[str, Any]:
    draft.refresh_from_db()
    prices = {
        f"p-{index}-{key}": value
        for index in range(3)
        for key, value in (("seller", f"Toko {index}"), ("price", price), ("source", ""))
    }
    data = {
        "version": version_of(draft, Section.BUDGET),
        "p-rows": "3",
        "name": name,
        "specification": "",
        "quantity": quantity,
        "measure": "unit",
        "unit_price": price,
        "action": "save",
    }
    return data | prices | changes


def test_the_case_of_the_five_communities_takes_two_pages(operator: Client, draft: Proposal) -> None:
    press = goods(draft, "Mesin press plastik", "1", "Rp45.000.000,00", for_all="on")
    operator.post(add_url(draft), press)
    cutters = goods(draft, "Mesin pemotong ring", "2", "10000000", for_all="on")
    operator.post(add_url(draft), cutters)

    draft.refresh_from_db()
    assert draft.requested_amount == 325_000_000
    assert Item.objects.filter(community__proposal=draft).count() == 10
    assert all(item.comparisons.count() == 3 for item in Item.objects.all())
    page = operator.get(overview(draft)).content.decode()
    assert "Rp325.000.000" in page
    assert "tiga ratus dua puluh lima juta rupiah" in page


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"unit_price": "65,000.5"}, "titik hanya sebagai pemisah ribuan"),
        ({"unit_price": "enam juta"}, "Tulis jumlah rupiah dengan angka"),
        ({"unit_price": "-5"}, "tidak boleh negatif"),
        ({"unit_price": "0"}, "paling sedikit 1"),
        ({"unit_price": "99.999.999.999.999"}, "Paling banyak 100.000.000.000"),
        ({"unit_price": "9" * 400}, "Jumlah terlalu besar"),
        ({"quantity": "-2"}, "angka bulat"),
        ({"quantity": "99999999999999999999"}, "Paling banyak 100.000"),
        ({"quantity": "2,5"}, "angka bulat"),
        ({"p-1-price": ""}, "Tulis harga dari penjual ini"),
        ({"p-1-seller": ""}, "Tulis nama penjual"),
        ({"p-1-seller": "TOKO 0"}, "penjual yang berbeda"),
        ({"name": " "}, "Tulis nama barang"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_shown_again(
    operator: Client, draft: Proposal, changes: dict[str, str], says: str
) -> None:
    answer = operator.post(add_url(draft), goods(draft, "Mesin", "2", "45.000.000") | changes)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert says in page
    assert "<title>Galat:" in page
    assert not Item.objects.exists()


def test_the_summary_says_which_row_is_meant_and_leads_to_its_field(operator: Client, draft: Proposal) -> None:
    wrong = goods(draft, "Mesin", "2", "45.000.000") | {"p-0-price": "", "p-2-price": ""}

    page = operator.post(add_url(draft), wrong).content.decode()

    for number, field in ((1, "id_p-0-price"), (3, "id_p-2-price")):
        assert f'<a href="#{field}">Pembanding {number}, Harga satuan: Tulis harga dari penjual ini' in page
        assert f'id="{field}"' in page
    assert "Pembanding 2:" not in page


def test_goods_of_one_community_are_copied_to_all_others_and_overwrite_none(operator: Client, draft: Proposal) -> None:
    first, second = draft.communities.order_by("pk")[:2]
    own = reverse("workflows:add_item", args=(draft.pk, second.pk))
    operator.post(own, goods(draft, "Mesin", "9", "1.000"))
    operator.post(add_url(draft), goods(draft, "Mesin", "2", "45.000.000"))
    draft.refresh_from_db()

    operator.post(overview(draft), {"copy": first.pk, "version": version_of(draft, Section.BUDGET)})

    quantities = Item.objects.order_by("community__pk").values_list("quantity", flat=True)
    assert list(quantities) == [2, 9, 2, 2, 2]


def test_an_item_is_changed_in_its_place(operator: Client, draft: Proposal) -> None:
    operator.post(add_url(draft), goods(draft, "Mesin", "2", "45.000.000"))
    item = Item.objects.get()

    operator.post(
        reverse("workflows:edit_item", args=(draft.pk, item.pk)), goods(draft, "Mesin baru", "3", "40.000.000")
    )

    changed = Item.objects.get()
    assert (changed.pk, changed.name, changed.quantity) == (item.pk, "Mesin baru", 3)


def test_an_item_is_removed_and_the_total_follows(operator: Client, draft: Proposal) -> None:
    operator.post(add_url(draft), goods(draft, "Mesin", "2", "45.000.000"))
    draft.refresh_from_db()

    operator.post(overview(draft), {"remove": Item.objects.get().pk, "version": version_of(draft, Section.BUDGET)})

    draft.refresh_from_db()
    assert draft.requested_amount == 0
    assert not Item.objects.exists()


def test_an_item_is_asked_about_before_it_goes(operator: Client, draft: Proposal) -> None:
    operator.post(add_url(draft), goods(draft, "Mesin", "2", "45.000.000"))
    item = Item.objects.get()
    page = BeautifulSoup(operator.get(overview(draft)).content, "html.parser")
    assert page.select_one("button[name=remove]") is None
    link = page.find("a", href=f"?hapus={item.pk}#hapus")
    assert link is not None

    asked = BeautifulSoup(operator.get(overview(draft) + f"?hapus={item.pk}").content, "html.parser").find(id="hapus")

    assert f"beserta {item.comparisons.count()} pembanding harganya" in asked.get_text()
    assert asked.select_one(f"button[name=remove][value='{item.pk}']") is not None
    assert Item.objects.exists()


def test_a_stale_list_removes_nothing(operator: Client, draft: Proposal) -> None:
    operator.post(add_url(draft), goods(draft, "Mesin", "2", "45.000.000"))

    answer = operator.post(overview(draft), {"remove": Item.objects.get().pk, "version": "1"}, follow=True)

    assert "sudah disimpan dari tempat lain" in answer.content.decode()
    assert Item.objects.exists()


def test_two_tabs_on_one_item_show_both_texts(operator: Client, draft: Proposal) -> None:
    operator.post(add_url(draft), goods(draft, "Mesin", "2", "45.000.000"))
    address = reverse("workflows:edit_item", args=(draft.pk, Item.objects.get().pk))
    stale = goods(draft, "Mesin dari tab dua", "2", "45.000.000")
    operator.post(address, goods(draft, "Mesin dari tab satu", "2", "45.000.000"))

    answer = operator.post(address, stale)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mesin dari tab satu" in page
    assert "Mesin dari tab dua" in page
    assert Item.objects.get().name == "Mesin dari tab satu"


def test_one_more_comparison_keeps_what_was_typed(operator: Client, draft: Proposal) -> None:
    answer = operator.post(add_url(draft), goods(draft, "Mesin", "dua", "45.000.000", action="add"))

    assert len(answer.context["prices"].forms) == 4
    assert answer.context["form"]["quantity"].value() == "dua"
    assert not Item.objects.exists()


def test_goods_of_another_proposal_are_out_of_reach(operator: Client, cast: Cast, draft: Proposal) -> None:
    other = make_cast()
    foreign = actions.create_draft(by=other.operator, unit=other.unit, title="Lain")
    rows = (CommunityRow(name="Asing"),)
    foreign = actions.save_draft_section(by=other.operator, proposal=foreign, data=CommunitiesData(rows=rows))
    address = reverse("workflows:add_item", args=(draft.pk, foreign.communities.get().pk))

    assert operator.post(address, goods(draft, "Mesin", "2", "1.000")).status_code == 404
    assert not Item.objects.exists()


@pytest.mark.parametrize("page", ["edit_item", "edit_budget", "edit_papers"])
def test_what_is_sent_to_a_closed_proposal_gets_409_and_is_shown_again(page: str, cast: Cast, operator: Client) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    item = Item.objects.get(community__proposal=proposal)
    url = reverse(f"workflows:{page}", args=[proposal.pk, item.pk] if page == "edit_item" else [proposal.pk])

    response = operator.post(url, {"name": "Mesin yang diketik", "version": version_of(proposal, Section.BUDGET)})

    assert response.status_code == 409
    assert ("Mesin yang diketik" in response.content.decode()) is (page == "edit_item")


def test_a_kept_form_survives_a_page_that_closed_meanwhile(cast: Cast, operator: Client) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    item = Item.objects.get(community__proposal=proposal)
    url = reverse("workflows:edit_item", args=[proposal.pk, item.pk])
    kept = KeptForm.objects.create(
        owner=cast.operator, path=url, page=url, fields=[["name", "x"]], expires_at=timezone.now() + KeptForm.LIFETIME
    )

    operator.post(url, {"name": "x", keeping.KEPT_FIELD: str(kept.pk)})

    assert KeptForm.objects.filter(pk=kept.pk).exists()
