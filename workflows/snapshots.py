"""What a section says, row by row and answer by answer, as it can be kept and compared later.

Kept when a section is returned, so that the officials see what the unit changed in it. Of personal data only hashes are kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NotRequired, TypeAlias, TypedDict, assert_never

from django.db import models
from django.db.models import OuterRef
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from portal.core.formats import count, date_long, rupiah
from workflows import contents
from workflows.enums import Section
from workflows.json_rows import json_rows
from workflows.models import Beneficiary, Community, Item, Paper, PriceComparison, Proposal


class Row(TypedDict):
    """One community, item or paper by its name, or the section itself with none; answers by the name of their column."""

    name: str
    answers: dict[str, str]
    hidden: dict[str, str]
    """Personal data by the name of their column, as hashes."""
    people: list[str]
    """Beneficiaries, each as one hash of all that is known of them."""
    of: NotRequired[str]
    """Of goods, which community's they are, as `of_community` names it; what was kept earlier does not say."""


Content: TypeAlias = dict[str, Row]
"""Rows by a key that stays the same while the row does."""
Clear: TypeAlias = Mapping[tuple[str, str], str]
"""What a content holds as hashes, by row and column, for a reader to whom personal data is open; never kept."""

_HIDDEN = frozenset({"applicant_address"})


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that is no longer the same."""

    label: str
    before: str
    after: str


def of_community(pk: int) -> str:
    """The mark of all goods of one community."""
    return f"c{pk}"


def take_all(proposal: Proposal, papers: Iterable[Paper] | None = None) -> dict[Section, Content]:
    """Every section, in four queries, or three with its current papers, if they have been read in their order."""
    communities = list(_communities(proposal).annotate(people=_people_of_community()))
    shared = {
        Section.COMMUNITIES: {str(each.pk): _community(each) for each in communities},
        Section.BENEFICIARIES: {str(each.pk): _people(each) for each in communities},
    }
    if papers is not None:
        shared[Section.PAPERS] = _papers(papers)
    return {section: shared[section] if section in shared else take(proposal, section) for section in Section}


def take(proposal: Proposal, section: Section, papers: Iterable[Paper] | None = None) -> Content:
    """One query at most; `papers` are the current ones, if they have been read in their order."""
    match section:
        case Section.GENERAL:
            return _of_proposal(proposal, contents.GENERAL)
        case Section.APPLICANT:
            return _of_proposal(proposal, contents.APPLICANT)
        case Section.COMMUNITIES:
            return {str(each.pk): _community(each) for each in _communities(proposal)}
        case Section.BENEFICIARIES:
            communities = proposal.communities.annotate(people=_people_of_community())
            return {str(each.pk): _people(each) for each in communities}
        case Section.BUDGET:
            items = Item.objects.filter(community__proposal=proposal).select_related("community")
            prices = PriceComparison.objects.filter(item=OuterRef("pk"))
            items = items.annotate(compared=json_rows(prices, "item", "pk", *contents.PRICE))
            return {str(each.pk): _item(each) for each in items}
        case Section.PAPERS:
            return _papers(proposal.papers.current().select_related("kind") if papers is None else papers)
        case Section.STATEMENTS:
            return {
                each.kind: _row(each.get_kind_display(), {"made_by_name": each.made_by_name})
                for each in proposal.statements.all()
            }
        case _:
            assert_never(section)


def _communities(proposal: Proposal) -> "models.QuerySet[Community]":
    return proposal.communities.select_related("cluster")


def _people_of_community() -> models.Subquery:
    return json_rows(Beneficiary.objects.filter(community=OuterRef("pk")), "community", *contents.PERSON)


def _papers(papers: Iterable[Paper]) -> Content:
    return {str(each.kind_id): _paper(each) for each in papers}


def clear_of(proposal: Proposal) -> dict[Section, Clear]:
    """For whoever has opened the personal data of the proposal. One query."""
    communities: dict[tuple[str, str], str] = {}
    for each in proposal.communities.all():
        communities |= {(str(each.pk), column): text for column, text in _hidden_of(each).items()}
    applicant = {("", column): str(getattr(proposal, column)) for column in _HIDDEN}
    return {Section.APPLICANT: applicant, Section.COMMUNITIES: communities}


def changes(before: Content, after: Content, section: Section, clear: Clear | None = None) -> list[Change]:
    """What differs, in the order of what is there now; rows that are gone come last."""
    found: list[Change] = []
    for key in [*after, *(key for key in before if key not in after)]:
        own = {column: text for (row, column), text in (clear or {}).items() if row == key}
        found += _changes_of_row(before.get(key), after.get(key), MODELS[section], own)
    return found


def told_hidden(digest: str, clear: str | None = None) -> str:
    """What a page says of personal data: that there is none, that there is some, or, where it is open, what it is."""
    if is_empty(digest):
        return _("(kosong)")
    return _("(disamarkan)") if clear is None else clear


def told_change(before: str | None, after: str, clear: str | None = None) -> tuple[str, str]:
    """The same of personal data that is another one now, by the hashes of both; what it was before nobody can tell."""
    was = _("(kosong)") if is_empty(before) else _("(disamarkan)") if clear is None else _("(isi lama tidak disimpan)")
    if is_empty(after) or clear is not None:
        return was, told_hidden(after, clear)
    return was, _("diisi (disamarkan)") if is_empty(before) else _("diubah (disamarkan)")


def is_empty(digest: str | None) -> bool:
    """The hash of nothing is the same everywhere."""
    return digest == _hash("")


MODELS: dict[Section, type[models.Model]] = {
    Section.GENERAL: Proposal,
    Section.APPLICANT: Proposal,
    Section.COMMUNITIES: Community,
    Section.BENEFICIARIES: Community,
    Section.BUDGET: Item,
    Section.PAPERS: Paper,
    Section.STATEMENTS: Proposal,
}
"""Whose columns name the answers of a section."""


def _changes_of_row(
    before: Row | None, after: Row | None, model: type[models.Model], clear: Mapping[str, str]
) -> Iterable[Change]:
    named = after or before
    assert named is not None  # noqa: S101 - one of them is there
    if before is None or after is None:
        yield Change(
            named["name"],
            _("(belum ada)") if before is None else _told(before),
            _told(after) if after else _("(dihapus)"),
        )
        return
    if before.get("of", after.get("of")) != after.get("of"):
        yield Change(label("", "community", model), before["name"], after["name"])
    for column in {**before["answers"], **after["answers"]}:
        old, new = before["answers"].get(column, ""), after["answers"].get(column, "")
        if old != new:
            yield Change(label(named["name"], column, model), old or _("(kosong)"), new or _("(kosong)"))
    for column, digest in after["hidden"].items():
        if (was := before["hidden"].get(column)) != digest:
            yield Change(label(named["name"], column, model), *told_change(was, digest, clear.get(column)))
    if before["people"] != after["people"]:
        yield Change(named["name"], *told_people(before["people"], after["people"]))


def told_people(before: Iterable[str], after: Iterable[str]) -> tuple[str, str]:
    """Beneficiaries then and now, by the hashes of each."""
    was, now = set(before), set(after)
    words = {"all": count(len(now)), "new": count(len(now - was)), "gone": count(len(was - now))}
    told = _("%(all)s orang: %(new)s baru atau diubah, %(gone)s dihapus atau diganti") % words
    return _("%s orang") % count(len(was)), told


def label(row: str, column: str, model: type[models.Model]) -> str:
    own = {
        "point": _("titik lokasi"),
        "prices": _("pembanding harga"),
        "file": _("berkas"),
        "made_by_name": _("dinyatakan oleh"),
    }
    label = own.get(column) or str(model._meta.get_field(column).verbose_name)  # type: ignore[union-attr]
    return f"{row}: {label}" if row else label[:1].upper() + label[1:]


def _told(row: Row) -> str:
    if row["people"]:
        return _("%s orang") % count(len(row["people"]))
    return ", ".join(answer for answer in row["answers"].values() if answer) or _("(kosong)")


def _row(
    name: str, answers: dict[str, str], *, hidden: dict[str, str] | None = None, people: Iterable[str] = ()
) -> Row:
    return {"name": name, "answers": answers, "hidden": hidden or {}, "people": sorted(people)}


def _hash(text: str) -> str:
    return salted_hmac("workflows.snapshots", text, algorithm="sha256").hexdigest()


def _of_proposal(proposal: Proposal, columns: Iterable[str]) -> Content:
    shown = {column: _shown(proposal, column) for column in columns if column not in _HIDDEN}
    hidden = {column: _hash(str(getattr(proposal, column))) for column in columns if column in _HIDDEN}
    return {"": _row("", shown, hidden=hidden)}


def _shown(row: models.Model, column: str) -> str:
    display = getattr(row, f"get_{column}_display", None)
    return str(display()) if display else str(getattr(row, column))


def _community(community: Community) -> Row:
    answers = {column: str(getattr(community, column)) for column in ("name", "city", "province")}
    answers |= {"cluster": str(community.cluster or ""), "beneficiary_count": count(community.beneficiary_count)}
    hidden = {column: _hash(text) for column, text in _hidden_of(community).items()}
    return _row(community.name, answers, hidden=hidden)


def _hidden_of(community: Community) -> dict[str, str]:
    return {"place": community.place, "point": str(community.point or "")}


def _people(community: Any) -> Row:
    """Of a community with its `people`, as JSON."""
    told = ("\x1f".join(each[column] for column in contents.PERSON) for each in community.people or ())
    return _row(community.name, {}, people=map(_hash, told))


def _item(item: Any) -> Row:
    """Of an item with what its price was `compared` with, as JSON."""
    compared = sorted(item.compared or (), key=lambda each: each["pk"])
    prices = "; ".join(f"{each['seller']} {rupiah(each['price'])} {each['source']}".strip() for each in compared)
    answers = {
        "name": item.name,
        "specification": item.specification,
        "quantity": f"{count(item.quantity)} {item.measure}",
        "unit_price": rupiah(item.unit_price),
        "prices": prices,
    }
    return _row(f"{item.name}, {item.community}", answers) | {"of": of_community(item.community_id)}


def _paper(paper: Paper) -> Row:
    valid_until = date_long(paper.valid_until) if paper.valid_until else ""
    version = _("versi %s") % paper.version
    if not paper.kind.holds_personal_data:
        version += f", {paper.name}"
    return _row(str(paper.kind), {"file": version, "valid_until": valid_until})
