"""Every role × every stage × every section, over HTTP: who may write what, and that a refusal changes nothing.

The tables below are the rule in full. A new role, stage or section breaks them until somebody decides about it.
"""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from benchmarks.drafts import CHANGES, address, fields_of
from portal.core.models import AuditEvent, User
from portal.core.roles import ROLES
from tests.factories import make_user
from tests.proposals import Cast, make_cast, proposal_at
from tests.workflows.test_paper_pages import pdf
from workflows import actions
from workflows.contributions import content_of
from workflows.enums import Section, Stage
from workflows.models import Proposal

pytestmark = pytest.mark.django_db

WRITERS = frozenset({"operator_balai", "kepala_balai"})
READERS = frozenset(
    {"verifikator", "pekerja_sosial", "koordinator", "direktur", "dirjen", "ppk", "kpa", "auditor", "superuser"}
)
"""See the proposal once it is registered, and write nothing of it."""
STRANGERS = frozenset(
    {
        "pelindung_data",
        "editor_dokumen",
        "penelaah_hukum",
        "penerbit",
        "admin_portal",
        "operator_balai@elsewhere",
        "kepala_balai@elsewhere",
        "nobody",
    }
)
ACCOUNTS = sorted(WRITERS | READERS | STRANGERS)

NOTHING: frozenset[Section] = frozenset()
OPEN = {
    Stage.DRAFT: frozenset(Section),
    Stage.SUBMISSION: NOTHING,
    Stage.VERIFICATION: NOTHING,
    Stage.REVISION: frozenset({Section.BUDGET}),
    Stage.DIRECTOR: NOTHING,
    Stage.DIRECTOR_GENERAL: NOTHING,
    Stage.DECISION_SET: NOTHING,
    Stage.DECISION_CONFIRM: NOTHING,
    Stage.DISTRIBUTION: NOTHING,
    Stage.DONE: NOTHING,
    Stage.REJECTED: NOTHING,
    Stage.WITHDRAWN: NOTHING,
    Stage.EXPIRED: NOTHING,
}
"""What the unit may write; the return of `proposal_at` marks the budget."""
UNREGISTERED = frozenset({Stage.DRAFT, Stage.SUBMISSION})
PAGES = {
    Section.GENERAL: "edit_general",
    Section.APPLICANT: "edit_applicant",
    Section.COMMUNITIES: "edit_communities",
    Section.BENEFICIARIES: "edit_community_people",
    Section.BUDGET: "edit_item",
    Section.PAPERS: "edit_papers",
    Section.STATEMENTS: "edit_statements",
}
CONFIDENTIAL, FORBIDDEN, CLOSED, SAVED = 404, 403, 409, 302


def answer_for(account: str, stage: Stage, section: Section) -> int:
    """The rule in full."""
    if account in STRANGERS or (account in READERS and stage in UNREGISTERED):
        return CONFIDENTIAL
    if account in READERS:
        return FORBIDDEN
    return SAVED if section in OPEN[stage] else CLOSED


def test_the_tables_name_every_role_stage_and_section() -> None:
    assert set(ROLES) == (WRITERS | READERS | STRANGERS) - {
        "superuser",
        "nobody",
        "operator_balai@elsewhere",
        "kepala_balai@elsewhere",
    }
    assert set(OPEN) == set(Stage)
    assert set(PAGES) == set(Section)


def browsers(cast: Cast) -> Iterator[tuple[str, Client]]:
    other = make_cast()
    for account in ACCOUNTS:
        role, _at, elsewhere = account.partition("@")
        place = other if elsewhere else cast
        if role == "superuser":
            user = User.objects.create_superuser("pemelihara@contoh.invalid", "kata-sandi-panjang", name="Pemelihara")
        else:
            roles = () if role == "nobody" else (role,)
            user = make_user(*roles, unit=place.unit, directorate=place.cluster.directorate)
        client = Client()
        client.force_login(user)
        yield account, client


def write(client: Client, proposal: Proposal, section: Section, account: str, *, is_open: bool) -> int:
    """What the section's page answers to its own form, something in it changed; where it is closed, to a form as it might be."""
    page = address(PAGES[section], proposal)
    data = fields_of(client.get(page).content.decode()) if is_open else {"version": "1"}
    data["action"] = "draft"
    data |= {name: value and f"{value} {account}" for name, value in changes_of(section).items()}
    if section is Section.BUDGET:
        data |= {"name": f"Mesin {account}", "action": "save"}
    if section is Section.PAPERS:
        kind = proposal.papers.current().earliest("pk").kind_id
        data[f"kind-{kind}"] = SimpleUploadedFile("baru.pdf", pdf(pages=len(account)))
    if section is Section.STATEMENTS:
        # All are made already: one is taken back, and made again by the next one who may.
        made = proposal.statements.values_list("kind", flat=True)
        data["kinds"] = ["true", "single", "care"] if len(made) < 3 else ["true", "single"]
    return client.post(page, data).status_code


def changes_of(section: Section) -> dict[str, str]:
    return {} if section in {Section.BUDGET, Section.PAPERS} else CHANGES[PAGES[section]]


def contents(proposal: Proposal) -> dict[Section, object]:
    fresh = Proposal.objects.get(pk=proposal.pk)
    return {section: content_of(fresh, section) for section in Section}


def refusals(proposal: Proposal) -> int:
    return AuditEvent.objects.filter(verb="section_refused", object_id=str(proposal.pk)).count()


@pytest.mark.parametrize("stage", Stage)
def test_who_may_write_which_section_at_this_stage(cast: Cast, stage: Stage) -> None:
    """What is refused changes nothing at all; what the unit itself sends into a closed section is recorded."""
    proposal = proposal_at(stage, cast)
    expected, found = {}, {}
    after, refused = contents(proposal), refusals(proposal)
    for account, client in browsers(cast):
        for section in Section:
            answer = answer_for(account, stage, section)
            before, recorded = after, refused

            status = write(client, proposal, section, account, is_open=answer == SAVED)

            after, refused = contents(proposal), refusals(proposal)
            changed = {each for each in Section if after[each] != before[each]}
            expected[account, section] = (answer, {section} if answer == SAVED else set(), answer == CLOSED)
            found[account, section] = (status, changed, refused > recorded)

    proposal.refresh_from_db()
    assert {key: (found[key], expected[key]) for key in found if found[key] != expected[key]} == {}
    assert proposal.stage == stage


@pytest.mark.parametrize("marked", Section)
def test_a_return_opens_the_marked_section_and_no_other(cast: Cast, marked: Section) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="Kurang.", sections={marked: "Perjelas."})
    operator = Client()
    operator.force_login(cast.operator)
    found = {}
    for section in sorted(Section, key=lambda each: each is marked):
        before = contents(proposal)
        status = write(operator, proposal, section, "operator", is_open=section is marked)
        found[section] = (status, contents(proposal) != before)

    assert found == {section: (SAVED, True) if section is marked else (CLOSED, False) for section in Section}
    noted = AuditEvent.objects.filter(verb="section_refused", object_id=str(proposal.pk))
    assert sorted(event.data["section"] for event in noted) == sorted(each for each in Section if each is not marked)
