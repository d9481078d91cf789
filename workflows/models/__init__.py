"""Models of the aid proposal, split by subject."""

from workflows.models.configuration import PaperKind, PaperRequirement, Policy, StepDeadline
from workflows.models.contributions import Contribution
from workflows.models.decisions import Decision, ReturnedSection, ReturnRequest
from workflows.models.drafts import SectionVersion, TypedAnswers
from workflows.models.handovers import Handover, HandoverLine, HeldScan, SerialNumber
from workflows.models.items import Item, PriceComparison
from workflows.models.letters import DecisionLetter, NumberSeries
from workflows.models.papers import Paper, PaperPage
from workflows.models.personal_data import PersonalDataAccess, RetentionPeriod
from workflows.models.processes import AidProcess, TaskMeta, TimelineEvent
from workflows.models.proposals import Proposal
from workflows.models.recipients import Beneficiary, Community, FormerWords
from workflows.models.statements import Statement
from workflows.models.upload_sessions import UploadSession
from workflows.models.verification import PaperCheck, PinnedComment

__all__ = [
    "AidProcess",
    "Beneficiary",
    "Community",
    "Contribution",
    "Decision",
    "DecisionLetter",
    "FormerWords",
    "Handover",
    "HandoverLine",
    "HeldScan",
    "Item",
    "NumberSeries",
    "Paper",
    "PaperCheck",
    "PaperKind",
    "PaperPage",
    "PaperRequirement",
    "PersonalDataAccess",
    "PinnedComment",
    "Policy",
    "PriceComparison",
    "Proposal",
    "RetentionPeriod",
    "ReturnRequest",
    "ReturnedSection",
    "SectionVersion",
    "SerialNumber",
    "Statement",
    "StepDeadline",
    "TaskMeta",
    "TimelineEvent",
    "TypedAnswers",
    "UploadSession",
]
