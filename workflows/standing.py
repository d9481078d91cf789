"""Where a proposal stands while its unit writes it: what is asked for, what is lacking, and which sections are open for it."""

from django.db.models import OuterRef
from django.utils.functional import cached_property

from workflows.enums import Section, Stage
from workflows.json_rows import json_rows
from workflows.models import PinnedComment, Proposal, ReturnedSection
from workflows.readiness import Gap, Inventory, gaps_in, take_inventory

_OF_A_COMMENT = ("id", "request_id", "section", "row", "column", "text", "reply", "by_name", "by_office")


class Standing:
    """Each part is read once, when it is first asked for. After a save it tells of yesterday: make another one."""

    def __init__(self, proposal: Proposal) -> None:
        self.proposal = proposal

    @cached_property
    def marked(self) -> list[ReturnedSection]:
        """What the open return asks for, with its request and decision; a draft was never returned.

        With `told`, the comments that go with it, so that no second query is needed for them.
        """
        if self.proposal.stage != Stage.REVISION:
            return []
        marked = ReturnedSection.objects.filter(request__proposal=self.proposal, request__answered_at__isnull=True)
        # What the other sections said is large, and asked for only when one of them is written.
        marked = marked.select_related("request__decision").defer("request__unasked")
        comments = PinnedComment.objects.open().filter(request=OuterRef("request"))
        return list(marked.annotate(told=json_rows(comments, "request", *_OF_A_COMMENT)))

    @cached_property
    def comments(self) -> list[PinnedComment]:
        """The open ones of the open return, with what the unit reads of them."""
        told = (self.marked[0].told or ()) if self.marked else ()  # type: ignore[attr-defined]  # annotated above
        return sorted((PinnedComment(**each) for each in told), key=lambda comment: comment.pk)

    @cached_property
    def inventory(self) -> Inventory:
        return take_inventory(self.proposal)

    @cached_property
    def gaps(self) -> list[Gap]:
        return gaps_in(self.inventory)

    @cached_property
    def asked(self) -> frozenset[Section]:
        """The sections that are marked."""
        return frozenset(Section(each.section) for each in self.marked)

    @cached_property
    def mended(self) -> frozenset[Section]:
        """Sections that are not marked and say something else than at the return."""
        return frozenset(map(Section, self.marked[0].request.mended)) if self.marked else frozenset()

    @cached_property
    def changed(self) -> frozenset[Section]:
        """All that say something else than at the return, marked or not."""
        return self.mended.union(Section(each.section) for each in self.marked if each.is_changed)

    @cached_property
    def to_correct(self) -> frozenset[Section]:
        """Marked sections that were neither changed nor explained."""
        return frozenset(Section(each.section) for each in self.marked if not each.is_changed and not each.explanation)

    @cached_property
    def opened(self) -> frozenset[Section]:
        """Sections that may be changed now: all of a draft; after a return the marked ones and those that lack something.

        Of the latter `workflows.unasked` lets only those rows change.

        Papers expire and requirements change while a correction is open: what then lacks something must be mended before
        it can be sent, asked for or not. It stays open while it differs, so that the mending can be mended too.
        """
        if not self.proposal.is_editable:
            return frozenset()
        if self.proposal.stage == Stage.DRAFT:
            return frozenset(Section)
        return self.asked.union(self.mended, (gap.section for gap in self.gaps))

    def is_open(self, section: Section) -> bool:
        """What is marked is open whatever the rest lacks: most pages of a correction need not look at it."""
        return (self.proposal.is_editable and section in self.asked) or section in self.opened
