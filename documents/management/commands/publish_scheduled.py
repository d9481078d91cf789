"""Wagtail's publish_scheduled, each run one transaction, so that the search outbox and the pages agree."""

from typing import Any

from django.db import transaction
from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from documents import linking
from documents.models import Regulation


class Command(WagtailCommand):
    help = "Terbitkan, tarik dan berlakukan halaman yang sudah tiba waktunya, dalam satu transaksi."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            super().handle(*args, **options)
            linking.refresh_statuses(Regulation, linking.stale_statuses(Regulation))
            linking.refresh_statuses(Regulation, linking.statuses_whose_day_came(Regulation))
