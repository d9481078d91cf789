"""Which theme a request gets, and that no cookie can ask for anything else."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, RequestFactory

from themes import checks, registry
from themes.middleware import ThemeMiddleware


def theme_of(cookie: str | None) -> str:
    """The slug a request with this cookie is drawn with."""
    request = RequestFactory().get("/")
    if cookie is not None:
        request.COOKIES["tema"] = cookie
    seen: list[str] = []

    def view(_: HttpRequest) -> HttpResponse:
        seen.append(registry.active_slug())
        return HttpResponse()

    ThemeMiddleware(view)(request)
    return seen[0]


def test_a_visitor_without_a_cookie_gets_the_default_theme() -> None:
    assert theme_of(None) == "dasar"


def test_a_visitor_gets_the_theme_of_the_cookie() -> None:
    assert theme_of("kontras") == "kontras"


@pytest.mark.parametrize("cookie", ["../../etc", "..", "", "balai", "kontras/", "KONTRAS", "\x00", "dasar/templates"])
def test_a_cookie_that_names_no_theme_counts_as_none(cookie: str) -> None:
    assert theme_of(cookie) == "dasar"


def test_a_theme_closed_to_choice_is_refused_from_a_cookie(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = registry.Theme("kontras", "Kontras", "dasar", user_selectable=False, color_scheme="dark")
    monkeypatch.setattr(
        registry, "themes", lambda: {"dasar": registry.read_theme(registry.HOME / "dasar"), "kontras": closed}
    )
    assert theme_of("kontras") == "dasar"


def test_the_theme_is_put_back_when_a_view_fails() -> None:
    request = RequestFactory().get("/")
    request.COOKIES["tema"] = "kontras"

    def view(_: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ThemeMiddleware(view)(request)
    assert registry.active_slug() == "dasar"


def test_a_default_theme_whose_folder_is_gone_falls_back(settings: pytest.FixtureRequest) -> None:
    settings.THEME = "hilang"  # type: ignore[attr-defined]  # pytest-django's fixture
    assert registry.default_slug() == "dasar"
    assert [problem.id for problem in checks.check_themes(None)] == ["themes.E002"]


def test_the_themes_in_the_repository_pass_their_checks() -> None:
    assert checks.check_themes(None) == []


def test_a_theme_that_misses_a_token_is_found(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    theme = registry.Theme("separuh", "Separuh", "dasar", user_selectable=True, color_scheme="light")
    folder = tmp_path / "separuh" / "static"  # type: ignore[operator]  # pytest's path
    folder.mkdir(parents=True)
    (folder / "tokens.css").write_text(":root{--ink:#000}")
    (tmp_path / "dasar").symlink_to(registry.HOME / "dasar")  # type: ignore[operator]  # pytest's path
    monkeypatch.setattr(registry, "HOME", tmp_path)
    assert "--paper" in str(checks.check_theme(theme)[0].msg)


@pytest.fixture
def two_templates(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same template name in both themes, each saying the theme it lies in."""
    for slug in ("dasar", "kontras"):
        folder = tmp_path / slug / "templates"  # type: ignore[operator]  # pytest's path
        folder.mkdir(parents=True)
        (folder / "which.html").write_text(slug)
    monkeypatch.setattr(registry, "HOME", tmp_path)
    yield
    for loader in engines["django"].engine.template_loaders:  # type: ignore[attr-defined]  # Django's own backend
        loader.reset()


@pytest.mark.usefixtures("two_templates")
def test_requests_at_once_never_get_another_themes_template() -> None:
    start = threading.Barrier(8)

    def many(slug: str) -> int:
        start.wait()
        wrong = 0
        for _ in range(200):
            with registry.use(slug):
                wrong += engines["django"].get_template("which.html").render() != slug
        return wrong

    with ThreadPoolExecutor(8) as pool:
        wrong = sum(pool.map(many, ["dasar", "kontras"] * 4))
    assert wrong == 0


def test_choosing_a_theme_sets_the_cookie_and_returns_to_the_page() -> None:
    response = Client().post("/tampilan/", {"tema": "kontras", "next": "/peraturan/?page=2"})
    assert response.status_code == 302
    assert response["Location"] == "/peraturan/?page=2"
    assert response.cookies["tema"].value == "kontras"


@pytest.mark.parametrize("slug", ["../../etc", "", "balai"])
def test_choosing_what_is_no_theme_sets_no_cookie(slug: str) -> None:
    assert "tema" not in Client().post("/tampilan/", {"tema": slug, "next": "/"}).cookies


@pytest.mark.parametrize("target", ["https://jahat.invalid/", "//jahat.invalid/", "javascript:alert(1)", ""])
def test_the_choice_never_leads_to_another_site(target: str) -> None:
    assert Client().post("/tampilan/", {"tema": "kontras", "next": target})["Location"] == "/"


def test_the_choice_is_made_by_post_only() -> None:
    assert Client().get("/tampilan/").status_code == 405
