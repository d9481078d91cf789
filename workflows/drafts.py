"""What the forms hand over to save a section of a draft: plain frozen values, already validated field by field."""

from dataclasses import dataclass
from typing import TypeAlias

from workflows.enums import Section


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
    cluster_id: int | None = None
    beneficiary_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunitiesData:
    """Section «Komunitas penerima»: the whole list, in its order."""

    rows: tuple[CommunityRow, ...]


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


SectionData: TypeAlias = GeneralData | ApplicantData | CommunitiesData | BudgetData

SECTION_OF: dict[type[SectionData], Section] = {
    GeneralData: Section.GENERAL,
    ApplicantData: Section.APPLICANT,
    CommunitiesData: Section.COMMUNITIES,
    BudgetData: Section.BUDGET,
}
