"""The pages of single sections: what each asks, and how its rows grow and shrink."""

from typing import Any

from django import forms
from django.db.models import Exists, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from portal.core.typed_text import number_in
from workflows import actions
from workflows.dropping import held_by
from workflows.enums import Section
from workflows.forms.beneficiaries import DROP, MOST_PASTED, ROWS_ADDED, PersonRows, initial_of, pasted_rows
from workflows.forms.sections import ApplicantForm, CommunityForm, CommunityRows, GeneralForm
from workflows.forms.statements import StatementsForm
from workflows.models import Community, Paper, PersonalDataAccess, Proposal
from workflows.models.personal_data import part_of
from workflows.models.recipients import MAX_NAMED
from workflows.views.access import signed_in
from workflows.views.draft_page import DraftPage
from workflows.views.progress import url_after
from workflows.views.sections import SectionPage, Sheet
from workflows.views.unmasking import running_access


class GeneralPage(SectionPage):
    section = Section.GENERAL
    template_name = "workflows/edit_form.html"

    def sheet(self, *, data: QueryDict | None = None, lenient: bool = False) -> GeneralForm:
        return GeneralForm(data, lenient=lenient, initial=GeneralForm.initial_of(self.proposal))


class ApplicantPage(SectionPage):
    section = Section.APPLICANT
    template_name = "workflows/edit_form.html"

    def sheet(self, *, data: QueryDict | None = None, lenient: bool = False) -> ApplicantForm:
        return ApplicantForm(data, lenient=lenient, initial=ApplicantForm.initial_of(self.proposal))


class StatementsPage(SectionPage):
    section = Section.STATEMENTS
    template_name = "workflows/edit_form.html"

    def sheet(self, *, data: QueryDict | None = None, lenient: bool = False) -> StatementsForm:
        return StatementsForm(data, lenient=lenient, initial=StatementsForm.initial_of(self.proposal))


class CommunitiesPage(SectionPage):
    """All communities on one page; «Tambah» and «Hapus» are submits that lose nothing."""

    section = Section.COMMUNITIES
    template_name = "workflows/edit_communities.html"
    row_label = gettext_lazy("Komunitas")

    def sheet(self, *, data: QueryDict | None = None, lenient: bool = False) -> CommunityRows:
        stored = [] if data is not None else self.standing.inventory.communities
        return CommunityRows(data=data, lenient=lenient, initial=[CommunityForm.initial_of(each) for each in stored])

    def forms_of(self, sheet: Any) -> list[forms.Form]:
        return list(sheet.forms)

    def rearranged(self, sheet: CommunityRows, action: str) -> Sheet | None:
        rows = sheet.as_typed()
        verb, _dash, number = action.partition("-")
        if verb == "add":
            return sheet.with_rows([*rows, {}])
        if verb == "stay":
            return sheet.with_rows(rows)
        if verb in {"remove", "drop"}:
            return self._without(sheet, rows, number, is_agreed=verb == "drop")
        if verb == "place" and (point := self._photo_point()) and number.isdigit():
            return sheet.with_rows(
                [row | {"point": point} if str(index) == number else row for index, row in enumerate(rows)]
            )
        return None

    def _without(
        self, sheet: CommunityRows, rows: list[dict[str, Any]], number: str, *, is_agreed: bool
    ) -> CommunityRows:
        """Without that row; if people or goods would go with it, first with the question about it."""
        rest = [row for index, row in enumerate(rows) if str(index) != number]
        taken = next((row for index, row in enumerate(rows) if str(index) == number), None)
        if taken is None:
            return sheet.with_rows(rest)
        stored = number_in(str(taken["id"] or "")) or self._key_of(str(taken["name"] or ""))
        going = held_by(self.proposal, [stored]).get(stored, "")
        if going and not is_agreed:
            return sheet.with_rows(rows, asked=int(number), going=going)
        return sheet.with_rows(rest, dropped=[*sheet.dropped, stored] if going else sheet.dropped)

    def _key_of(self, name: str) -> int:
        """Of the stored community that is called so: the answer with its key may have been lost."""
        named = self.proposal.communities.filter(name__iexact=name.strip()).values_list("pk", flat=True)
        return named.first() or 0

    def row_ids(self, sheet: CommunityRows) -> dict[str, int]:
        stored = {name.casefold(): pk for pk, name in self.proposal.communities.values_list("pk", "name")}
        return {
            form.add_prefix("id"): stored[name]
            for form in sheet.filled
            if (name := form.cleaned_data["name"].casefold()) in stored
        }

    def show(self, sheet: Any, **context: Any) -> HttpResponse:
        return super().show(sheet, photo_point=self._photo_point(), **context)

    def after_conflict(self, sheet: Any) -> CommunityRows:
        known = set(self.proposal.communities.values_list("pk", flat=True))
        rows = sheet.as_typed()
        for row in rows:
            # A community that was removed meanwhile comes back as a new one, if this person saves it.
            key = number_in(str(row["id"]))
            row["id"] = key if key in known else None
        return sheet.with_rows(rows)  # type: ignore[no-any-return]

    def _photo_point(self) -> str:
        """Where the photo of the place was taken, as the field takes it."""
        photos = Paper.objects.current().filter(proposal=self.proposal, latitude__isnull=False, kind__shows_place=True)
        photo = photos.first()
        return str(photo.point) if photo and photo.point else ""


