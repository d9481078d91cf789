"""The pages of a draft of real size, as a draft and after a return: queries to show each step and to save it."""

import io
from collections.abc import Callable, Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfWriter

from benchmarks.rows import Row, at_most
from portal.core.models import Cluster, Unit, User
from workflows import actions
from workflows.drafts import (
    ApplicantData,
    BeneficiariesData,
    BudgetData,
    CommunitiesData,
    CommunityRow,
    GeneralData,
    ItemRow,
    PersonRow,
    PriceRow,
    StatementsData,
)
from workflows.enums import Section, StatementKind, Step
from workflows.models import Item, PaperRequirement, Proposal
from workflows.permissions import can_act

_DIRECTORS = "directorate__role_groups"
COMMUNITIES, PEOPLE, ITEMS, PRICES = 5, 20, 10, 3
MOST_TO_SHOW, MOST_TO_SAVE = 15, 40
PAGES = (
    "edit_general",
    "edit_applicant",
    "edit_communities",
    "edit_people",
    "edit_community_people",
    "edit_budget",
    "edit_item",
    "add_item",
    "edit_papers",
    "edit_statements",
    "review",
)
CHANGES: dict[str, dict[str, str]] = {
    "edit_general": {"title": "Judul yang diubah"},
    "edit_applicant": {"name": "Kelompok yang diubah"},
    "edit_communities": {"c-0-name": "Komunitas yang diubah"},
    "edit_community_people": {"b-0-name": "Orang yang diubah"},
    "edit_item": {"quantity": "3"},
    "add_item": {
        "name": "Gunting",
        "quantity": "2",
        "measure": "unit",
        "unit_price": "1.000",
        "for_all": "on",
    },
    "edit_statements": {},
}
"""What is typed before a step is saved; pages without an entry have no form of one step."""


def rows() -> Iterator[Row]:
    """In the transaction of the caller, who takes it back; needs the people of the demo."""
    operator = an_operator()
    for title, make in (("draft", make_draft), ("returned draft", make_returned)):
        draft = make(operator)
        client = logged_in(operator)
        shown = {name: queries(client.get, address(name, draft), status=200) for name in PAGES}
        saved = {name: _save(client, name, draft) for name in CHANGES} | {"edit_papers": _save_papers(client, draft)}
        for verb, counts, budget in (("show", shown, MOST_TO_SHOW), ("save", saved, MOST_TO_SAVE)):
            dearest = max(counts, key=lambda name: counts[name])
            yield at_most(f"{verb} a step of a {title} ({dearest})", counts[dearest], "queries", budget)


def an_operator() -> User:
    """Of any unit."""
    people: Iterator[User] = User.objects.active().iterator()
    return next(user for user in people if user.groups.filter(role_group__role="operator_balai"))


def address(name: str, draft: Proposal) -> str:
    """Of a page of the draft; of its last community and item, where it is about one."""
    if name not in {"edit_community_people", "add_item", "edit_item"}:
        return reverse(f"workflows:{name}", args=[draft.pk])
    row = draft.communities.latest("pk") if name != "edit_item" else _items(draft).latest("pk")
    return reverse(f"workflows:{name}", args=[draft.pk, row.pk])


def _items(draft: Proposal) -> Any:
    return Item.objects.filter(community__proposal=draft)


def logged_in(user: User) -> Client:
    """A session that is under way: its first request writes down when it began."""
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.force_login(user)
    client.get(reverse("accounts:account"))
    return client


def queries(ask: Callable[..., Any], *arguments: Any, status: int) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = ask(*arguments)
    if response.status_code != status:
        raise ValueError(f"{arguments[0]} answered {response.status_code}")
    return len(captured)


def _save(client: Client, name: str, draft: Proposal) -> int:
    page = address(name, draft)
    fields = fields_of(client.get(page).content.decode()) | CHANGES[name]
    fields["action"] = "save" if name.endswith("item") else "next"
    return queries(client.post, page, fields, status=302)


def _save_papers(client: Client, draft: Proposal) -> int:
    """A new file for every required kind, in one form, as without JavaScript."""
    page = address("edit_papers", draft)
    fields = fields_of(client.get(page).content.decode()) | {"action": "next"}
    for kind in PaperRequirement.objects.filter(scheme=draft.scheme, is_required=True).values_list("kind", flat=True):
        fields[f"kind-{kind}"] = SimpleUploadedFile("berkas.pdf", one_page(kind))
    return queries(client.post, page, fields, status=302)


