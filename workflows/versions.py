"""The version of each section: whoever saves from an older one comes into conflict, unless it was the same tab all along."""

from django.utils.translation import gettext as _

from workflows.drafts import Tab
from workflows.enums import Section
from workflows.models import Proposal, SectionVersion


class StaleVersionError(Exception):
    """Somebody saved in between; nothing was written. The message is a sentence for the user."""

    def __init__(self) -> None:
        super().__init__(
            _("Bagian ini sudah disimpan dari tempat lain. Bandingkan dengan isian Anda, lalu simpan lagi.")
        )


FIRST = 1
"""The version of a section that was never saved."""


def version_of(proposal: Proposal, section: Section) -> int:
    """The version a form of this section is made from."""
    stored = SectionVersion.objects.filter(proposal=proposal, section=section).values_list("number", flat=True)
    return stored.first() or FIRST


def of_section(proposal: Proposal, section: Section) -> SectionVersion:
    """The row, new and unsaved when there is none. Call under the proposal's lock."""
    stored = SectionVersion.objects.filter(proposal=proposal, section=section).first()
    return stored or SectionVersion(proposal=proposal, section=section, number=FIRST, since=FIRST)


def is_overtaken(state: SectionVersion, tab: Tab | None) -> bool:
    """A request that its own tab followed by a later one, which has been saved already."""
    return tab is not None and tab.key == state.tab and tab.sequence <= state.sequence


def is_stale(state: SectionVersion, version: int, tab: Tab | None) -> bool:
    """Somebody else saved after the form was made: another person, another tab."""
    own_run = tab is not None and tab.key == state.tab and version >= state.since
    return version != state.number and not own_run


def advance(state: SectionVersion, tab: Tab | None, *, changed: bool) -> None:
    """Counts a save; one that changed nothing leaves the number, so that nobody comes into conflict with it."""
    if tab is None or tab.key != state.tab:
        if not changed:
            return
        state.since = state.number
    state.tab, state.sequence = (tab.key, tab.sequence) if tab else ("", 0)
    state.number += int(changed)
    state.save()
