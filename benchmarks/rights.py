"""How soon a change of privacy, groups or grants is true of what a reader finds: through the real worker and the real page.

`manage.py shell --no-imports -c "from benchmarks import rights; rights.tell(URL)"` prints change → seconds as JSON.
"""

from __future__ import annotations

import json
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from guardian.shortcuts import assign_perm, remove_perm
from wagtail.models import PageViewRestriction

from benchmarks.rows import Row, at_most
from documents.models import Regulation
from portal.core.models import Unit, User

PATIENCE_SECONDS = 15.0
BUDGET_SECONDS = 5.0
_MARK = "<mark>{}</mark>"


def tell(url: str) -> None:
    print(json.dumps(dict(seconds(url))))


def row(url: str, engine: str) -> Row:
    """The slowest of the changes."""
    slowest = max(waited for _, waited in seconds(url))
    return at_most(f"{engine}: change of rights to results, through worker and page", slowest, "s", BUDGET_SECONDS)


def seconds(url: str) -> Iterator[tuple[str, float]]:
    """Change → seconds from its commit until the page shows it; `PATIENCE_SECONDS` where it did not."""
    word = "hak" + uuid.uuid4().hex[:8].translate(str.maketrans("0123456789", "ghijklmnop"))
    group, unit = Group.objects.create(name=f"Tim {word}"), Unit.objects.order_by("pk").first()
    reader = User.objects.create(email=f"{word}@contoh.invalid", name="Pembaca contoh")
    reader.groups.add(group)
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.force_login(reader, backend="portal.core.backends.RoleBackend")
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    page = Regulation.objects.live().order_by("pk").first()
    if page is None or unit is None:
        raise ValueError("nothing is published: run the demo first")
    page.about, page.owner_unit = f"Ukuran {word}", unit

    def publish(*, restricted: bool) -> None:
        page.is_restricted = restricted
        page.save_revision().publish()

    def close() -> None:
        made = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
        made.groups.set([group])

    right = "core.view_restricted_documents"
    changes: list[tuple[str, Callable[[], object], tuple[bool, bool]]] = [  # what the public and the reader find then
        ("published", lambda: publish(restricted=False), (True, True)),
        ("privacy for a group", close, (False, True)),
        ("left the group", lambda: reader.groups.remove(group), (False, False)),
        ("joined the group", lambda: reader.groups.add(group), (False, True)),
        ("privacy lifted", lambda: PageViewRestriction.objects.filter(page=page).delete(), (True, True)),
        ("restricted to the unit", lambda: publish(restricted=True), (False, False)),
        ("right granted", lambda: assign_perm(right, group, unit), (False, True)),
        ("right taken away", lambda: remove_perm(right, group, unit), (False, False)),
        ("right granted again", lambda: assign_perm(right, group, unit), (False, True)),
        ("group deleted", group.delete, (False, False)),
    ]
    for name, change, expected in changes:
        change()
        started = time.monotonic()
        while (waited := time.monotonic() - started) < PATIENCE_SECONDS:
            if (_finds(url, word), _finds(url, word, cookie)) == expected:
                break
            time.sleep(0.05)
        yield name, round(min(waited, PATIENCE_SECONDS), 2)


def _finds(url: str, word: str, cookie: str = "") -> bool:
    """Whether a hit has the word: the page repeats the question everywhere, but marks it only in what was found."""
    request = urllib.request.Request(f"{url}/cari/?q={word}", headers={"Cookie": cookie})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return _MARK.format(word) in answer.read().decode()
