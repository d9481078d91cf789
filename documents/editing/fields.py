"""Form fields that lose nothing: a file once sent stays, also when another field of the form is wrong."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from documents.models import DocumentFile
from portal.core.formats import file_size

SALT = "documents.kept-file"


def token_for(file: DocumentFile) -> str:
    """A signed reference that the form carries instead of the file."""
    return signing.dumps(file.pk, salt=SALT)


def file_of(token: str) -> DocumentFile | None:
    """The file of a token; nothing for a token that is not ours."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return DocumentFile.objects.filter(pk=pk).first()


class KeptFileInput(forms.FileInput):
    """A file input that names the file already there and carries it along."""

    kept: DocumentFile | None = None

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> "UploadedFile[Any] | str | None":
        upload: UploadedFile[Any] | None = files.get(name)
        return upload or data.get(f"{name}-kept") or None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The kept file first: beside it a browser's «no file chosen» would deny that there is one."""
        field = super().render(name, None, {**(attrs or {}), "accept": "application/pdf,.pdf"}, renderer)
        if self.kept is None:
            return field
        return format_html(
            '<p><a href="{}">{}</a> (PDF, {})</p><input type="hidden" name="{}-kept" value="{}">'
            "<details{}><summary>{}</summary>{}</details>",
            self.kept.get_absolute_url(),
            self.kept.original_name,
            file_size(self.kept.size),
            name,
            token_for(self.kept),
            " open" if "aria-invalid" in (attrs or {}) else "",
            _("Ganti berkas"),
            field,
        )


class KeptFileField(forms.FileField):
    """A new upload, or the DocumentFile that came with the form."""

    widget = KeptFileInput

    def clean(self, data: Any, initial: Any = None) -> "UploadedFile[Any] | DocumentFile | None":
        if isinstance(data, str):
            return file_of(data)
        if data is None:
            return None
        return super().clean(data, initial)  # type: ignore[no-any-return]  # FileField's stub says Any

    def has_changed(self, initial: Any, data: Any) -> bool:
        if isinstance(data, str):
            kept = file_of(data)
            return kept is not None and kept.pk != getattr(initial, "pk", None)
        return data is not None


class LongTextField(forms.CharField):
    """A text of many lines, compared without regard to how the browser ends them."""

    widget = forms.Textarea(attrs={"rows": 20})

    def to_python(self, value: Any) -> str:
        return _unix(super().to_python(value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _unix(initial or "").strip("\n") != _unix(data or "").strip("\n")


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