class PeoplePage(DraftPage):
    """Communities and how many of their people are named; the names themselves stand masked."""

    section = Section.BENEFICIARIES
    template_name = "workflows/edit_people.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        communities = self.standing.inventory.communities
        prefetch_related_objects(communities, "beneficiaries")
        return self.page(communities=communities, next_url=url_after(self.standing, self.section), most=MAX_NAMED)


class CommunityPeoplePage(SectionPage):
    """The people of one community by name and address, in clear for those who write them; each look is on record.

    A draft shows the NIK as well: its writer types it from a list, and compares. Once the proposal is registered others
    rely on what is there; then a stored NIK stays masked until it is opened with a reason, and an empty field leaves it.
    """

    section = Section.BENEFICIARIES
    template_name = "workflows/edit_community_people.html"
    row_label = gettext_lazy("Penerima")

    @property
    def place(self) -> str:
        return f"community-{self.kwargs['community']}"

    @property
    def row(self) -> str:
        return str(self.kwargs["community"])

    def sheet(self, *, data: QueryDict | None = None, lenient: bool = False) -> PersonRows:
        community = self.community
        # Also of an answer to a page that was masked before somebody opened it in another tab.
        keeps = self.proposal.is_registered
        stored = self.people if data is None or keeps else []
        people = [] if data is not None else [initial_of(person, masked=self.is_masked) for person in stored]
        masked = {person.pk: person for person in stored} if keeps else {}
        least = min(max(community.named_needed, len(people), ROWS_ADDED), MAX_NAMED)
        return PersonRows(
            community_id=community.pk, masked=masked, data=data, lenient=lenient, initial=people, least=least
        )

    @cached_property
    def is_masked(self) -> bool:
        return self.proposal.is_registered and running_access(self.request, self.proposal) is None

    def forms_of(self, sheet: Any) -> list[forms.Form]:
        return list(sheet.forms)

    def rearranged(self, sheet: PersonRows, action: str) -> Sheet | None:
        rows = sheet.as_typed()
        verb, _dash, number = action.partition("-")
        if verb == "paste":
            filled = [row for row in rows if any(row.values())]
            return sheet.with_rows([*filled, *pasted_rows(self.request.POST.get("pasted", ""))])
        if verb == "add":
            return sheet.with_rows([*rows, *[{}] * ROWS_ADDED])
        if verb == "remove":
            return sheet.with_rows([row for index, row in enumerate(rows) if str(index) != number])
        if verb == "forget":
            gone = {"national_id": "", "number_stays": DROP}
            return sheet.with_rows([row | gone if str(index) == number else row for index, row in enumerate(rows)])
        return None

    def next_url(self, saved: Proposal) -> str:
        return reverse("workflows:edit_people", args=(saved.pk,))

    def show(self, sheet: Any, **context: Any) -> HttpResponse:
        # A list that was never saved shows its writer nothing but what the writer typed; a conflict, what others saved.
        shows_stored = "conflict" in context or any(form.initial.get("name") for form in sheet.forms)
        if self.people and shows_stored and not any(each.is_on_record for each in self.people):
            actions.record_reading(by=signed_in(self.request), proposal=self.proposal, of=self.community)
        context |= {
            "community": self.community,
            "most_pasted": MOST_PASTED,
            "hides_numbers": any(form.stored_number for form in sheet.forms),
        }
        return super().show(sheet, **context)

    @cached_property
    def community(self) -> Community:
        wanted = self.kwargs["community"]
        if self.request.method == "POST":
            answered: Community = get_object_or_404(self.proposal.communities, pk=wanted)
            return answered
        # A page that is shown reads all of them anyway, for what is lacking.
        every: list[Community] = self.standing.inventory.communities
        community = next((each for each in every if each.pk == wanted), None)
        if community is None:
            raise Http404
        return community

    @cached_property
    def people(self) -> list[Any]:
        """Those that are stored, each with `is_on_record`: that the account reads them is in the log already."""
        looks = PersonalDataAccess.objects.running().filter(proposal=self.proposal, by=signed_in(self.request))
        is_on_record = Exists(looks.covering(part_of(self.community)))
        return list(self.community.beneficiaries.annotate(is_on_record=is_on_record))
