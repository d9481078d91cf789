"""The rules of CONVENTIONS.md that a program can hold: each failure says what to do."""

import ast
import hashlib
import io
import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
from babel.messages import pofile
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent

# Who may import whom, from the ground floor up. `portal` is the roof and may import everything; `portal.core` is the floor.
MAY_IMPORT = {
    "portal.core": set(),
    "themes": {"portal.core"},
    "documents": {"portal.core"},
    "workflows": {"portal.core", "documents"},
    "search": {"portal.core", "documents", "workflows"},
    "portal": {"portal.core", "documents", "workflows", "search", "themes"},
}
MAKE_VERBS = {"demo", "test", "check", "bench"}
PIN = r"(?P<name>[a-z0-9][a-z0-9._-]*)(?:\[(?P<extras>[a-z0-9,-]+)\])?=="
VAGUE_NAMES = {"utils.py", "helpers.py", "misc.py", "util.py", "helper.py", "common.py"}


@cache
def tracked(pattern: str = "") -> tuple[Path, ...]:
    """Files that git tracks or would add, in this checkout."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", *([pattern] if pattern else [])]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def our_sources() -> list[Path]:
    """Python files of the product itself: neither tests nor generated migrations."""
    roofs = {"portal", "documents", "workflows", "search", "themes"}
    return [
        p
        for p in tracked("*.py")
        if p.relative_to(ROOT).parts[0] in roofs and "migrations" not in p.parts and "tests" not in p.parts
    ]


def floor_of(module: str) -> str | None:
    """The floor a dotted module name belongs to, or None when it is not ours."""
    if module == "portal.core" or module.startswith("portal.core."):
        return "portal.core"
    first = module.partition(".")[0]
    return first if first in MAY_IMPORT else None


def imported_modules(node: ast.AST, path: Path) -> Iterator[str]:
    """Every module that one import statement names, relative ones made absolute."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        package = list(path.relative_to(ROOT).with_suffix("").parts[: -node.level]) if node.level else []
        base = ".".join([*package, node.module] if node.module else package)
        yield base
        yield from (f"{base}.{alias.name}" for alias in node.names)


def place(path: Path, line: int | None = None) -> str:
    return f"{path.relative_to(ROOT)}{f':{line}' if line else ''}"


def told(problems: list[str], what_to_do: str) -> None:
    assert not problems, what_to_do + "\n" + "\n".join(sorted(problems))


def test_imports_only_point_down() -> None:
    problems = []
    for path in our_sources():
        own = floor_of(".".join(path.relative_to(ROOT).with_suffix("").parts)) or "portal"
        allowed = MAY_IMPORT[own] | {own}
        for node in ast.walk(ast.parse(path.read_text())):
            for module in imported_modules(node, path):
                # "from portal import core" names portal itself only on the way to the floor below it.
                if module != "portal" and (floor := floor_of(module)) and floor not in allowed:
                    problems.append(f"{place(path, getattr(node, 'lineno', 0))} imports {module}")
    told(
        problems,
        "core ← documents ← workflows ← search ← portal; themes: core only. Move the code to a floor that knows both:",
    )


def test_no_import_of_ours_hides_in_a_function() -> None:
    problems = []
    for path in our_sources():
        for function in ast.walk(ast.parse(path.read_text())):
            # AppConfig.ready is Django's own place for connecting receivers, after every model is loaded.
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) or (
                path.name == "apps.py" and function.name == "ready"
            ):
                continue
            for node in ast.walk(function):
                ours = [module for module in imported_modules(node, path) if floor_of(module)]
                problems += [f"{place(path, getattr(node, 'lineno', 0))} imports {ours[0]}"] if ours else []
    told(problems, "Import at the top of the file; a cycle means that the code stands on the wrong floor:")


def test_files_stay_readable_in_one_sitting() -> None:
    problems = [
        f"{place(path)}: {lines} lines" for path in our_sources() if (lines := len(path.read_text().splitlines())) > 400
    ]
    told(problems, "At most 400 lines a file (250 wanted). Split by subject, not by layer:")


def test_functions_stay_readable_at_a_glance() -> None:
    problems = []
    for path in our_sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                problems += [f"{place(path, node.lineno)} {node.name}: {lines} lines"] if lines > 60 else []
    told(problems, "At most 60 lines a function (35 wanted). Name its steps:")


def test_templates_stay_short() -> None:
    problems = [
        f"{place(path)}: {lines} lines"
        for path in tracked("*.html")
        if (lines := len(path.read_text().splitlines())) > 110
    ]
    told(problems, "At most 110 lines a template. Move a piece to components/ (shared) or _partials/ (private):")


