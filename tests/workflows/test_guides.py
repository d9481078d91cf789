"""The «Panduan» pages speak of the screens as they are, and stand where they are needed."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.proposals import make_cast, proposal_at
from workflows.enums import Stage, Step
from workflows.guides import GUIDES, guide_for
from workflows.models import StepDeadline

pytestmark = pytest.mark.django_db

SOURCES = Path(__file__).parents[2]


def client_of(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def words_on_screens() -> str:
    """Everything the portal says outside its guides."""
    templates = [path for path in (SOURCES / "workflows/templates").rglob("*.html") if path.parent.name != "guides"]
    code = [*(SOURCES / "workflows").rglob("*.py"), SOURCES / "portal/navigation.py"]
    persons = [*(SOURCES / "portal/templates/persons").rglob("*.html"), *(SOURCES / "portal/persons").rglob("*.py")]
    return "\n".join(path.read_text() for path in [*templates, *code, *persons])


@pytest.mark.parametrize("slug", list(GUIDES))
def test_every_name_that_a_guide_quotes_stands_on_a_screen(slug: str) -> None:
    page = (SOURCES / f"workflows/templates/{GUIDES[slug].template}").read_text()
    screens = words_on_screens()

    quoted = set(re.findall(r"«([^»]+)»", page))

    assert len(quoted) >= 4
    assert {each for each in quoted if each not in screens} == set()


def test_a_guide_tells_the_figures_that_hold_now() -> None:
    StepDeadline.objects.filter(step=Step.REVISION).update(working_days=17)
    cast = make_cast()

    page = client_of(cast.operator).get(GUIDES["operator"].url).content.decode().replace("\xa0", " ")

    assert "17 hari kerja" in page
    assert "paling besar 10 MB per berkas" in page
    StepDeadline.objects.filter(step=Step.REVISION).delete()
    assert "hari kerja" not in client_of(cast.operator).get(GUIDES["operator"].url).content.decode()


def test_an_unknown_guide_does_not_exist() -> None:
    assert client_of(make_cast().operator).get(reverse("workflows:guide", args=("lain",))).status_code == 404


@pytest.mark.parametrize(
    ("stage", "person", "slug"),
    [(Stage.SUBMISSION, "head", "kepala-balai"), (Stage.VERIFICATION, "verifier", "verifikator")],
)
def test_the_page_of_a_case_leads_to_the_guide_of_its_step(stage: Stage, person: str, slug: str) -> None:
    cast = make_cast()
    proposal = proposal_at(stage, cast)

    page = client_of(getattr(cast, person)).get(reverse("workflows:proposal", args=(proposal.pk,))).content.decode()

    assert GUIDES[slug].url in page


def test_drafting_and_the_inbox_lead_to_the_guides() -> None:
    cast = make_cast()
    draft, client = proposal_at(Stage.DRAFT, cast), client_of(cast.operator)

    assert GUIDES["operator"].url in client.get(reverse("workflows:edit_general", args=(draft.pk,))).content.decode()
    assert GUIDES["operator"].url in client.get(reverse("workflows:proposal_new")).content.decode()
    assert reverse("workflows:guides") in client.get(reverse("workflows:inbox")).content.decode()


def test_whoever_only_decides_has_no_guide() -> None:
    assert {step for step in Step if guide_for(step) is None} == {
        Step.DIRECTOR,
        Step.DIRECTOR_GENERAL,
        Step.DECISION_SET,
        Step.DECISION_CONFIRM,
        Step.DISTRIBUTION,
    }
