"""The signed scan of a handover whose form is not right yet: kept, so that nobody sends it a second time over a slow line."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from portal.core.discarding import discard
from portal.core.models import User
from workflows.enums import Step
from workflows.models import Community, HeldScan, Proposal
from workflows.permissions import check_can_act
from workflows.uploads import CheckedFile


@transaction.atomic
def hold_scan(*, by: User, proposal: Proposal, community: Community, scan: CheckedFile) -> HeldScan:
    """Keeps it for its sender in the place of what was kept before."""
    check_can_act(by, proposal, Step.DISTRIBUTION)
    for earlier in HeldScan.objects.select_for_update().filter(owner=by, community=community):
        drop_scan(earlier)
    held = HeldScan(owner=by, community=community, name=scan.name[:200])
    held.expires_at = timezone.now() + HeldScan.LIFETIME
    held.file.save(f"scan-{scan.sha256[:16]}", ContentFile(scan.content), save=False)
    held.save()
    return held


@transaction.atomic
def drop_scan(held: HeldScan) -> None:
    """Removes the row now and the bytes once that is certain."""
    name = str(held.file.name)
    held.delete()
    discard([name])
