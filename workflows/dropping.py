"""What goes with a community that is taken out: its people and its goods."""

from collections.abc import Collection

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.formats import count
from portal.core.masking import masked_text
from workflows.models import Proposal


def held_by(proposal: Proposal, communities: Collection[int]) -> dict[int, str]:
    """«“Komunitas A” beserta 24 penerima manfaat dan 2 barang» by the key of each community that holds any. One query."""
    found = proposal.communities.filter(pk__in=communities).order_by("position", "pk")
    counted = found.annotate(
        people=Count("beneficiaries", distinct=True), goods=Count("items", distinct=True)
    ).values_list("pk", "name", "people", "goods")
    return {pk: _told(name, people, goods) for pk, name, people, goods in counted if people or goods}


def _told(name: str, people: int, goods: int) -> str:
    parts = []
    if people:
        parts.append(ngettext("%s penerima manfaat", "%s penerima manfaat", people) % count(people))
    if goods:
        parts.append(ngettext("%s barang", "%s barang", goods) % count(goods))
    return _("“%(name)s” beserta %(held)s") % {"name": masked_text(name), "held": _(" dan ").join(parts)}