def one_page(width: int) -> bytes:
    writer, written = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200 + width, 300)
    writer.write(written)
    return written.getvalue()


def fields_of(page: str, *, holding: str = "version") -> dict[str, Any]:
    """What a browser sends back of the form that holds this field."""
    held = BeautifulSoup(page, "html.parser").select_one(f"input[name={holding}]")
    form = held.find_parent("form") if held else None
    if form is None:
        raise ValueError(f"the page has no form with a {holding}")
    fields: dict[str, Any] = {}
    for control in form.select("input[name], textarea[name], select[name]"):
        for value in _values_of(control):
            fields.setdefault(str(control["name"]), []).append(value)
    return fields


def _values_of(control: Tag) -> list[str]:
    if control.name == "textarea":
        return [control.get_text().removeprefix("\n")]
    if control.name == "select":
        return [str(option["value"]) for option in control.select("option[selected]")]
    if control.get("type") in {"checkbox", "radio"}:
        return [str(control.get("value", "on"))] if control.has_attr("checked") else []
    return [] if control.get("type") in {"submit", "file"} else [str(control.get("value", ""))]


def make_draft(by: User) -> Proposal:
    """Complete, of `COMMUNITIES` × (`PEOPLE` people, `ITEMS` goods with `PRICES` prices each)."""
    unit = Unit.objects.filter(role_groups__role="operator_balai", role_groups__group__user=by).earliest("pk")
    draft = actions.create_draft(by=by, unit=unit, title="Draf untuk pengukuran")

    def save(data: Any) -> None:
        actions.save_draft_section(by=by, proposal=draft, data=data)

    save(GeneralData(title=draft.title, background="Untuk pengukuran.", scheme="government_aid"))
    save(ApplicantData(kind="group", name="Kelompok ukur", address="Jalan Ukur"))
    # One whose directorate has a Director: the proposal goes all the way.
    directed = {f"{_DIRECTORS}__role": "direktur", f"{_DIRECTORS}__group__user__is_active": True}
    cluster = Cluster.objects.filter(**directed).earliest("pk")
    names = [f"Komunitas {number}" for number in range(COMMUNITIES)]
    save(
        CommunitiesData(
            rows=tuple(
                CommunityRow(
                    name=name,
                    city="Bekasi",
                    province="Jawa Barat",
                    place="Jalan Ukur",
                    cluster_id=cluster.pk,
                    beneficiary_count=PEOPLE,
                )
                for name in names
            )
        )
    )
    communities = list(draft.communities.values_list("pk", flat=True))
    people = tuple(PersonRow(name=f"Orang {number}", address="Jalan Ukur") for number in range(PEOPLE))
    for pk in communities:
        save(BeneficiariesData(community_id=pk, rows=people))
    prices = tuple(PriceRow(seller=f"Toko {number}", price=1_000) for number in range(PRICES))
    goods = (
        ItemRow(community_id=pk, name=f"Alat {number}", unit_price=1_000, quantity=2, comparisons=prices)
        for pk in communities
        for number in range(ITEMS)
    )
    save(BudgetData(rows=tuple(goods)))
    save(StatementsData(kinds=frozenset(StatementKind)))
    _attach_papers(by, draft)
    draft.refresh_from_db()
    return draft


def _attach_papers(by: User, draft: Proposal) -> None:
    for requirement in PaperRequirement.objects.filter(scheme=draft.scheme or "government_aid", is_required=True):
        content = ContentFile(requirement.kind.code.encode(), name="berkas.pdf")
        actions.attach_paper(
            by=by,
            proposal=draft,
            kind=requirement.kind,
            file=content,
            name="berkas.pdf",
            content_type="application/pdf",
        )


def make_returned(by: User) -> Proposal:
    """The same, sent back with every section marked."""
    draft = make_draft(by)
    actions.send_to_head(by=by, proposal=draft)
    actions.certify_and_submit(by=actor_of(draft, Step.SUBMISSION), proposal=draft)
    asked = dict.fromkeys(Section, "Perjelas.")
    verifier = actor_of(draft, Step.VERIFICATION)
    actions.return_for_revision(by=verifier, proposal=draft, reason="Kurang.", sections=asked)
    return draft


def actor_of(proposal: Proposal, step: Step) -> User:
    people: Iterator[User] = User.objects.active().iterator()
    return next(user for user in people if can_act(user, proposal, step))
