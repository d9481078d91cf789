"""What is wrong is said at start-up."""

from pathlib import Path

import pytest
from pytest_django import Settings

from search import checks


def test_this_sqlite_can_search() -> None:
    assert checks.sqlite_has_full_text_search(None) == []


@pytest.mark.parametrize(
    ("url", "password", "ca_file", "expected"),
    [
        ("", "rahasia", "/tidak/ada.pem", []),
        ("http://127.0.0.1:9200", "", "", []),
        ("http://127.0.0.1:9200", "rahasia", "", ["search.W001"]),
        ("https://127.0.0.1:9200", "rahasia", "", []),
        ("https://127.0.0.1:9200", "rahasia", __file__, []),
        ("https://127.0.0.1:9200", "rahasia", str(Path(__file__).with_name("tidak-ada.pem")), ["search.E002"]),
    ],
)
def test_the_search_server_is_told_nothing_in_clear(
    settings: Settings, url: str, password: str, ca_file: str, expected: list[str]
) -> None:
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_PASSWORD, settings.ELASTICSEARCH_CA_FILE = url, password, ca_file

    assert [each.id for each in checks.search_server_is_told_nothing_in_clear(None)] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("portal", []), ("rehsos-2", []), ("Portal", ["search.E003"]), ("a*", ["search.E003"]), ("-a", ["search.E003"])],
)
def test_what_our_indexes_are_called_is_a_name_to_elasticsearch(
    settings: Settings, name: str, expected: list[str]
) -> None:
    settings.ELASTICSEARCH_PREFIX = name

    assert [each.id for each in checks.search_server_can_name_our_indexes(None)] == expected
