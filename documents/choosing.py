"""Finding a page in the choosers of the admin: a regulation cited as people cite it stands first."""

from typing import Any

from wagtail.query import PageQuerySet

from documents.citing import Resolver
from documents.text.citations import parse_citation


class ChoosablePages(PageQuerySet):
    """Pages whose search knows citations; Wagtail's own compares words, and no title says «Permensos 16/2020»."""

    def autocomplete(self, query: str, *args: Any, **kwargs: Any) -> Any:
        found = super().autocomplete(query.replace("/", " "), *args, **kwargs)  # its index has «16/2020» as two words
        cited = list(self.filter(pk=cited_regulation(query)))
        return [*cited, *(page for page in found if page not in cited)] if cited else found


def cited_regulation(words: str) -> int | None:
    """The one published regulation that the words cite first."""
    citation = parse_citation(words)
    if citation is None:
        return None
    resolver = Resolver()
    resolver.prepare([citation])
    return resolver.find(citation, resolver.code_of(citation, words))
