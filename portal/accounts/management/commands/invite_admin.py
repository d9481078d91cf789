"""The first account of an installation: whoever has the server invites an administrator of the portal."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.accounts import actions


class Command(BaseCommand):
    help = "Invites an administrator of the portal by mail; the worker sends it. That person invites everybody else."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="mail address")
        parser.add_argument("name", help="full name, in quotes")
        parser.add_argument("--office", default="", help="office, as records copy it")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["name"].strip():
            raise CommandError("The name is empty.")
        try:
            invitation = actions.invite_from_server(
                email=options["address"], name=options["name"], office=options["office"]
            )
        except actions.InvitationError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Invitation for {invitation.user.email} queued; it is valid until {invitation.expires_at:%d.%m.%Y}."
        )
