"""Verbs of the aid proposal. Each is atomic, takes `by`, checks the right, leaves an audit record and queues its mail.

All may raise `RefusedError` (portal.core.permissions). Those that finish a step may also raise `ConflictError`, and all that write a
proposal `FlowLockFailed`: then nothing was changed. `task_id` is the task the user had on the screen, so that a stale form changes nothing.
"""

from viewflow.workflow.exceptions import FlowLockFailed

from workflows.actions.approval import QuantitiesDoNotFitError, approve, reject
from workflows.actions.comments import AnswerIsGoneError, close_comment, commenting_step, pin_comment, remove_comment
from workflows.actions.decision_letter import confirm_decision, refuse_decision, set_decision
from workflows.actions.drafts import (
    CommunityIsNeededError,
    RowIsNotAskedError,
    StaleVersionError,
    UnknownRowError,
    begin_draft,
    create_draft,
    save_draft_section,
)
from workflows.actions.handover import HandoverDoesNotFitError, LineGiven, record_handover
from workflows.actions.paper_checks import (
    PaperIsReplacedError,
    PaperIsUnseenError,
    check_paper,
    has_opened,
    uncheck_paper,
)
from workflows.actions.papers import NewPaper, attach_paper, attach_papers, remove_paper
from workflows.actions.personal_data import (
    hide_personal_data,
    record_export,
    record_print,
    record_reading,
    show_personal_data,
)
from workflows.actions.refusals import record_refusal
from workflows.actions.scans import hold_scan
from workflows.actions.submission import certify_and_submit, resubmit, send_back_to_operator, send_to_head
from workflows.actions.task_ownership import claim, release, release_all_of
from workflows.actions.typed_answers import (
    TypedTooMuchError,
    discard_answers,
    keep_answers,
    keep_reason_to_withdraw,
    keep_unsaved,
)
from workflows.actions.uploading import OffsetError, begin_upload, drop_upload, finish_upload, receive_chunk
from workflows.actions.verification import (
    PapersAreIncompleteError,
    SectionsAreMissingError,
    return_for_revision,
    verify,
)
from workflows.actions.withdrawal import withdraw
from workflows.execution import (
    ConflictError,
    OutcomeIsForeignError,
    ReasonIsMissingError,
    StepIsOverError,
    TaskIsTakenError,
)
from workflows.letter_dates import LetterDateDoesNotFitError
from workflows.readiness import NotReadyError

__all__ = [
    "AnswerIsGoneError",
    "CommunityIsNeededError",
    "ConflictError",
    "FlowLockFailed",
    "HandoverDoesNotFitError",
    "LetterDateDoesNotFitError",
    "LineGiven",
    "NewPaper",
    "NotReadyError",
    "OffsetError",
    "OutcomeIsForeignError",
    "PaperIsReplacedError",
    "PaperIsUnseenError",
    "PapersAreIncompleteError",
    "QuantitiesDoNotFitError",
    "ReasonIsMissingError",
    "RowIsNotAskedError",
    "SectionsAreMissingError",
    "StaleVersionError",
    "StepIsOverError",
    "TaskIsTakenError",
    "TypedTooMuchError",
    "UnknownRowError",
    "approve",
    "attach_paper",
    "attach_papers",
    "begin_draft",
    "begin_upload",
    "certify_and_submit",
    "check_paper",
    "claim",
    "close_comment",
    "commenting_step",
    "confirm_decision",
    "create_draft",
    "discard_answers",
    "drop_upload",
    "finish_upload",
    "has_opened",
    "hide_personal_data",
    "hold_scan",
    "keep_answers",
    "keep_reason_to_withdraw",
    "keep_unsaved",
    "pin_comment",
    "receive_chunk",
    "record_export",
    "record_handover",
    "record_print",
    "record_reading",
    "record_refusal",
    "refuse_decision",
    "reject",
    "release",
    "release_all_of",
    "remove_comment",
    "remove_paper",
    "resubmit",
    "return_for_revision",
    "save_draft_section",
    "send_back_to_operator",
    "send_to_head",
    "set_decision",
    "show_personal_data",
    "uncheck_paper",
    "verify",
    "withdraw",
]
