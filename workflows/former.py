"""What people were called before a list was changed: kept to take them out of free text when the schedule says so.

A record says «sudah meninggal: hapus dari daftar» and names somebody whom no list names any more.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable
from typing import Any

from workflows.enums import Section
from workflows.models import Beneficiary, FormerWords, Proposal


def note_change(proposal: Proposal, section: Section, before: tuple[Any, ...], after: tuple[Any, ...]) -> None:
    """Called with what `contributions.content_of` said before and after a save, in its transaction."""
    match section:
        case Section.BENEFICIARIES:
            remember(
                proposal,
                names=_gone([row[2] for row in before], [row[2] for row in after]),
                addresses=_gone([row[4] for row in before], [row[4] for row in after]),
            )
        case Section.COMMUNITIES:
            remember(proposal, addresses=_gone([row[3] for row in before], [row[3] for row in after]))
        case Section.APPLICANT:
            remember(proposal, addresses=_gone([before[3]], [after[3]]))
        case _:
            pass


def note_communities_gone(proposal: Proposal, gone: Collection[int]) -> None:
    """Before they go: their people go with them."""
    people = Beneficiary.objects.filter(community__in=gone, community__proposal=proposal)
    told = list(people.values_list("name", "address"))
    remember(proposal, names=[name for name, _address in told], addresses=[address for _name, address in told])


def remember(proposal: Proposal, *, names: Iterable[str] = (), addresses: Iterable[str] = ()) -> None:
    """Once each."""
    kinds = ((FormerWords.Kind.NAME, names), (FormerWords.Kind.ADDRESS, addresses))
    rows = [
        FormerWords(proposal=proposal, kind=kind, text=text)
        for kind, texts in kinds
        for text in dict.fromkeys(texts)
        if text.strip()
    ]
    if rows:
        FormerWords.objects.bulk_create(rows, ignore_conflicts=True)


def _gone(before: Iterable[str], after: Iterable[str]) -> list[str]:
    """What is written nowhere now. «Siti Am», saved while somebody typed on, was nobody."""
    now = sorted(text.casefold() for text in after)
    return [text for text in dict.fromkeys(before) if not _is_begun(text.casefold(), now)]


def _is_begun(text: str, longer: list[str]) -> bool:
    place = bisect_left(longer, text)
    return place < len(longer) and longer[place].startswith(text)
