"""`manage.py workflow_tick`: fires what is due. The worker runs it every minute; cron may, too."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.deadlines import tick


class Command(BaseCommand):
    help = (
        "Menjalankan tenggat, pengingat, dan pekerjaan yang gagal; aman dijalankan kapan saja dan dua kali sekaligus."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{tick()} tindakan dijalankan.")
