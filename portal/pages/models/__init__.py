"""The page types of the site."""

from portal.pages.models.home import HomePage
from portal.pages.models.news import NewsIndexPage, NewsPage
from portal.pages.models.programmes import ClusterPage, ProgramIndexPage, ProgramPage, ProgramRule
from portal.pages.models.standard import PublicPage, StandardPage
from portal.pages.models.units import UnitIndexPage

__all__ = [
    "ClusterPage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "ProgramIndexPage",
    "ProgramPage",
    "ProgramRule",
    "PublicPage",
    "StandardPage",
    "UnitIndexPage",
]
