"""The words of an instruction up to a verb: which articles and chapters stand there, whole or in part, and whether all was understood."""

import re
from dataclasses import dataclass

from documents.text.instruction_words import Word
from documents.text.numbering import repaired, roman_value

_MOST_IN_A_RANGE = 300
_BRACKETED_PART = re.compile(r"[0-9lI]{1,2}[a-z]?|[a-z]")
_DIGITS = re.compile(r"\d+")
_ROMANS = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_NAMES = {Word.HEADING: "names_heading", Word.PHRASE: "names_phrase"}
_PLACES = (Word.ARTICLE, Word.CHAPTER, Word.PART, Word.BRACKET, Word.NUMBER, Word.ROMAN)
_INSIDE = re.compile(r"dalam|pada", re.IGNORECASE)
_OF_AN_ARTICLE = re.compile(r"ayat|huruf|butir|alinea", re.IGNORECASE)


@dataclass(slots=True)
class Reference:
    """An article or a chapter; with `last`, all from the one to the other. `is_part`: only something in it is meant."""

    number: str
    last: str = ""
    is_part: bool = False
    is_sure: bool = True
    is_roman: bool = False
    is_cited: bool = False  # «sebagaimana dimaksud dalam Pasal 13»

    @property
    def numbers(self) -> list[str]:
        """All of the range that can be counted; letters are inserted between them («33A») and stand in the amended text only."""
        between = range(self._value(self.number) + 1, self._value(self.last)) if self.last else range(0)
        inner = [_roman(value) if self.is_roman else str(value) for value in between]
        return list(dict.fromkeys(each for each in (self.number, *inner, self.last) if each))

    def reach(self, last: str) -> None:
        """Makes it a range; one that falls or is too long is no longer sure."""
        distance = self._value(last) - self._value(self.number)
        if 0 < distance <= _MOST_IN_A_RANGE and not self.is_part:
            self.last = last
        else:
            self.is_sure = False

    def _value(self, number: str) -> int:
        if self.is_roman:
            return roman_value(number) or roman_value(number[:-1]) or 0
        digits = _DIGITS.match(number)
        return int(digits[0]) if digits else 0


