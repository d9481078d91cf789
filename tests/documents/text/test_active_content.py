"""A PDF that acts by itself, opens programs or carries files is refused; links, bookmarks and plain forms are not."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from documents.text.extraction import UnreadableFile, inspect_pdf

SCRIPT = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
LAUNCH = Dictionary(S=Name.Launch, F="cmd.exe")
LINK = Dictionary(S=Name.URI, URI="https://contoh.invalid/")
HIDDEN = Dictionary(AA=Dictionary(C=SCRIPT))
INSIDE = Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))


def address(uri: str) -> Dictionary:
    return Dictionary(S=Name.URI, URI=uri)


def annotate(document: Pdf, **entries: object) -> None:
    known: dict[str, object] = {"Type": Name.Annot, "Subtype": Name.Link, "Rect": [0, 0, 9, 9]}
    document.pages[0].Annots = Array([document.make_indirect(Dictionary(**known | entries))])


def form(document: Pdf, **entries: object) -> None:
    field = document.make_indirect(Dictionary(FT=Name.Tx, T="nama", **entries))
    document.Root.AcroForm = Dictionary(Fields=Array([Dictionary(T="induk", Kids=Array([field]))]))


def bookmark(document: Pdf, action: Dictionary) -> None:
    second = document.make_indirect(Dictionary(Title="Dua", A=action))
    first = document.make_indirect(Dictionary(Title="Satu", A=INSIDE, Next=second))
    document.Root.Outlines = document.make_indirect(Dictionary(First=first, Last=second))


def name(document: Pdf, tree: str, value: Dictionary) -> None:
    names = Dictionary(Names=Array(["a", value]))
    document.Root.Names = Dictionary({f"/{tree}": Dictionary(Kids=Array([document.make_indirect(names)]))})


def embed(document: Pdf) -> None:
    file = Dictionary(F=document.make_indirect(Stream(document, b"MZ")))
    name(document, "EmbeddedFiles", Dictionary(Type=Name.Filespec, F="a.exe", EF=file))


def root(document: Pdf, **entries: object) -> None:
    for key, value in entries.items():
        document.Root[f"/{key}"] = value


def page(document: Pdf, **entries: object) -> None:
    for key, value in entries.items():
        document.pages[0].obj[f"/{key}"] = value


def made(folder: Path, change: Callable[[Pdf], object]) -> Path:
    path = folder / "berkas.pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        change(document)
        document.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return path


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda d: root(d, OpenAction=SCRIPT), id="script on opening"),
        pytest.param(lambda d: root(d, OpenAction=LINK), id="address on opening"),
        pytest.param(
            lambda d: root(d, OpenAction=Dictionary(S=Name.GoTo, Next=Array([LAUNCH]))), id="program afterwards"
        ),
        pytest.param(lambda d: root(d, AA=Dictionary(WC=LAUNCH)), id="program on closing"),
        pytest.param(lambda d: page(d, AA=Dictionary(O=SCRIPT)), id="script of a page"),
        pytest.param(lambda d: annotate(d, A=LAUNCH), id="program behind a link"),
        pytest.param(lambda d: annotate(d, A=Dictionary(S=Name.GoToE)), id="embedded file behind a link"),
        pytest.param(lambda d: annotate(d, A=Dictionary(S=Name.SubmitForm)), id="form sent away"),
        pytest.param(lambda d: annotate(d, A=Dictionary(S="/Unheard")), id="unknown action"),
        pytest.param(lambda d: annotate(d, AA=Dictionary(E=SCRIPT)), id="script under the pointer"),
        pytest.param(lambda d: annotate(d, Subtype=Name.FileAttachment), id="attached file"),
        pytest.param(lambda d: annotate(d, Subtype=Name.RichMedia), id="film"),
        pytest.param(lambda d: form(d, AA=Dictionary(K=SCRIPT)), id="script of a field"),
        pytest.param(lambda d: root(d, AcroForm=Dictionary(XFA="<xdp/>")), id="XFA form"),
        pytest.param(lambda d: bookmark(d, SCRIPT), id="script of a bookmark"),
        pytest.param(lambda d: name(d, "JavaScript", SCRIPT), id="script by name"),
        pytest.param(embed, id="embedded file"),
        pytest.param(lambda d: root(d, AF=Array([Dictionary(F="a.exe")])), id="associated file"),
        pytest.param(lambda d: page(d, AF=Dictionary(F="a.exe")), id="file of a page"),
        pytest.param(lambda d: annotate(d, AF=Array([Dictionary(F="a.exe")])), id="file of an annotation"),
        pytest.param(lambda d: root(d, AcroForm=Dictionary(CO=Array([HIDDEN]))), id="script of a field that counts"),
        pytest.param(lambda d: annotate(d, Popup=HIDDEN), id="script of a note that pops up"),
        pytest.param(lambda d: annotate(d, A=address("file:///c:/windows/cmd.exe")), id="file of the reader"),
        pytest.param(lambda d: annotate(d, A=address("java\nscript:alert(1)")), id="script as an address"),
    ],
)
def test_what_acts_or_carries_files_is_refused(tmp_path: Path, change: Callable[[Pdf], object]) -> None:
    with pytest.raises(UnreadableFile, match="berjalan sendiri atau berkas lain") as refused:
        inspect_pdf(made(tmp_path, change))

    assert refused.value.code == "active"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda d: root(d, OpenAction=Array([d.pages[0].obj, Name.Fit])), id="page to begin with"),
        pytest.param(lambda d: root(d, OpenAction=INSIDE), id="jump to begin with"),
        pytest.param(lambda d: annotate(d, A=LINK), id="link"),
        pytest.param(lambda d: annotate(d, A=address("mailto:balai@contoh.invalid")), id="mail"),
        pytest.param(lambda d: annotate(d, A=address("contoh.invalid/a?b=c:d")), id="address without a scheme"),
        pytest.param(lambda d: annotate(d, AF=Array(), Popup=Dictionary(Subtype=Name.Popup)), id="plain note"),
        pytest.param(lambda d: form(d, V="Wartinah"), id="plain form"),
        pytest.param(lambda d: bookmark(d, INSIDE), id="bookmarks"),
        pytest.param(lambda d: root(d, Names=Dictionary(EmbeddedFiles=Dictionary(Names=Array()))), id="no names"),
        pytest.param(lambda d: root(d, Outlines=3, AcroForm=Name.X, Names=Array(), AA=1), id="nonsense"),
    ],
)
def test_what_only_leads_through_the_document_is_read(tmp_path: Path, change: Callable[[Pdf], object]) -> None:
    assert inspect_pdf(made(tmp_path, change)).page_count == 1


def test_bookmarks_in_a_ring_end(tmp_path: Path) -> None:
    def ring(document: Pdf) -> None:
        bookmark(document, INSIDE)
        document.Root.Outlines.Last.Next = document.Root.Outlines.First

    with pytest.raises(UnreadableFile) as refused:
        inspect_pdf(made(tmp_path, ring))

    assert refused.value.code == "bomb"
