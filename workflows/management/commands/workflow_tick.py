"""`manage.py workflow_tick`: fires what is due. The worker runs it every minute; cron may, too."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from workflows.deadlines import tick


class Command(BaseCommand):
    help = (
        "Menjalankan tenggat, pengingat, dan pekerjaan yang gagal; aman dijalankan kapan saja dan dua kali sekaligus."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--retry", action="store_true", help="pekerjaan yang gagal dicoba lagi sekarang juga")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{tick(retry_now=options['retry'])} tindakan dijalankan.")
