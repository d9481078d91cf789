"""Write the JDIHN feed now; the worker does it within seconds of a change."""

from typing import Any

from django.core.management.base import BaseCommand

from documents import jdihn, jdihn_left_out


class Command(BaseCommand):
    help = "Tulis umpan JDIHN (document.json) dari peraturan yang terbuka untuk umum."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = jdihn.write()
        self.stdout.write(f"{jdihn.path()}: {'diperbarui' if changed else 'tidak berubah'}.")
        for row in jdihn_left_out.left_out():
            self.stderr.write(f"Tidak dimuat: {row.title} ({row.pk}). {' '.join(row.problems)}")
