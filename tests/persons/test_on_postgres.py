"""PostgreSQL reads the same regular expressions as SQLite: numbers in any script are found, and hidden ones are not given away."""

import pytest

from portal.persons.finding import find
from portal.persons.matching import Subject
from tests.conftest import PostgresDatabase
from tests.proposals import make_cast, make_draft
from workflows import queries
from workflows.models import Proposal
from workflows.queries import InboxFilter

NIK = "3275014408900001"


@pytest.mark.parametrize(
    "written", [NIK, "3275 0144 0890 0001", "3275/0144/0890/0001", "".join(chr(0xFF10 + int(digit)) for digit in NIK)]
)
def test_a_number_is_found_for_its_person_and_by_no_search_of_the_list(
    postgres: PostgresDatabase, written: str
) -> None:
    cast = make_cast()
    draft = make_draft(cast)
    Proposal.objects.filter(pk=draft.pk).update(
        background=f"Ketua, NIK {written}.", title=f"Mesin {written} tahun 2026"
    )

    texts = [dict(each.facts).get("Teks", "") for each in find(Subject(NIK, ""))]
    hits = {
        words: queries.proposals_for(cast.operator, InboxFilter(words=words)).count()
        for words in (written[:12], "2026", "mesin")
    }

    assert any("Ketua" in text for text in texts)
    assert hits == {written[:12]: 0, "2026": 1, "mesin": 1}
