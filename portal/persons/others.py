"""Other people in what is copied for one: taken out, so that the answer to one person hands nobody else over.

UU 27/2022 gives everybody their own data (articles 7 and 32), and protects the others in the same sentence.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.core.masking import masked_number, with_numbers_replaced
from portal.persons.matching import Subject
from workflows.scrubbing import Names, bare_name


class Others:
    """Knows who the copy is about, and who else is named in the same proposals."""

    def __init__(
        self, subject: Subject, *, own_numbers: Iterable[str], own_names: Iterable[str], names: Iterable[str]
    ) -> None:
        self._numbers = {number for number in (subject.national_id, *own_numbers) if number}
        self._own = Names(name for name in (subject.name, *own_names) if name)
        # A name of one word is too often an ordinary word, and alone it finds nobody.
        self._others = Names(name for name in names if len(bare_name(name)) > 1)

    def taken_out(self, text: str) -> str:
        """The text without their names, and without all numbers of people but the person's own NIK.

        Two of a family share words: what may be the person's own name stays.
        """
        left, at = [], 0
        own = self._own.spans(text)
        for start, end in self._others.spans(text):
            if not any(since <= start and end <= until for since, until in own):
                left += [text[at:start], _("[orang lain]")]
                at = end
        return with_numbers_replaced("".join(left) + text[at:], self._shown)

    def _shown(self, number: str) -> str | None:
        return None if number in self._numbers else masked_number(number)
