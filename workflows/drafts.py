"""What the forms hand over to save a section of a draft: plain frozen values, already validated field by field."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from workflows.coordinates import Point
from workflows.enums import Section, StatementKind


@dataclass(frozen=True, slots=True)
class Tab:
    """The browser tab behind a save, and the number of its request: so that it never comes into conflict with itself.

    A request that was overtaken by a later one of the same tab changes nothing.
    """

    key: str
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralData:
    """Section «Uraian usulan»."""

    title: str
    background: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantData:
    """Section «Pemohon»."""

    kind: str = ""
    name: str = ""
    registration: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityRow:
    """One receiving community; without an id it is new. A community that is missing from the list is removed with its items."""

    id: int | None = None
    name: str
    place: str = ""
    city: str = ""
    province: str = ""
    point: Point | None = None
    cluster_id: int | None = None
    beneficiary_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunitiesData:
    """Section «Komunitas penerima»: the whole list, in its order."""

    rows: tuple[CommunityRow, ...]
    agreed_to_drop: frozenset[int] | None = None
    """Communities that go with the people and goods they hold; None where there is nobody to be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One beneficiary by name and address."""

    name: str
    national_id: str = ""
    address: str = ""
    id: int | None = None
    """The stored row that it is, where the form said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeneficiariesData:
    """Section «Penerima manfaat», as it is typed: all people of one community, in their order."""

    community_id: int
    rows: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow:
    """One seller's price, whole rupiah."""

    seller: str
    price: int
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One kind of goods of one community; without an id it is new. An item that is missing from the list is removed."""

    id: int | None = None
    community_id: int
    name: str
    specification: str = ""
    measure: str = "unit"
    unit_price: int
    quantity: int
    comparisons: tuple[PriceRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetData:
    """Section «RAB»: all items of all communities, in their order."""

    rows: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersData:
    """Section «Berkas», as far as it is typed: until when papers are valid, by kind. Files have actions of their own.

    `on_screen`: the paper of each kind beside which its date was typed, 0 for none; a kind without this takes any paper.
    """

    valid_until: tuple[tuple[int, dt.date | None], ...]
    on_screen: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsData:
    """Section «Pernyataan»: what is ticked."""

    kinds: frozenset[StatementKind]


SectionData: TypeAlias = (
    GeneralData | ApplicantData | CommunitiesData | BeneficiariesData | BudgetData | PapersData | StatementsData
)

SECTION_OF: dict[type[SectionData], Section] = {
    GeneralData: Section.GENERAL,
    ApplicantData: Section.APPLICANT,
    CommunitiesData: Section.COMMUNITIES,
    BeneficiariesData: Section.BENEFICIARIES,
    BudgetData: Section.BUDGET,
    PapersData: Section.PAPERS,
    StatementsData: Section.STATEMENTS,
}