def test_settings_that_loosen_stay_short() -> None:
    names = ["portal/settings/dev.py", "portal/settings/test.py"]
    problems = [
        f"{name}: {lines} lines" for name in names if (lines := len((ROOT / name).read_text().splitlines())) > 40
    ]
    told(problems, "portal/settings/base.py is production; dev and test only loosen it, in at most 40 lines:")


def test_no_file_has_a_name_that_says_nothing() -> None:
    told([place(path) for path in tracked("*.py") if path.name in VAGUE_NAMES], "Name the file after its subject:")


def test_every_function_of_ours_is_annotated() -> None:
    problems = []
    for path in our_sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is None:
                problems.append(f"{place(path, node.lineno)} {node.name}")
    told(problems, "Annotate the return type:")


def test_make_knows_only_its_four_verbs() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, flags=re.MULTILINE))
    assert targets == MAKE_VERBS, "A new verb needs a reason in the README; most jobs are a manage.py command"


def test_requirements_are_pinned_with_hashes_and_name_no_index() -> None:
    for name in ["base.txt", "dev.txt"]:
        text = (ROOT / "requirements" / name).read_text()
        logical_lines = [
            line
            for line in text.replace("\\\n", " ").splitlines()
            if line.strip() and not line.lstrip().startswith("#")
        ]
        told(
            [line[:60] for line in logical_lines if not re.match(PIN + r"\S+.*--hash=sha256:", line)],
            f"requirements/{name}: made from pyproject.toml by the command in its first lines:",
        )


def test_a_pin_names_the_extras_that_another_package_asks_for() -> None:
    """Without them pip looks at the newest release of the package too, and refuses it for want of a hash the day it appears."""
    problems = []
    for name in ["base.txt", "dev.txt"]:
        pins = re.finditer("^" + PIN, (ROOT / "requirements" / name).read_text(), flags=re.MULTILINE)
        pinned = {pin["name"]: set((pin["extras"] or "").split(",")) - {""} for pin in pins}
        for package in pinned:
            for asked in map(Requirement, metadata.requires(package) or []):
                asks_now = asked.marker is None or asked.marker.evaluate({"extra": ""})
                missing = asked.extras - pinned.get(canonicalize_name(asked.name), asked.extras)
                if asks_now and missing:
                    problems.append(f"{name}: {package} asks for {asked.name}[{','.join(sorted(asked.extras))}]")
    told(problems, "Pin the package with its extras, as in willow[heif]==…:")


def test_no_package_index_and_no_machine_path_is_named() -> None:
    hosts = [
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "registry.npmjs" + ".org",
        "deb.debian" + ".org",
        "repo.maven" + ".apache",
    ]
    paths = ["/wo" + "rk/", "/var/" + "tmp/", "/ro" + "ot/", "--index" + "-url"]
    problems = []
    for path in tracked():
        if path.suffix in {".png", ".pdf", ".woff2", ".gz", ".mo"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        problems += [f"{place(path)} names {found}" for found in [*hosts, *paths] if found in text]
    told(problems, "Where packages come from and where a checkout lies is each machine's own business:")


def test_nothing_of_the_corpus_is_copied_into_the_repository() -> None:
    corpus = Path(os.environ.get("PORTAL_CORPUS", ROOT / "../shared/corpus"))
    if not corpus.is_dir():
        pytest.skip("No corpus here. To run this test: PORTAL_CORPUS=/path/of/the/corpus make test")
    sizes = {path.stat().st_size: path for path in corpus.rglob("*") if path.is_file()}
    digests = {hashlib.sha256(path.read_bytes()).digest() for path in corpus.rglob("*") if path.is_file()}
    copies = [p for p in tracked() if p.stat().st_size in sizes and hashlib.sha256(p.read_bytes()).digest() in digests]
    told([place(path) for path in copies], "Read the corpus where it lies; make a small fixture of our own instead:")


def test_no_file_is_larger_than_half_a_megabyte() -> None:
    problems = [f"{place(path)}: {size} bytes" for path in tracked() if (size := path.stat().st_size) > 512_000]
    told(problems, "Keep large data out of the repository:")


@pytest.mark.parametrize("path", tracked("locale/*.po") or [None], ids=str)
def test_catalogues_are_complete_and_keep_their_placeholders(path: Path | None) -> None:
    if path is None:
        pytest.skip("No catalogue yet: texts are Indonesian at the source")
    catalogue = pofile.read_po(io.BytesIO(path.read_bytes()), locale=path.parts[-3], abort_invalid=True)
    problems = [f"{message.id}" for message in catalogue if message.id and (message.fuzzy or not message.string)]
    problems += [f"{message.id}: {error}" for message, errors in catalogue.check() for error in errors]
    told(problems, f"{place(path)}: translate, or mend the placeholders:")
