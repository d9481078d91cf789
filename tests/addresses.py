"""Every address the resolver knows, as a readable route and as a path that can be requested."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern
from django.utils.regex_helper import normalize

_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
_BY_CONVERTER = {
    "int": "1",
    "str": "contoh",
    "letter_code": "contoh",
    "slug": "contoh",
    "path": "contoh",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


@dataclass(frozen=True, slots=True)
class Address:
    """`route` is what the table of access names, e.g. «petugas/<key:pk>/»; regular expressions appear as templates."""

    route: str
    name: str

    def path(self, samples: Mapping[str, object]) -> str:
        """The route with its parameters filled in: from `samples` by name, else by what the converter accepts."""

        def value(match: re.Match[str]) -> str:
            converter, name = match.groups()
            return str(samples.get(name, _BY_CONVERTER.get(converter or "str", "1")))

        return "/" + _PARAMETER.sub(value, self.route)


def addresses() -> list[Address]:
    """All of them, in the order of the resolver, each route once."""
    found: dict[str, Address] = {}
    for address in _walk(get_resolver().url_patterns, "", ""):
        found.setdefault(address.route, address)
    return list(found.values())


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, namespace: str) -> Iterator[Address]:
    for entry in patterns:
        route = prefix + _readable(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, route, inner)
        else:
            yield Address(route, f"{namespace}{entry.name or ''}")


def _readable(pattern: object) -> str:
    """A route as written; a regular expression as the first template that it accepts, parameters as «<str:name>»."""
    if not isinstance(pattern, RegexPattern):
        return str(pattern)
    template, names = normalize(pattern.regex.pattern)[0]
    return template % {name: f"<re:{name}>" for name in names} if names else template.replace("%%", "%")
