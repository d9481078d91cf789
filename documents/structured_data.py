"""A regulation as schema.org Legislation, for machines that read the page. Only what is verified; absent facts are left out."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from documents.article_page import Article
from documents.enums import LegalStatus, RelationKind
from documents.reading_page import Surroundings

if TYPE_CHECKING:
    from documents.models import Regulation

SCHEMA = "https://schema.org"
OUT_OF_FORCE = (LegalStatus.REPEALED, LegalStatus.NOT_YET)
RELATIONS = {
    RelationKind.AMENDS: "legislationChanges",
    RelationKind.REPEALS: "legislationChanges",
    RelationKind.REPEALS_PART: "legislationChanges",
    RelationKind.IMPLEMENTS: "isBasedOn",
    RelationKind.LEGAL_BASIS: "isBasedOn",
    RelationKind.REFERS: "citation",
}


def legislation(page: "Regulation", request: HttpRequest, surroundings: Surroundings) -> dict[str, Any]:
    """JSON-LD of the page."""
    force = _force(page)
    data: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Legislation",
        "@id": _absolute(page, request),
        "url": _absolute(page, request),
        "name": _name(page),
        "legislationIdentifier": str(page.title),
        "legislationType": page.kind.name,
        "legislationDate": _iso(page.enacted_on),
        "datePublished": _iso(page.promulgated_on),
        "legislationPassedBy": {"@type": "Organization", "name": page.issuer} if page.issuer else None,
        "legislationJurisdiction": "ID",
        "legislationLegalForce": f"{SCHEMA}/{force}" if force else None,
        "inLanguage": "id",
        "keywords": page.subjects,
    }
    if page.file:
        data["encoding"] = {
            "@type": "MediaObject",
            "contentUrl": request.build_absolute_uri(page.file.get_absolute_url()),
            "encodingFormat": page.file.content_type,
        }
    return _without_empty(data | _relations(request, surroundings))


def _force(page: "Regulation") -> str:
    """A term of schema.org's LegalForceStatus; nothing where nobody says that it is in force."""
    if page.status in OUT_OF_FORCE:
        return "NotInForce"
    if not page.is_in_force:
        return ""
    return "PartiallyInForce" if page.status == LegalStatus.PARTLY_REPEALED else "InForce"


def article(page: "Regulation", request: HttpRequest, part: Article) -> dict[str, Any]:
    """JSON-LD of one article."""
    whole = _absolute(page, request)
    return {
        "@context": SCHEMA,
        "@type": "Legislation",
        "@id": f"{whole}{part.slug}/",
        "url": f"{whole}{part.slug}/",
        "name": f"{part.label} {_name(page)}",
        "legislationIdentifier": f"{part.label} {page.title}",
        "legislationType": page.kind.name,
        "inLanguage": "id",
        "isPartOf": {"@type": "Legislation", "@id": whole, "name": _name(page)},
    }


def _relations(request: HttpRequest, surroundings: Surroundings) -> dict[str, Any]:
    found: dict[str, list[dict[str, str]]] = {}
    for each in surroundings.neighbours:
        if each.is_outward and each.page is not None and not each.relation.contradiction:
            entry = {"@type": "Legislation", "@id": _absolute(each.page, request), "name": str(each.page.title)}
            entries = found.setdefault(RELATIONS[RelationKind(each.relation.kind)], [])
            if entry not in entries:
                entries.append(entry)
    return dict(found)


def _absolute(page: "Regulation", request: HttpRequest) -> str:
    return request.build_absolute_uri(page.get_url(request))


def _name(page: "Regulation") -> str:
    return f"{page.title} tentang {page.about}" if page.about else str(page.title)


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}
