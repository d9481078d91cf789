"""Excerpts show why a document was found, and can carry no markup of the document's own."""

from __future__ import annotations

from search.parsing import parse
from search.snippets import excerpt, mark, wanted


def test_every_form_of_a_word_is_marked() -> None:
    found = excerpt("Anak diasuh di balai; pengasuhan berlanjut.", wanted(parse("mengasuh").tree))

    assert found == "Anak <mark>diasuh</mark> di balai; <mark>pengasuhan</mark> berlanjut."


def test_a_phrase_is_marked_as_a_whole_and_nowhere_else() -> None:
    found = excerpt("usia anak, lalu anak usia dini", wanted(parse('"anak usia"').tree))

    assert found == "usia anak, lalu <mark>anak usia</mark> dini"


def test_excluded_words_are_not_marked() -> None:
    assert mark("anak sekolah", wanted(parse("anak -sekolah").tree)) == "<mark>anak</mark> sekolah"


def test_markup_of_the_text_is_escaped() -> None:
    found = excerpt('<b onclick="x">anak</b> & ibu', wanted(parse("anak").tree))

    assert found == "&lt;b onclick=&quot;x&quot;&gt;<mark>anak</mark>&lt;/b&gt; &amp; ibu"


def test_the_excerpt_of_a_long_text_stands_around_what_was_found() -> None:
    text = "pengantar yang panjang sekali " * 1_000 + "di sini sanksi administratif dikenakan " + "penutup " * 1_000
    found = excerpt(text, wanted(parse("sanksi administratif").tree))

    assert "<mark>sanksi</mark> <mark>administratif</mark>" in found
    assert len(found) < 400
    assert found.startswith("… ")
    assert found.endswith(" …")


def test_without_anything_found_the_beginning_is_shown() -> None:
    assert excerpt("Awal naskah. " * 500, wanted(None)).startswith("Awal naskah.")


def test_an_empty_text_has_an_empty_excerpt() -> None:
    assert excerpt("", wanted(parse("anak").tree)) == ""


def test_what_stands_within_a_mark_is_escaped_too() -> None:
    text = 'Bantuan anak <img src=x onerror="alert(1)"> telantar'
    found = wanted(parse('"anak img src"').tree)

    assert excerpt(text, found).startswith("Bantuan <mark>anak &lt;img src</mark>=x onerror=&quot;")
    assert mark(text, found).count("<") == 2
