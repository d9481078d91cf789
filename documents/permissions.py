"""Who may do what with documents. Reading is in `querysets.visible_to`, publishing in `two_people`."""

from wagtail.permissions import page_permission_policy

from documents.models import Document, DocumentFile, Mou, Regulation, Sop
from portal.core.permissions import Person

DOCUMENT_TYPES: tuple[type[Document], ...] = (Regulation, Mou, Sop)


def can_edit_documents(user: Person) -> bool:
    """Whether the account works on documents in the admin, so that drafts and their files are its business."""
    if not user.is_authenticated or not user.is_active:
        return False
    return bool(page_permission_policy.user_has_any_permission(user, {"add", "change", "publish"}))


def can_change_documents(user: Person) -> bool:
    """Whether the account corrects documents: editors and legal reviewers, not those who only publish."""
    if not user.is_authenticated or not user.is_active:
        return False
    return bool(page_permission_policy.user_has_permission(user, "change"))


def can_publish_documents(user: Person) -> bool:
    """Whether the account publishes what another one wrote."""
    if not user.is_authenticated or not user.is_active:
        return False
    return bool(page_permission_policy.user_has_permission(user, "publish"))


def can_download(user: Person, file: DocumentFile) -> bool:
    """Whether a page that the account may open carries this file, or the account works on documents."""
    if any(model.objects.visible_to(user).filter(file=file).exists() for model in DOCUMENT_TYPES):
        return True
    return can_edit_documents(user)
