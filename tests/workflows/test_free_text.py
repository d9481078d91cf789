"""Of every text, document and file that the portal stores it is decided what becomes of the people in it.

A new column of ours, or a new app, breaks this until somebody decides.
"""

import pytest
from django.apps import apps
from django.db import models

from workflows.free_text import FREE_TEXT

EMPTIED = "emptied or deleted by workflows.actions.retention.anonymise"
OFFICIAL = "names and offices of officials, which the record keeps"
MADE = "made by the portal: keys, hashes, kinds, numbers"
SHORT = "goes by itself within days or weeks"

DECIDED: dict[str, dict[str, str]] = {
    "workflows.Proposal": {"registration_number": MADE, "applicant_address": EMPTIED},
    "workflows.Community": {"place": EMPTIED},
    "workflows.Beneficiary": dict.fromkeys(("name", "national_id", "address"), EMPTIED),
    "workflows.FormerWords": {"text": EMPTIED},
    "workflows.Paper": {"file": EMPTIED, "content_type": MADE, "sha256": MADE},
    "workflows.Decision": dict.fromkeys(("by_name", "by_office", "acting_for_name", "acting_for_office"), OFFICIAL),
    "workflows.ReturnRequest": {"unasked": EMPTIED, "mended": MADE},
    "workflows.ReturnedSection": {"content": EMPTIED},
    "workflows.PaperCheck": dict.fromkeys(("by_name", "by_office"), OFFICIAL),
    "workflows.PinnedComment": {
        **dict.fromkeys(("by_name", "by_office", "closed_by_name"), OFFICIAL),
        **dict.fromkeys(("row", "column"), MADE),
    },
    "workflows.TimelineEvent": {"node": MADE, "verb": MADE, "actor_name": OFFICIAL, "actor_office": OFFICIAL},
    "workflows.Handover": {
        **dict.fromkeys(("receiver_name", "name", "file", "sha256"), EMPTIED),
        "number": "the number of the record, by which goods are found",
    },
    "workflows.SerialNumber": {"number": "of a machine"},
    "workflows.Statement": {"made_by_name": OFFICIAL},
    "workflows.PersonalDataAccess": {
        **{"subject": MADE, "part": MADE, "by_name": OFFICIAL, "by_office": OFFICIAL},
        "erased_unit": "of an office, whose draft is erased",
    },
    "workflows.DecisionLetter": {
        **dict.fromkeys(("set_by_name", "set_by_office", "confirmed_by_name", "confirmed_by_office"), OFFICIAL),
        **dict.fromkeys(("number", "code", "sha256"), MADE),
        "file": "the letter itself, which names communities and officials",
    },
    "workflows.HeldScan": {"name": EMPTIED, "file": EMPTIED},
    "workflows.UploadSession": {"name": EMPTIED, "sha256": EMPTIED},
    "workflows.TypedAnswers": {"place": EMPTIED, "fields": EMPTIED},
    "workflows.SectionVersion": {"tab": MADE},
    "workflows.Policy": {"letter_number_template": MADE},
    "workflows.PaperKind": {"code": MADE, "name": MADE},
    "workflows.NumberSeries": {"series": MADE},
    "workflows.AidProcess": {"flow_class": MADE, "data": MADE},
    "core.AuditEvent": {
        **dict.fromkeys(("actor_name", "actor_office"), OFFICIAL),
        **dict.fromkeys(("verb", "object_type", "object_id", "data", "previous_hash", "hash"), MADE),
    },
    "core.ActingAppointment": {"basis": "number of the letter that appoints an official"},
    "core.AuditChainHead": {"hash": MADE},
    "core.OutgoingMail": {
        **dict.fromkeys(("to", "dedupe_key", "last_error"), "of officials and their mail server"),
        **dict.fromkeys(("subject", "body"), "name nobody (tests/workflows/test_mails.py); emptied once sent"),
    },
    "core.DiscardedFile": {"name": "a stored name, which tells nothing; goes with the file"},
    "accounts.Invitation": {"token_hash": MADE},
    "accounts.KeptForm": dict.fromkeys(("path", "page", "fields", "files_left_out"), SHORT),
    "accounts.KeptFile": dict.fromkeys(("field", "name", "content_type", "file"), SHORT),
    "search.SearchChange": {"key": MADE},
    "search.EngineCursor": dict.fromkeys(("engine", "ahead", "index", "successor", "mark"), MADE),
    "search.RightsSeen": dict.fromkeys(("grants", "privacy_digest", "privacy"), MADE),
    "sessions.Session": {"session_key": MADE, "session_data": SHORT},
    "django_tasks_database.DBTaskResult": dict.fromkeys(
        (
            *("args_kwargs", "task_path", "worker_ids", "queue_name", "backend_name", "return_value"),
            *("exception_class_path", "traceback"),
        ),
        "ids of rows, addresses of accounts, and the portal's own words",
    ),
    "viewflow.Process": {"flow_class": MADE, "data": MADE},
    "viewflow.Task": dict.fromkeys(
        (
            *("flow_task", "flow_task_type", "token", "external_task_id", "owner_permission"),
            *("owner_permission_obj_pk", "data"),
        ),
        MADE,
    ),
}
KNOW_NO_PROPOSAL = {
    *("account", "auth", "axes", "contenttypes", "documents", "guardian", "mfa", "pages", "taggit", "otp"),
    *("wagtailadmin", "wagtailcore", "wagtaildocs", "wagtailembeds", "wagtailforms", "wagtailimages"),
    *("wagtailredirects", "wagtailsearch", "wagtailsearchpromotions", "wagtailusers"),
}
"""Apps for publishing, accounts and rights: people who receive aid are in none of their forms."""
OF_OFFICIALS = {"core.User", "core.Unit", "core.UnitFormerName", "core.Directorate", "core.Cluster", "core.Holiday"}
OF_OFFICIALS |= {"core.RoleGroup", "core.AskCount"}
TEXTS = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)


def texts_of(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields if isinstance(field, TEXTS) and not field.choices}


MODELS = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model._meta.app_label not in KNOW_NO_PROPOSAL and model._meta.label not in OF_OFFICIALS and texts_of(model)
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_of_every_text_it_is_decided_what_becomes_of_people_in_it(model: type[models.Model]) -> None:
    scrubbed = {column for each, _path, columns in FREE_TEXT if each is model for column in columns}
    decided = DECIDED.get(model._meta.label, {}).keys()

    assert texts_of(model) - scrubbed - decided == set(), (
        "scrub it (workflows.free_text), empty it, or say why it stays"
    )
    assert not scrubbed & decided


def test_no_decision_outlives_its_column() -> None:
    there = {model._meta.label: texts_of(model) for model in MODELS}

    assert {label for label, columns in DECIDED.items() if columns.keys() - there.get(label, set())} == set()