class Stretch:
    """Takes one word after the other. `is_clear`: nothing stood there whose meaning is unknown."""

    def __init__(self) -> None:
        self.articles: list[Reference] = []
        self.chapters: list[Reference] = []
        self.is_clear = True
        self.trails_deletion = False  # «Pasal 5 dihapus, demikian pula Pasal 6»: the last words, behind «dihapus»
        self.names_phrase = False
        self.names_heading = False
        self.names_unit = False
        self.names_part = False
        self.first: Word | None = None
        self.begins: Word | None = None  # as `first`, without the words that only join
        self._last: Word | None = None  # an article, a chapter or a part: what a bare number or a bracket belongs to
        self._is_joined = self._is_reaching = self._is_aside = False
        self._is_listing = False  # joined by a comma only
        self._is_bare = False  # the last article stood without the word «Pasal»
        self._is_citing = False
        self._leads = self._floats = False  # a part that stands before its article
        self._is_listed = False  # it stands behind a comma
        self._is_inside = False  # «Dalam Pasal 5 …»: what goes is less than the article, if a part of it is named
        self._is_each = False  # «Pasal 5 dan Pasal 6 masing-masing ayat (2)»

    def end(self) -> "Stretch":
        """After the last word: a part that no article follows is one of the article before it, or makes it doubtful."""
        self._settle()
        if self.names_part and (self._is_each or self._is_inside):
            self._doubt_whole_ones()
        return self

    def _settle(self) -> None:
        """A part behind an article and a comma is of that article («Pasal 5, ayat (2) dihapus»), and perhaps of those before it."""
        if self._floats and self.articles and not self.articles[-1].is_part:
            self.articles[-1].is_part = self._is_listed and not self.articles[-1].last
            self._doubt_whole_ones()
        self._floats = False

    def _doubt_whole_ones(self) -> None:
        for each in self.articles:
            each.is_sure &= each.is_part

    @property
    def names_something(self) -> bool:
        """Whether whatever is deleted here is told at least by its name."""
        return bool(self.articles or self.chapters or self.names_phrase or self.names_heading or self.names_part)

    @property
    def _is_placed(self) -> bool:
        """Whether a chapter that follows is but where the article stands: «Pasal 20 BAB V»."""
        return self._last is Word.ARTICLE and not self._is_joined

    def take(self, word: Word, match: re.Match[str]) -> None:
        self.first = self.first or word
        if word not in (Word.JOIN, Word.FILLER):
            self.begins = self.begins or word
        if self._is_aside and word is Word.PART:  # «Pasal 5 tentang denda, ayat (2) dihapus»
            self.is_clear &= not _OF_AN_ARTICLE.match(match[0])
        if self._is_aside and word not in (Word.ARTICLE, Word.SCANNED, Word.CHAPTER, Word.HEADING):
            return
        if match[0] == "«»" and self.names_heading:  # the heading itself, quoted
            return
        if word in _PLACES:
            self._place(word, match)
        else:
            self._other(word, match[0])

    def _place(self, word: Word, match: re.Match[str]) -> None:
        """A word with a number."""
        if word is Word.ARTICLE:
            self._article(article_number(match["pasal"]))
        elif word is Word.CHAPTER:
            self._chapter(match["bab"])
        elif word is Word.NUMBER:
            self._number(match[0])
        elif word is Word.ROMAN:
            self._roman(match[0])
        else:
            self._part(is_part=word is Word.PART or bool(self._last and _BRACKETED_PART.fullmatch(match["in"])))

    def _filler(self, written: str) -> None:
        self._is_each |= written.lower().startswith("masing")
        self._is_inside |= not self.articles and bool(_INSIDE.fullmatch(written))

    def _other(self, word: Word, written: str) -> None:
        if word is Word.FILLER:
            self._filler(written)
        elif word is Word.JOIN:
            self._is_joined, self._is_listing = True, written in ",;"
        elif word is Word.UP_TO:
            self._is_reaching = True
        elif word in (Word.ASIDE, Word.LAW, Word.CITES):
            self._is_citing |= word is Word.CITES
            self._is_aside = True
            # «Ketentuan mengenai denda dalam Pasal 8»: less than the article, or all of it
            self.is_clear &= word is Word.LAW or bool(self.articles or self.chapters)
        elif word is Word.UNIT:
            self.is_clear &= not (self._last is Word.ARTICLE and self._is_joined)  # «Pasal 5, bagian c»
            self.names_unit |= not (self.names_heading or self._is_placed)
        elif word in _NAMES:
            setattr(self, _NAMES[word], True)
        else:  # an article whose number is no number, or any other word
            self.is_clear = False

    def _article(self, number: str) -> None:
        self._leave_aside()
        if self._last is Word.CHAPTER and not self._is_joined and self.chapters:  # «BAB V Pasal 20»: where it stands
            self.chapters.pop()
        if self._is_joined:
            self._settle()
        if self._is_reaching and self.articles:
            self.articles[-1].reach(number)
        else:
            is_led = self._leads or (self._floats and not self._is_joined)
            # «ayat (2) Pasal 5 dan Pasal 6 dihapus»: of the second one cannot tell; «Pasal 5 dalam Pasal 9»: of neither.
            is_within = self._last is Word.ARTICLE and not self._is_joined
            is_sure = not (is_within or (self._leads and self.articles))
            if is_within:
                self.articles[-1].is_sure = False
            self.articles.append(Reference(number, is_part=is_led, is_sure=is_sure, is_cited=self._is_citing))
        self._after(Word.ARTICLE)

    def _chapter(self, written: str) -> None:
        number = written.upper().replace("L", "I").replace("1", "I")  # a scan's «BAB 1l»; no law has fifty chapters
        self._leave_aside()
        if roman_value(number) is None and roman_value(number[:-1]) is None:
            self.is_clear = False
        elif self._is_reaching and self.chapters:
            self.chapters[-1].reach(number)
            self.is_clear &= self.chapters[-1].is_sure
        elif not (self.names_heading or self._is_placed):
            self.chapters.append(Reference(number, is_roman=True))
        self._after(Word.CHAPTER)

    def _part(self, *, is_part: bool) -> None:
        if not is_part:  # «12 (dua belas)», «(1) Pasal 11 dihapuskan»
            return
        self.names_part = True
        if not self.articles:
            self._leads = True
        elif self._last is Word.ARTICLE and not self._is_joined:
            self._part_of(self.articles[-1])
        else:
            self._is_listed = self._is_listed if self._floats else self._is_listing
            self._floats = True
        self._after(Word.PART, keep=True)

    def _part_of(self, article: Reference) -> None:
        article.is_part = True
        article.is_sure &= not article.last
        if self._is_bare:  # «Pasal 2 dan 4 ayat (1)»: that paragraph of both?
            for each in self.articles:
                each.is_sure &= each.is_part

    def _number(self, written: str) -> None:
        if self._last is Word.ARTICLE and (self._is_joined or self._is_reaching):
            self._article(article_number(written))
            self._is_bare = True
        elif self._last is not Word.PART:
            self.is_clear = False

    def _roman(self, written: str) -> None:
        if self._last is Word.CHAPTER and (self._is_joined or self._is_reaching):
            self._chapter(written)
        elif self._last is not Word.PART:
            self.is_clear = False

    def _leave_aside(self) -> None:
        """«Pasal 5 yang diubah dengan Pasal 6»: which is meant?"""
        if self._is_aside and (self.articles or self.chapters):
            self.is_clear = False
        self._is_aside = False

    def _after(self, word: Word, *, keep: bool = False) -> None:
        self._last = word
        self._is_bare &= word is Word.PART
        self._is_joined = self._is_reaching = False
        if not keep:
            self._floats = False


def article_number(written: str) -> str:
    """The number of an article as scanned, mended: «14 a» is "14A", «1O» is "10"."""
    return repaired(written.replace(" ", "").upper().replace("L", "1").replace("|", "1"))


def _roman(value: int) -> str:
    found = ""
    for worth, letters in _ROMANS:
        found += letters * (value // worth)
        value %= worth
    return found
