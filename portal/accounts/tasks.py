"""Work for the worker: what must take the same time whoever asks."""

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from portal.core import mail
from portal.core.models import User


@task()
def send_password_reset(email: str) -> None:
    """Mails a reset link if an active account with a password has exactly this address; otherwise nothing happens.

    Runs outside the request: the answer to the visitor is the same, and equally quick, for every address. Only the
    account's own address counts, never one that somebody wrote into their profile and has not confirmed.
    """
    user = User.objects.active().filter(email=email.strip().lower()).first()
    if user is None or not user.has_usable_password():
        return
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": token})
    body = render_to_string(
        "account/email/password_reset_key_message.txt", {"user": user, "url": settings.SITE_URL + path}
    )
    mail.queue(
        to=user.email,
        subject="Portal Rehsos: membuat sandi baru",
        body=body,
        dedupe_key=f"password-reset:{user.pk}:{token}",
    )
