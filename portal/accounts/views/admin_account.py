"""Wagtail's «Akun»: how the admin looks and which mails it sends.

Name, picture, address and password are none of its business: the name is copied into every record of what somebody does, so
the administrator keeps it at /petugas/; address and password are changed at /akun/.
"""

from typing import Any

from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    BaseSettingsPanel,
    ChangePasswordPanel,
    NameEmailSettingsPanel,
)

KEPT_ELSEWHERE = (NameEmailSettingsPanel, AvatarSettingsPanel, ChangePasswordPanel)


class AdminAccountView(AccountView):
    def get_panels(self) -> list[BaseSettingsPanel]:
        panels: list[Any] = super().get_panels()
        return [panel for panel in panels if not isinstance(panel, KEPT_ELSEWHERE)]
