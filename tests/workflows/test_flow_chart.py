"""The flow's documentation, its names, and the check that guards running cases."""

import pytest
from django.core.checks import run_checks
from viewflow.workflow.models import Task

from tests.proposals import proposal_at
from workflows import flow_chart
from workflows.enums import RESERVED_NODES, STAGE_OF_STEP, Outcome, Stage, Step
from workflows.flows import AidFlow
from workflows.forms.verdicts import VERDICTS
from workflows.nodes import RoleView
from workflows.steps import STEPS
from workflows.views.screens import SCREENS, SCREENS_ELSEWHERE


def test_the_chart_is_up_to_date() -> None:
    assert flow_chart.CHART.read_text(encoding="utf-8") == flow_chart.render(), "run: manage.py workflow_chart"


def test_every_step_is_a_node_of_its_name_and_the_other_way_round() -> None:
    nodes = {node.name: node.step for node in AidFlow.instance.nodes() if isinstance(node, RoleView)}

    assert nodes == {step.value: step for step in Step}


def test_names_kept_for_later_steps_are_free() -> None:
    assert not RESERVED_NODES & {node.name for node in AidFlow.instance.nodes()}


@pytest.mark.parametrize("step", Step)
def test_every_table_knows_every_step(step: Step) -> None:
    assert step in STEPS
    assert step in STAGE_OF_STEP
    assert (step in SCREENS) != (step in SCREENS_ELSEWHERE)
    if len(STEPS[step].outcomes) > 1:
        assert all((step, outcome) in VERDICTS for outcome in STEPS[step].outcomes)


def test_every_outcome_is_reached_at_some_step() -> None:
    assert {outcome for facts in STEPS.values() for outcome in facts.outcomes} == set(Outcome)


@pytest.mark.django_db
def test_an_open_task_whose_node_is_gone_fails_the_check() -> None:
    proposal = proposal_at(Stage.VERIFICATION)
    assert stranded() == []

    tasks = Task.objects.filter(process_id=proposal.process_id, flow_task=AidFlow.verification)
    tasks.update(flow_task="workflows/flows.AidFlow.gone")

    assert len(stranded()) == 1
    assert "AidFlow.gone" in stranded()[0]


def stranded() -> list[str]:
    return [found.msg for found in run_checks(databases=["default"]) if found.id == "workflows.E001"]
