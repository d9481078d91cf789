"""The forms of login, password and address, in Indonesian and with our field anatomy."""

from typing import Any, ClassVar

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts import tasks
from portal.core.models import User

MISMATCH = _("Kedua sandi tidak sama. Tulis sandi yang sama dua kali.")


class Labelled(forms.Form):
    """Gives allauth's fields our labels, hints and autocomplete; a placeholder is no label."""

    labels: ClassVar[dict[str, Any]] = {}
    hints: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.pop("autofocus", None)
            field.error_messages["required"] = _("Kolom ini wajib diisi.")


class LoginForm(Labelled, allauth_forms.LoginForm):
    labels: ClassVar[dict[str, Any]] = {"login": _("Alamat surel"), "password": _("Sandi")}

    def user_credentials(self) -> dict[str, Any]:
        """axes looks for the name under the form's field; without it, it would lock by address alone."""
        credentials: dict[str, Any] = super().user_credentials()
        return credentials | {"login": self.cleaned_data["login"]}


class ResetPasswordForm(Labelled, allauth_forms.ResetPasswordForm):
    labels: ClassVar[dict[str, Any]] = {"email": _("Alamat surel")}

    def clean_email(self) -> str:
        """No look-up here: the same work for every address, known or not."""
        email: str = self.cleaned_data["email"].strip().lower()
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        tasks.send_password_reset.enqueue(email=email)
        return email


class NewPasswordLabels(Labelled):
    labels: ClassVar[dict[str, Any]] = {
        "oldpassword": _("Sandi sekarang"),
        "password1": _("Sandi baru"),
        "password2": _("Sandi baru, sekali lagi"),
        "password": _("Sandi"),
    }
    hints: ClassVar[dict[str, Any]] = {
        "password1": _(
            "Paling sedikit 12 karakter. Beberapa kata yang tidak berhubungan mudah diingat dan sulit ditebak."
        )
    }


class ResetPasswordKeyForm(NewPasswordLabels, allauth_forms.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(NewPasswordLabels, allauth_forms.ChangePasswordForm):
    pass


class SetPasswordForm(NewPasswordLabels, allauth_forms.SetPasswordForm):
    pass


class ReauthenticateForm(NewPasswordLabels, allauth_forms.ReauthenticateForm):
    pass


class ChangeAddressForm(Labelled, allauth_forms.AddEmailForm):
    labels: ClassVar[dict[str, Any]] = {"email": _("Alamat surel baru")}
    hints: ClassVar[dict[str, Any]] = {
        "email": _("Kami mengirim tautan konfirmasi ke alamat baru. Alamat lama tetap berlaku sampai Anda membukanya.")
    }

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if User.objects.filter(email=email).exclude(pk=self.user.pk).exists():
            raise ValidationError(gettext("Alamat surel ini tidak dapat dipakai. Pilih alamat lain."))
        return email


class AcceptInvitationForm(forms.Form):
    """The password of somebody who was invited. The name is the administrator's to write: records copy it."""

    password1 = forms.CharField(
        label=_("Sandi"),
        strip=False,
        help_text=NewPasswordLabels.hints["password1"],
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Sandi, sekali lagi"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", str(MISMATCH))
        elif first:
            self._check_strength(first)
        return cleaned

    def _check_strength(self, password: str) -> None:
        try:
            password_validation.validate_password(password, self.user)
        except ValidationError as error:
            self.add_error("password1", error)
