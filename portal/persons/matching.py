"""Whether a text or a name is about the person who is looked for: first a rough look by the database, then an exact one."""

import re
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import permutations
from operator import and_, or_

from django.db.models import Q

from portal.core.masking import spelt
from workflows.scrubbing import Phrases, Words, bare_name

_MOST_ORDERED = 4
"""Words of a name that are looked for in every order."""
_LONG_WORD = 3
"""Letters; shorter ones are particles of names."""


@dataclass(frozen=True)
class Subject:
    """By what the person is looked for; one of the two may be empty. Birth dates are held nowhere."""

    national_id: str
    name: str

    @property
    def called(self) -> Words:
        """The name without titles, word by word."""
        return bare_name(self.name)

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        return re.compile(spelt(self.national_id)) if self.national_id else None

    @cached_property
    def phrases(self) -> Phrases:
        """The whole name, in any order («Rahayu, Siti Aminah») or written as one word."""
        called = self.called
        orders = permutations(called) if len(called) <= _MOST_ORDERED else [called]
        return Phrases([*orders, ("".join(called),)])


def has_word_of(column: str, subject: Subject, *, every: bool = True) -> Q:
    """Rows worth a look: with every word of the name, or, for who may sign with half of it, with any long one."""
    words = [word for word in subject.called if every or len(word) >= _LONG_WORD]
    if not words:
        return Q(pk__in=())
    return reduce(and_ if every else or_, (Q(**{f"{column}__icontains": word}) for word in words))


def may_be(written: str, subject: Subject) -> bool:
    """A name that holds the one that is looked for, or at least two words of it: people sign with less than they are called."""
    if any(subject.phrases.spans(written)):
        return True
    signed = bare_name(written)
    return len(signed) > 1 and any(Phrases([signed]).spans(subject.name))


def says(column: str, subject: Subject) -> Q:
    """Texts that may name the person; `lines_about` has the last word."""
    # The longest word alone: between the words there may be any blanks, dashes, or the end of a line.
    named = Q(**{f"{column}__icontains": max(subject.called, key=len)}) if subject.called else Q(pk__in=())
    if subject.national_id:
        named |= Q(**{f"{column}__regex": spelt(subject.national_id)})
    return named


def lines_about(text: str, subject: Subject) -> str:
    """Only the lines that name the person, wholly or in part: the others may name somebody else."""
    spans = list(subject.phrases.spans(text))
    if subject.pattern:
        spans += [match.span() for match in subject.pattern.finditer(text)]
    lines, start = [], 0
    for line in text.splitlines(keepends=True):
        if any(begins < start + len(line) and ends > start for begins, ends in spans):
            lines.append(line.rstrip("\r\n"))
        start += len(line)
    return "\n".join(lines)
