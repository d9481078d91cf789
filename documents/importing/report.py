"""What an import has to tell."""

from dataclasses import dataclass, field

from documents.importing.duplicates import NearDuplicate


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that was not imported, and why, in a sentence."""

    line: int
    key: str
    reason: str


@dataclass(slots=True)
class Counts:
    """Regulations by what happened to them. `kept` are unchanged because an editor had changed them in the portal;
    `kept_keys` are their keys in the file, with their ids.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    kept: int = 0
    kept_keys: dict[str, int] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    duplicates: list[NearDuplicate] = field(default_factory=list)

    def fail(self, line: int, key: str, reason: str) -> None:
        self.failed += 1
        self.errors.append(RowError(line, key, reason))

    def summary(self) -> dict[str, int]:
        """The four numbers of `--json`."""
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "failed": self.failed,
        }
