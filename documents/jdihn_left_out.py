"""What the last writing of the JDIHN feed left out, beside the feed: the worker writes it, the reviewers' list reads it."""

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A regulation that is public and not in the feed, with a sentence for each field that does not fit."""

    pk: int
    title: str
    problems: tuple[str, ...]


def path() -> Path:
    """There is a file only while something is left out."""
    return Path(settings.VAR_DIR) / "jdihn" / "left_out.json"


def left_out() -> tuple[LeftOut, ...]:
    """As the last writing left it; a damaged file says nothing, and the next writing makes it anew."""
    try:
        rows = json.loads(path().read_text(encoding="utf-8"))
        return tuple(LeftOut(row["pk"], row["title"], tuple(row["problems"])) for row in rows)
    except FileNotFoundError:
        return ()
    except (ValueError, TypeError, KeyError):
        logger.warning("the list of what the JDIHN feed leaves out is damaged")
        return ()


def keep(rows: list[LeftOut]) -> None:
    """Remember these, and tell the log of those that are new."""
    known = set(left_out())
    for row in rows:
        if row not in known:
            logger.error("%s (%s) is not in the JDIHN feed: %s", row.title, row.pk, " ".join(row.problems))
    if not rows:
        path().unlink(missing_ok=True)
    elif set(rows) != known:
        new = path().with_suffix(".new")
        new.write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False), encoding="utf-8")
        new.replace(path())
