"""The records that engines index."""

from __future__ import annotations

import dataclasses

import pytest

from search.documents import IndexDoc, PassageDoc

PASSAGE = PassageDoc("1", "Pasal 1", "pasal-1", "Isi.")
RECORD = IndexDoc("page:1", "uu", "Judul", "/", ("public",), passages=(PASSAGE,))


def test_equal_records_have_the_same_fingerprint() -> None:
    assert dataclasses.replace(RECORD).fingerprint() == RECORD.fingerprint()


@pytest.mark.parametrize("name", [each.name for each in dataclasses.fields(IndexDoc)])
def test_every_field_is_part_of_the_fingerprint(name: str) -> None:
    other = (dataclasses.replace(PASSAGE, text="Lain."),) if name == "passages" else "lain"

    assert dataclasses.replace(RECORD, **{name: other}).fingerprint() != RECORD.fingerprint()  # type: ignore[arg-type]  # any other value


@pytest.mark.parametrize("name", [each.name for each in dataclasses.fields(PassageDoc)])
def test_every_field_of_an_article_is_part_of_it(name: str) -> None:
    other = dataclasses.replace(RECORD, passages=(dataclasses.replace(PASSAGE, **{name: "lain"}),))

    assert other.fingerprint() != RECORD.fingerprint()
