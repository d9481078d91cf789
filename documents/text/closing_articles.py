"""What the articles of an amending text order that hold no items, such as the rules on coming into force."""

import re
from collections.abc import Callable, Iterator

from documents.text.acts import Act, How, Item
from documents.text.hidden_orders import hidden_orders
from documents.text.holders import Own, names
from documents.text.named_articles import without_quotations
from documents.text.nodes import Kind, Node, reading_text, walk
from documents.text.unread_orders import clauses

#: Words changed wherever they stand, in an article after the first: «Pasal III: Setiap kata … harus dibaca …».
_GENERAL = re.compile(
    r"\W*(?:(?:semua|seluruh|setiap)\s+)?(?:kata|istilah|frasa|perkataan|sebutan|penyebutan)\b"
    r"(?:(?!peraturan|undang)[^.:]){0,200}?\b(?:dihapus|diubah|diganti|dibaca|dimaknai)",
    re.IGNORECASE,
)
_PARTS = (Kind.AYAT, Kind.HURUF, Kind.ANGKA)


def orders(article: Node, names_it: Callable[[str], bool]) -> Iterator[Item]:
    """Orders among such rules, and in what a scan took for an article of the text's own.

    Those for another regulation are left out: the last article of an amendment may repeal others.
    """
    for unit in (article, *(node for node in walk(article) if node.kind in _PARTS)):
        prose = unit.prose.split(" PENJELASAN ")[0]  # a scan's last article may hold it
        found = [prose] if _GENERAL.match(prose) else hidden_orders(prose)
        for order in found:
            if names(without_quotations(order), names_it) is not False:
                yield Item(f"Pasal {article.number}", unit.anchor, order, is_alone=True)


def unread(own: Own, found: list[Act]) -> Iterator[Act]:
    """Doubts where such an article orders something of articles, chapters or words of which nothing was found."""
    read = {number for act in found for number in (act.number, *act.names)}
    read |= {node.number for node in own.articles if node.number.isdigit()}
    read_chapters = {act.chapter for act in found}
    with_words = {act.place for act in found if act.how in (How.GENERAL, How.UNSURE)}
    for node in own.without_items:
        place = f"Pasal {node.number}"
        for clause in clauses(reading_text(node), own.names_it):
            is_new = {*clause.articles} - read or {*clause.chapters} - read_chapters or clause.repeals_all
            is_unread = is_new or (clause.is_about_words and place not in with_words)
            if is_unread and (clause.names_it or own.amends_it_only):
                yield Act(How.UNSURE, "", place, node.anchor, clause.words, names=clause.articles)
