"""What the words of an instruction name: articles whole or in part, lists and ranges of them, chapters, or the law as a whole.

The words are read one after the other, up to each verb: what stands before «dihapus» goes only if nothing but articles stands
there. Where another word stands among them, the article is doubted, never called deleted.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from documents.text.instruction_words import ACTIVE, NUMBER, PASSIVE, PHRASES, VERB, Word, told_apart
from documents.text.stretches import Reference, Stretch, article_number

_SPELLED = re.compile(r"\b(?:p ?asa-?[l1!j]|fasal)(?:[- ]{0,2}(?:pasal|fasal))?(?=[\s\d.,;:]|T\d)", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”„][^\"“”„]{0,400}[\"“”„]")
_BETWEEN = re.compile(
    r"(?:di ?antara|antara|setelah|sesudah|sebelum)\s+(?:ketentuan\s+)?(?:Pasal|Bab)\s+\w+(?:\s+[A-Z]\b)?"
    r"(?:\s+(?:dan|dengan)\s+(?:Pasal|Bab)\s+\w+(?:\s+[A-Z]\b)?)?",
    re.IGNORECASE,
)
_GAZETTE = re.compile(r"\([^()]{25,}?\)")
_EXPLANATION = re.compile(
    r"\bpenjelasan\s+(?:atas\s+)?(?:ketentuan\s+)?(?:(?:ayat|huruf|angka)\s+\S+\s+(?:(?:dan|dari|dalam|pada)\s+)?){0,4}"
    r"Pasal\s+\w+(?:\s+(?:ayat|huruf)\s+\S+)*",
    re.IGNORECASE,
)
#: «Undang-Undang Nomor 23 Tahun 2002 sebagaimana telah diubah dengan …» is a name and no order.
_AS_AMENDED = re.compile(
    r"\bsebagaimana\s+(?:telah\s+)?(?:beberapa\s+kali\s+)?(?:telah\s+)?(?:diubah|ditambah)\b", re.IGNORECASE
)
_ARTICLE = re.compile(rf"\bPasal\s+(?P<number>{NUMBER})", re.IGNORECASE)
_BECOMES = re.compile(
    r"\b(?:menjadi|dijadikan)\s+(?:berturut-?\s?turut\s+)?(?:ketentuan\s+|nomor\s+)?(?=Pasal\s)", re.IGNORECASE
)
_NEAR = 400  # letters
_NEW_NUMBERS = re.compile(
    rf"\bPasal\s+{NUMBER}\s+\(?lama\b|\bnomor\s+(?:urut\s+)?(?:dari\s+)?pasal\b|\bpenomoran\s+(?!ayat|huruf|angka)",
    re.IGNORECASE,
)
#: Articles whose numbers are not told: «Pasal 5 dan pasal-pasal selanjutnya», «Judul BAB II beserta pasalnya».
_AND_MORE = re.compile(
    rf"\bpasal(?:-\s?pasal)?\s+(?:selanjutnya|berikutnya|lain(?:nya)?|(?:se|di\s?)\w{{3,8}}nya)\b|\bpasal(?:-\s?pasal)?nya\b|"
    rf"\bPasal\s+{NUMBER}\s*,?\s*(?:dan|serta|beserta)\s+(?:seterusnya|selanjutnya|berikutnya|se\w{{3,5}}nya)\b",
    re.IGNORECASE,
)
_ADDS = re.compile(r"\b(?:disis?ip|ditambah|menambah|menyisip)", re.IGNORECASE)
_PHRASES = re.compile(PHRASES, re.IGNORECASE)
_LIST_MARK = re.compile(r"(?:^\s*|(?<=[;.:])\s+)(?:\(\w\)|[a-z]\.|\d{1,2}\.)\s", re.IGNORECASE)  # «b. Pasal 6 dihapus»
_ANNEX = re.compile(r"\blampiran\b", re.IGNORECASE)
_ALL = r"\b(?:seluruh|semua|setiap|tiap(?:-\s?tiap)?|segala)\s+"
_EVERYWHERE = re.compile(
    rf"{_ALL}(?:pasal|ketentuan|batang\s+tubuh|isi|bagian)\b(?!\s+pasal)|\bdan\s+seterusnya\b", re.IGNORECASE
)
_EVERY_PHRASE = re.compile(rf"{_ALL}(?:{PHRASES})", re.IGNORECASE)


_LIMITS = (Word.PART, Word.PHRASE, Word.OTHER)


@dataclass(frozen=True, slots=True)
class Named:
    """Numbers in capitals. `articles` are all that are named, `deleted` those that go as a whole, `doubted` those that may.

    `spans` are the first and the last of each range of deleted articles; `chapters` go with their articles. `is_clear` is
    false where an order stands that could not be read. `is_general`: words are changed wherever they stand. `moves`: articles
    get other numbers. `names_heading`: it speaks of a heading, an annex, the explanation.
    """

    articles: tuple[str, ...]
    deleted: tuple[str, ...]
    doubted: tuple[str, ...]
    spans: tuple[tuple[str, str], ...]
    chapters: tuple[str, ...]
    is_clear: bool
    is_general: bool
    moves: bool
    names_heading: bool


def without_quotations(words: str) -> str:
    """The words, with a mark in the place of each that is quoted: «kata "…" dalam Pasal 5»."""
    return _QUOTED.sub("«»", words)


def without_neighbours(words: str) -> str:
    """The words without quotations and without the articles between which one is inserted, «PasaJ» and «fasal» mended."""
    return _BETWEEN.sub(" ", _SPELLED.sub("Pasal ", without_quotations(words)))


def named(words: str) -> Named:
    """What the instruction with these words (in one line) names."""
    plain = _SPELLED.sub("Pasal ", _GAZETTE.sub(" ", without_quotations(words)))
    plain = _AS_AMENDED.sub(
        " tentang ", _LIST_MARK.sub(" ", _BETWEEN.sub(" ", _EXPLANATION.sub(" penjelasan ", plain)))
    )
    found = _Found()
    for verb, stretch in _stretches(plain):
        found.take(verb, stretch)
    return found.named(plain)


def _stretches(words: str) -> list[tuple[Word, Stretch]]:
    """The words between the verbs, each with the verb they belong to: that before them («menghapus») or after («dihapus»)."""
    found: list[tuple[Word, Stretch]] = []
    before, stretch = Word.PAUSE, Stretch()
    for word, match in told_apart(words):
        if word not in (*PASSIVE, *ACTIVE, Word.PAUSE):
            stretch.take(word, match)
            continue
        verb = before if before in ACTIVE else word if word in PASSIVE else Word.PAUSE
        if before in ACTIVE and word in PASSIVE:  # «menghapus Pasal 5 dan Pasal 6 diubah»
            stretch.is_clear = False
        found.append((verb, stretch.end()))
        before, stretch = word, Stretch()
    stretch.trails_deletion = before is Word.DELETED
    found.append((before if before in ACTIVE else Word.PAUSE, stretch.end()))
    for (verb, told), (next_verb, following) in pairwise(found):
        if verb is Word.DELETED and _limits(following, next_verb):
            told.is_clear = False
    return found


def _limits(following: Stretch, verb: Word) -> bool:
    """Whether what stands behind «dihapus» says what goes, or what does not: «Dalam Pasal 5 dihapus kata …», «… kecuali ayat (1)»."""
    if verb is Word.PAUSE:
        return following.begins in _LIMITS
    return following.first in _LIMITS or (verb is Word.KEPT and following.names_part)


class _Found:
    """Gathers the stretches of one instruction."""

    def __init__(self) -> None:
        self._articles: list[str] = []
        self._kept: set[str] = set()
        self._deleted: list[str] = []
        self._doubted: list[str] = []
        self._spans: list[tuple[str, str]] = []
        self._chapters: list[str] = []
        self._is_clear = True
        self._names_heading = False

    def take(self, verb: Word, stretch: Stretch) -> None:
        # What is cited where no verb follows stands in words that a scan ran into the instruction.
        told = [article for article in stretch.articles if verb is not Word.PAUSE or not article.is_cited]
        numbers = [number for article in told for number in article.numbers]
        if verb is Word.KEPT:
            self._kept.update(numbers)
            return
        self._articles += numbers
        if stretch.trails_deletion:
            self._doubted += numbers
        is_new = stretch.names_unit and verb in (Word.ADDED, Word.ADDS, Word.PAUSE)  # «disisipkan 1 (satu) bab»
        self._names_heading |= stretch.names_heading or is_new
        if verb in (Word.DELETED, Word.DELETES):
            self._delete(stretch)
        elif verb in (Word.CHANGED, Word.CHANGES, Word.REPLACED):
            self._change(stretch, is_replaced=verb is Word.REPLACED)

    def _change(self, stretch: Stretch, *, is_replaced: bool) -> None:
        if is_replaced and not stretch.names_phrase:  # «Pasal 5 dan Pasal 6 dihapus dan diganti dengan Pasal 5 baru»
            self._doubted += [each for article in stretch.articles if not article.is_part for each in article.numbers]
        # «BAB V diubah seluruhnya»: articles of it that are not worded again are gone.
        if (stretch.chapters or stretch.names_unit) and not (stretch.articles or stretch.names_phrase):
            self._is_clear = False

    def _delete(self, stretch: Stretch) -> None:
        self._is_clear &= stretch.names_something
        if stretch.names_phrase:
            return
        # «Penjelasan Pasal 7 dan Pasal 8 dihapus»: the articles, or what explains them?
        is_clear = stretch.is_clear and not (stretch.names_heading and stretch.articles)
        for article in stretch.articles:
            self._delete_article(article, is_clear=is_clear and article.is_sure)
        if (stretch.chapters or stretch.names_unit) and not stretch.names_part:
            is_clear = stretch.is_clear and not stretch.names_unit
            self._is_clear &= is_clear
            if is_clear:
                self._chapters += [number for chapter in stretch.chapters for number in chapter.numbers]

    def _delete_article(self, article: Reference, *, is_clear: bool) -> None:
        if article.is_part and article.is_sure:
            return
        if not is_clear:
            self._doubted += article.numbers
            return
        self._deleted += article.numbers
        if article.last:
            self._spans.append((article.number, article.last))

    def named(self, plain: str) -> Named:
        articles = tuple(dict.fromkeys(each for each in self._articles if each not in self._kept))
        deleted = tuple(dict.fromkeys(self._deleted))
        names_none = not (articles or self._kept)
        everywhere = _EVERYWHERE.search(plain) or (names_none and _EVERY_PHRASE.search(plain))
        is_general = bool(_PHRASES.search(plain) and VERB.search(plain)) and bool(
            everywhere or (names_none and not self._names_heading)
        )
        return Named(
            articles=articles,
            deleted=deleted,
            doubted=tuple(dict.fromkeys(each for each in self._doubted if each not in deleted)),
            spans=tuple(self._spans),
            chapters=tuple(dict.fromkeys(self._chapters)),
            is_clear=self._is_clear and not (_AND_MORE.search(plain) and VERB.search(plain)),
            is_general=is_general,
            moves=_moves(plain),
            names_heading=self._names_heading or (names_none and bool(_ANNEX.search(plain))),
        )


def _moves(plain: str) -> bool:
    """Whether articles get other numbers, and not only a paragraph («Pasal 15 dijadikan Pasal 15 ayat (1)»)."""
    articles = [(match.start(), article_number(match["number"])) for match in _ARTICLE.finditer(plain)]
    for verb in _BECOMES.finditer(plain):
        new = next((number for start, number in articles if start == verb.end()), "")
        old = [start for start, number in articles if verb.start() - _NEAR < start < verb.start() and number != new]
        if new and old and not _ADDS.search(plain, old[0], verb.start()):
            return True
    return bool(_NEW_NUMBERS.search(plain))
