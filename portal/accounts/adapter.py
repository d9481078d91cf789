"""How allauth behaves here: nobody signs up alone, mail goes through the outbox, a new login remembers the old form token."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.accounts import stale_forms
from portal.core import mail
from portal.core.models import User


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Akun ini sudah dinonaktifkan. Hubungi administrator portal."),
        "email_password_mismatch": _("Alamat surel atau sandi tidak cocok. Periksa kembali keduanya."),
        "email_taken": _("Alamat surel ini tidak dapat dipakai. Pilih alamat lain."),
        "duplicate_email": _("Ini alamat surel Anda sekarang. Tulis alamat yang baru."),
        "enter_current_password": _("Sandi sekarang tidak cocok."),
        "incorrect_password": _("Sandi tidak cocok."),
        "invalid_password_reset": _("Tautan ini sudah dipakai atau kedaluwarsa."),
        "too_many_login_attempts": _("Terlalu banyak percobaan. Coba lagi beberapa menit lagi."),
        "rate_limited": _("Terlalu banyak permintaan. Coba lagi beberapa menit lagi."),
        "same_as_current": _("Ini alamat surel Anda sekarang. Tulis alamat yang baru."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitation only."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox, in the transaction of the act."""
        message = self.render_mail(template_prefix, email, context | {"email": email, "site_url": settings.SITE_URL})
        mail.queue(to=email, subject=message.subject, body=message.body, dedupe_key=f"account:{uuid.uuid4().hex}")

    def format_email_subject(self, subject: str) -> str:
        return f"Portal Rehsos: {subject}"

    def login(self, request: HttpRequest, user: User) -> None:
        earlier = stale_forms.secret_of_earlier_session(request, user)
        # Accounts come from an administrator: their present address counts as confirmed. Without this row allauth takes it
        # for an unfinished change and empties it when another one is asked for.
        confirmed = {"verified": True, "primary": True}
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults=confirmed)
        super().login(request, user)
        stale_forms.remember_secret(request, earlier)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Refused when another account took the address after the link was sent."""
        if User.objects.filter(email=email_address.email).exclude(pk=email_address.user_id).exists():
            messages.error(request, self.error_messages["email_taken"])
            return False
        confirmed: bool = super().confirm_email(request, email_address)
        return confirmed
