"""Putting the values of a section into its rows: queries follow what changed, not how many rows there are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import assert_never

from django.utils.translation import gettext as _

from portal.core.models import User
from workflows import contents, former
from workflows.actions.paper_checks import PaperIsReplacedError
from workflows.drafts import (
    ApplicantData,
    BeneficiariesData,
    BudgetData,
    CommunitiesData,
    CommunityRow,
    GeneralData,
    PapersData,
    PriceRow,
    SectionData,
    StatementsData,
)
from workflows.dropping import held_by
from workflows.enums import Section
from workflows.models import Beneficiary, Community, Item, Paper, PriceComparison, Proposal, Statement
from workflows.standing import Standing

_OF_ITEM = ("position", *contents.ITEM)
"""What a save may change of an item."""


class UnknownRowError(Exception):
    """The form names a community, item or paper that is not (any more) one of this proposal."""


class CommunityIsNeededError(Exception):
    """A community was taken out whose goods or people are to stay: in a section that the open return does not ask to correct,
    or because nobody has agreed that they go as well."""


def apply(proposal: Proposal, data: SectionData, by: User) -> None:
    """Writes rows at once; columns of the proposal itself are only set.

    Raises UnknownRowError, CommunityIsNeededError, PaperIsReplacedError.
    """
    match data:
        case GeneralData():
            proposal.title, proposal.background, proposal.scheme = data.title.strip(), data.background, data.scheme
        case ApplicantData():
            proposal.applicant_kind, proposal.applicant_name = data.kind, data.name
            proposal.applicant_registration, proposal.applicant_address = data.registration, data.address
        case CommunitiesData():
            _replace_communities(proposal, data)
        case BeneficiariesData():
            _replace_beneficiaries(proposal, data)
        case BudgetData():
            _replace_items(proposal, data)
        case PapersData():
            _set_validity(proposal, data)
        case StatementsData():
            _replace_statements(proposal, data, by)
        case _:
            assert_never(data)


def _replace_communities(proposal: Proposal, data: CommunitiesData) -> None:
    existing = {community.pk: community for community in proposal.communities.all()}
    ids = _community_ids(data.rows, existing)
    gone = existing.keys() - set(filter(None, ids))
    if gone:
        _check_may_go(proposal, gone)
        if data.agreed_to_drop is not None:
            _check_is_agreed(proposal, gone - data.agreed_to_drop)
        former.note_communities_gone(proposal, gone)
        proposal.communities.filter(pk__in=gone).delete()
    rows = [existing.get(pk or 0) or Community(proposal=proposal) for pk in ids]
    # Names are unique within a proposal: while two of them change places, both stand aside.
    moved = [
        community for community, row in zip(rows, data.rows, strict=True) if community.pk and community.name != row.name
    ]
    for community in moved:
        community.name = f"\x1f{community.pk}"
    Community.objects.bulk_update(moved, ("name",))
    for position, (community, row) in enumerate(zip(rows, data.rows, strict=True)):
        community.position, community.name, community.place = position, row.name.strip(), row.place
        community.city, community.province = row.city, row.province
        community.latitude = row.point.latitude if row.point else None
        community.longitude = row.point.longitude if row.point else None
        community.cluster_id, community.beneficiary_count = row.cluster_id, row.beneficiary_count
    Community.objects.bulk_update([row for row in rows if row.pk], ("position", *contents.COMMUNITY))
    Community.objects.bulk_create([row for row in rows if not row.pk])


def _check_may_go(proposal: Proposal, gone: Collection[int]) -> None:
    """Goods and people go with their community: not out of sections that are to stay as they are."""
    asked = Standing(proposal).asked
    held: dict[str, list[str]] = {}
    for section, rows in ((Section.BENEFICIARIES, "beneficiaries"), (Section.BUDGET, "items")):
        if asked and section not in asked:
            holding = proposal.communities.filter(pk__in=gone, **{f"{rows}__isnull": False}).distinct()
            for name in holding.values_list("name", flat=True):
                held.setdefault(name, []).append(f"«{section.label}»")
    if held:
        name, sections = next(iter(held.items()))
        raise CommunityIsNeededError(
            _(
                "Komunitas “%(community)s” tidak dapat dihapus: datanya masih ada di bagian %(sections)s, yang tidak "
                "diminta diperbaiki. Tambahkan kembali komunitas itu dengan nama yang sama, lalu simpan. Bila memang "
                "harus dihapus, tulis dalam catatan saat mengirim, agar bagian itu ikut diminta diperbaiki."
            )
            % {"community": name, "sections": _(" dan ").join(sections)}
        )


def _check_is_agreed(proposal: Proposal, gone: Collection[int]) -> None:
    """People and goods never go by the way: whoever takes out their community has read what goes with it."""
    for held in held_by(proposal, gone).values():
        raise CommunityIsNeededError(
            _(
                "Komunitas %s masih tersimpan dan tidak ada lagi di isian ini. Pakai yang tersimpan, lalu tekan «Hapus "
                "komunitas ini» bila memang harus dihapus."
            )
            % held
        )


def _community_ids(rows: Iterable[CommunityRow], existing: Mapping[int, Community]) -> list[int | None]:
    """A row without an id that has the name of a stored one is that one: the answer with its id may have been lost."""
    rows = list(rows)
    known = _known_ids((row.id for row in rows), existing)
    by_name = {community.name.casefold(): pk for pk, community in existing.items() if pk not in known}
    return [row.id or by_name.get(row.name.strip().casefold()) for row in rows]


def _replace_beneficiaries(proposal: Proposal, data: BeneficiariesData) -> None:
    """Whoever stays as written keeps the row, whose id the records name; other rows are used again, then added or removed."""
    community = proposal.communities.filter(pk=data.community_id).first()
    if community is None:
        raise UnknownRowError(_("Komunitas ini sudah dihapus dari usulan. Muat ulang halaman ini."))
    # Who is named by a row's key first: another row with the same words must not take its place.
    by_key = {person.pk: person for person in community.beneficiaries.all()}
    named = {row.id: by_key.pop(row.id) for row in data.rows if row.id in by_key}
    spare = list(by_key.values())
    kept: list[Beneficiary | None] = []
    for row in data.rows:
        if row.id in named:
            kept.append(named.pop(row.id))
            continue
        same = next(
            (p for p in spare if (p.name, p.national_id, p.address) == (row.name, row.national_id, row.address)), None
        )
        if same is not None:
            spare.remove(same)
        kept.append(same)
    people = [person or (spare.pop(0) if spare else Beneficiary(community=community)) for person in kept]
    for position, (person, row) in enumerate(zip(people, data.rows, strict=True)):
        person.position, person.name = position, row.name
        person.national_id, person.address = row.national_id, row.address
    if spare:
        Beneficiary.objects.filter(pk__in=[person.pk for person in spare]).delete()
    Beneficiary.objects.bulk_update([p for p in people if p.pk], ("position", *contents.PERSON))
    Beneficiary.objects.bulk_create([person for person in people if not person.pk])


def _replace_items(proposal: Proposal, data: BudgetData) -> None:
    communities = set(proposal.communities.values_list("pk", flat=True))
    stored = Item.objects.filter(community__proposal=proposal).prefetch_related("comparisons")
    existing = {item.pk: item for item in stored}
    kept = _known_ids((row.id for row in data.rows), existing)
    if not communities.issuperset(row.community_id for row in data.rows):
        raise UnknownRowError(_("Komunitas untuk salah satu barang sudah tidak ada. Muat ulang halaman ini."))
    if gone := existing.keys() - kept:
        Item.objects.filter(pk__in=gone).delete()
    items = [existing.get(row.id or 0) or Item() for row in data.rows]
    # Places are counted within a community, where they only have to grow: one item more or less moves no other.
    last: dict[int, int] = {}
    changed = []
    for item, row in zip(items, data.rows, strict=True):
        before = _values(item) if item.pk else None
        item.community_id, item.name, item.specification = row.community_id, row.name.strip(), row.specification
        item.measure, item.unit_price, item.quantity = row.measure, row.unit_price, row.quantity
        follows = last.get(row.community_id, -1) + 1
        item.position = max(item.position, follows) if before else follows
        last[row.community_id] = item.position
        if before and before != _values(item):
            changed.append(item)
    Item.objects.bulk_update(changed, _OF_ITEM)
    Item.objects.bulk_create([item for item in items if not item.pk])
    _replace_prices(
        {
            item: row.comparisons
            for item, row in zip(items, data.rows, strict=True)
            if _prices_of(existing.get(item.pk)) != row.comparisons
        }
    )


def _values(item: Item) -> list[object]:
    # By its key, so that the community itself need not be read.
    return [getattr(item, "community_id" if column == "community" else column) for column in _OF_ITEM]


def _prices_of(item: Item | None) -> tuple[PriceRow, ...]:
    """As they are stored, in their order; none of an item that is new."""
    stored = item.comparisons.all() if item else ()
    return tuple(PriceRow(seller=each.seller, price=each.price, source=each.source) for each in stored)


def _replace_prices(prices: Mapping[Item, Sequence[PriceRow]]) -> None:
    """Of these items only: what is compared with the others stays as it is stored."""
    if not prices:
        return
    PriceComparison.objects.filter(item__in=list(prices)).delete()
    PriceComparison.objects.bulk_create(
        PriceComparison(item=item, seller=price.seller, price=price.price, source=price.source)
        for item, rows in prices.items()
        for price in rows
    )


def _set_validity(proposal: Proposal, data: PapersData) -> None:
    """A kind without a paper has nothing to be valid, and the date of one paper says nothing of the next."""
    papers = {paper.kind_id: paper for paper in proposal.papers.current().select_related("kind")}
    changed = []
    for kind, valid_until in data.valid_until:
        paper = papers.get(kind)
        if paper is None or paper.valid_until == valid_until:
            continue
        if data.on_screen.get(kind, paper.pk) != paper.pk:
            raise PaperIsReplacedError(
                _("Tanggal belum disimpan: berkas «%s» berganti sejak halaman ini dibuka. Muat ulang halaman ini.")
                % paper.kind
            )
        paper.valid_until = valid_until
        changed.append(paper)
    Paper.objects.bulk_update(changed, ("valid_until",))


def _replace_statements(proposal: Proposal, data: StatementsData, by: User) -> None:
    made = set(proposal.statements.values_list("kind", flat=True))
    proposal.statements.exclude(kind__in=data.kinds).delete()
    Statement.objects.bulk_create(
        Statement(proposal=proposal, kind=kind, made_by=by, made_by_name=by.name) for kind in sorted(data.kinds - made)
    )


def _known_ids(ids: Iterable[int | None], existing: Mapping[int, Community] | Mapping[int, Item]) -> set[int]:
    named = {pk for pk in ids if pk is not None}
    if not named <= existing.keys():
        raise UnknownRowError(_("Salah satu baris sudah dihapus dari tempat lain. Muat ulang halaman ini."))
    return named
