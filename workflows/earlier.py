"""Earlier proposals of the same people: by applicant, registration number, community or persons; and why they are thought so.

Compared are words without what every group is called by («kelompok», «yayasan»), and after them groups of three letters, so
that «Sinar Harapan» finds «Sinar Harapn». Nothing here decides: an official looks at the list.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.formats import count
from portal.core.models import User
from workflows.json_rows import json_rows
from workflows.models import Beneficiary, Community, Item, Proposal

MOST_SHOWN = 10
_MOST_LOOKED_AT = 300
_NEAR = 0.5
"""Share of common letter groups from which two names are near: one wrong letter in a word of eight is still there."""
_STEM = 5
"""Letters by which the database looks for a word: a slip behind them does not hide it."""

_TITLES = frozenset(
    (
        "kelompok",
        "komunitas",
        "paguyuban",
        "perkumpulan",
        "yayasan",
        "lembaga",
        "lks",
        "lksa",
        "usaha",
        "bersama",
        "kube",
        "binaan",
        "warga",
        "dan",
        "bagi",
        "untuk",
        "kabupaten",
        "kota",
        "kab",
        "administrasi",
        "contoh",
        "desa",
        "kelurahan",
        "rt",
        "rw",
    )
)
"""Words that say what kind of group or town it is, not which."""


_PEOPLE = frozenset(
    (
        "anak",
        "difabel",
        "disabilitas",
        "eks",
        "gelandangan",
        "ibu",
        "korban",
        "lansia",
        "lanjut",
        "nelayan",
        "pemulung",
        "pengemis",
        "penyandang",
        "perempuan",
        "petani",
        "usia",
        "wanita",
    )
)
"""Words that say what kind of people they are: two groups of scavengers are not near because of it."""
_SAME_GOODS = 0.6
"""From which two names of goods are one: «mesin pres plastik», «Mesin press plastik»; «mesin jahit» is another machine."""
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Earlier:
    """One other proposal with the reasons why it may concern the same people."""

    proposal: Proposal
    reasons: tuple[str, ...]
    goods: tuple[str, ...]
    """Names of goods that this proposal asks for, too."""
    is_certain: bool
    """A reason is more than a likeness."""


def earlier_proposals(user: User, proposal: Proposal) -> list[Earlier]:
    """The surest first, then the newest; at most MOST_SHOWN, of those the account may see. Three queries."""
    own = list(_with_goods(Community.objects.filter(proposal=proposal)))
    found = Proposal.objects.visible_to(user).exclude(pk=proposal.pk).filter(_may_be_same(proposal, own))
    found = found.annotate(shared=_shared_people(proposal))
    others = list(found.select_related("unit").order_by("-pk")[:_MOST_LOOKED_AT])
    theirs: dict[int, list[Community]] = defaultdict(list)
    for community in _with_goods(Community.objects.filter(proposal__in=[other.pk for other in others])):
        theirs[community.proposal_id].append(community)
    shown = [each for other in others if (each := _compare(proposal, own, other, theirs[other.pk]))]
    return sorted(shown, key=lambda each: not each.is_certain)[:MOST_SHOWN]


def _with_goods(communities: "QuerySet[Community]") -> "QuerySet[Community]":
    """Each with `goods`, the names of its items, in the same query."""
    return communities.annotate(goods=json_rows(Item.objects.filter(community=OuterRef("pk")), "community", "name"))


def _people_of(proposal: Proposal) -> "QuerySet[Beneficiary]":
    return Beneficiary.objects.filter(community__proposal=proposal).exclude(national_id="").order_by()


def _shared_people(proposal: Proposal) -> Subquery:
    """How many NIK stand in both proposals: the number is told, never which."""
    both = Beneficiary.objects.filter(
        community__proposal=OuterRef("pk"), national_id__in=_people_of(proposal).values("national_id")
    )
    counted = both.order_by().values("community__proposal").annotate(each=Count("national_id", distinct=True))
    return Subquery(counted.values("each"))


def _goods(communities: Iterable[Community]) -> dict[str, str]:
    names = [row["name"] for community in communities for row in community.goods or ()]  # type: ignore[attr-defined]
    return {_key(name): name for name in names}


def _same_goods(ours: dict[str, str], theirs: dict[str, str]) -> tuple[str, ...]:
    """Our names of goods that are theirs too; with their name where it is written otherwise."""
    found = []
    for key, name in ours.items():
        nearest = max(theirs, key=lambda other: _shared(key, other), default="")
        if key == nearest:
            found.append(name)
        elif _shared(key, nearest) >= _SAME_GOODS:
            found.append(_("%(ours)s (di sana «%(theirs)s»)") % {"ours": name, "theirs": theirs[nearest]})
    return tuple(found)


def _may_be_same(proposal: Proposal, own: Iterable[Community]) -> Q:
    """Those with a telling word in common; `_compare` has the last word."""
    condition = Q(pk__in=())
    if number := proposal.applicant_registration.strip():
        digits = max(re.findall(r"\d+", number), key=len, default="")
        condition |= Q(applicant_registration__icontains=digits if len(digits) > 3 else number)
    for word in _telling(proposal.applicant_name):
        condition |= Q(applicant_name__icontains=word)
    same_place = Q(pk__in=())
    for community in own:
        towns = _telling(community.city)
        for word in _telling(community.name):
            in_town = Q(name__icontains=word)
            same_place |= in_town & Q(city__icontains=towns[0]) if towns else in_town
    same_people = Beneficiary.objects.filter(national_id__in=_people_of(proposal).values("national_id")).order_by()
    condition |= Q(pk__in=same_people.values("community__proposal"))
    return condition | Q(Exists(Community.objects.filter(same_place, proposal=OuterRef("pk"))))


def _telling(name: str) -> list[str]:
    """The beginnings of the two longest words that tell groups apart, as they are written."""
    words = [word for word in re.findall(r"\w+", name) if len(word) > 2 and word.casefold() not in _TITLES]
    words = [word for word in words if word.casefold() not in _PEOPLE] or words
    return [word[:_STEM] for word in sorted(dict.fromkeys(words), key=len, reverse=True)[:2]]


def _compare(proposal: Proposal, own: list[Community], other: Proposal, communities: list[Community]) -> Earlier | None:
    certain, near = _same_applicant(proposal, other), []
    if not certain and _likeness(proposal.applicant_name, other.applicant_name) >= _NEAR:
        near.append(_("nama pemohon mirip: %s") % other.applicant_name)
    if shared := other.shared:  # type: ignore[attr-defined]  # annotated by `earlier_proposals`
        certain.append(
            ngettext("%s orang dengan NIK yang sama", "%s orang dengan NIK yang sama", shared) % count(shared)
        )
    neighbours = [(one, two) for one in own for two in communities if _key(one.city) == _key(two.city)]
    same = [two.name for one, two in neighbours if _key(one.name) == _key(two.name)]
    like = [two.name for one, two in neighbours if two.name not in same and _likeness(one.name, two.name) >= _NEAR]
    certain += [_("komunitas dan kabupaten/kota sama: %s") % _named(same)] if same else []
    near += [_("nama komunitas mirip di kabupaten/kota yang sama: %s") % _named(like)] if like else []
    if not certain and not near:
        return None
    goods = _same_goods(_goods(own), _goods(communities))
    return Earlier(other, (*certain, *near), goods, bool(certain))


def _named(names: Iterable[str]) -> str:
    """The first few, and how many more there are."""
    each = list(dict.fromkeys(names))
    told = ", ".join(each[:_MOST_NAMED])
    more = len(each) - _MOST_NAMED
    return _("%(names)s, dan %(more)s lainnya") % {"names": told, "more": count(more)} if more > 0 else told


def _same_applicant(proposal: Proposal, other: Proposal) -> list[str]:
    reasons = []
    number = _number(proposal.applicant_registration)
    if number and number == _number(other.applicant_registration):
        reasons.append(_("nomor tanda daftar/akta sama: %s") % other.applicant_registration)
    if _key(proposal.applicant_name) and _key(proposal.applicant_name) == _key(other.applicant_name):
        reasons.append(_("nama pemohon sama"))
    return reasons


def _number(written: str) -> str:
    """«AHU-0012/2020» and «AHU 0012 / 2020» are one number."""
    return "".join(filter(str.isalnum, written.casefold()))


def _key(name: str) -> str:
    """The telling words of a name, plain and in order; all of them where none tells."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z0-9]+", plain)
    return " ".join([word for word in words if word not in _TITLES] or words)


def _likeness(one: str, two: str) -> float:
    """From 0 to 1: what two names have in common after their titles and the kind of people; without another word, nothing."""
    return _shared(_own_words(one), _own_words(two))


def _own_words(name: str) -> str:
    return " ".join(word for word in _key(name).split() if word not in _PEOPLE | _TITLES)


def _shared(one: str, two: str) -> float:
    """From 0 to 1: the share of groups of three letters that two keys have in common."""
    first, second = _letter_groups(one), _letter_groups(two)
    return len(first & second) / len(first | second) if first and second else 0.0


def _letter_groups(key: str) -> set[str]:
    padded = "".join(f"  {word} " for word in key.split())
    return {padded[place : place + 3] for place in range(len(padded) - 2)}
