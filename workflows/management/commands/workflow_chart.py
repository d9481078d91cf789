"""`manage.py workflow_chart`: writes workflows/FLOWS.md anew."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows import flow_chart


class Command(BaseCommand):
    help = "Menulis ulang workflows/FLOWS.md dari flows.py."

    def handle(self, *args: Any, **options: Any) -> None:
        flow_chart.CHART.write_text(flow_chart.render(), encoding="utf-8")
        self.stdout.write(f"{flow_chart.CHART.name} ditulis.")
