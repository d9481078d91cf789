"""A small made-up collection that has every situation the contract speaks of. No official fact is claimed."""

from __future__ import annotations

import datetime as dt

from search.documents import IndexDoc, PassageDoc

PUBLIC = ("public",)
OFFICIALS = ("public", "login", "g7")
OTHER_UNIT = ("public", "login", "g9")
NOBODY: tuple[str, ...] = ()
AUDIENCES = (PUBLIC, OFFICIALS, OTHER_UNIT, NOBODY)


def passage(number: str, text: str) -> PassageDoc:
    return PassageDoc(number.lower(), f"Pasal {number}", f"pasal-{number.lower()}", text)


def law(key: str, kind: str, number: str, year: int, about: str, *articles: str, **other: object) -> IndexDoc:
    passages = tuple(passage(str(position), text) for position, text in enumerate(articles, start=1))
    fields: dict[str, object] = {
        "name": about, "title": f"{kind.upper()} Nomor {number} Tahun {year} tentang {about}",
        "body": "\n".join(f"{each.label}\n{each.text}" for each in passages),
        "number": number, "year": year, "date": dt.date(year, 3, 1), "status": "berlaku", "acl": PUBLIC,
        "issuer": "Menteri Contoh", "passages": passages, "url": f"/peraturan/{kind}/{year}/{number}/",
    }  # fmt: skip
    return IndexDoc(key=key, kind=kind, **{**fields, **other})  # type: ignore[arg-type] # a factory of a test


GOLDEN: tuple[IndexDoc, ...] = (
    law(
        "page:1", "uu", "11", 2009, "Kesejahteraan Sosial",
        "Kesejahteraan sosial adalah kondisi terpenuhinya kebutuhan material, spiritual, dan sosial warga negara.",
        "Rehabilitasi sosial dimaksudkan untuk memulihkan kemampuan seseorang yang mengalami disfungsi sosial.",
        "Lembaga kesejahteraan sosial yang melanggar dikenai sanksi administratif.",
        issuer="Presiden", weight=1.3, keywords="kesejahteraan; pelayanan",
    ),
    law(
        "page:2", "permensos", "16", 2020, "Asistensi Rehabilitasi Sosial",
        "Asistensi rehabilitasi sosial diberikan kepada anak, penyandang disabilitas, dan lanjut usia.",
        "Balai melaksanakan pengasuhan anak dan perawatan lanjut usia.",
        clusters=("anak", "lansia"), status="dicabut", weight=0.9,
    ),
    law(
        "page:3", "permensos", "7", 2021, "Asistensi Rehabilitasi Sosial",
        "Pemulung menerima bantuan alat melalui LKS.",
        "Sentra melayani pemerlu atensi sosial.",
        "Peraturan Menteri Sosial Nomor 16 Tahun 2020 dicabut dan dinyatakan tidak berlaku.",
        clusters=("tuna-sosial",), weight=1.2,
    ),
    law(
        "page:4", "pp", "39", 2012, "Penyelenggaraan Kesejahteraan Sosial",
        "Pekerja sosial melakukan asesmen, lalu menyusun rencana pemecahan masalah.",
        "Anak usia dini yang telantar diasuh keluarga pengganti.",
        issuer="Presiden", weight=1.25,
    ),
    law(
        "page:5", "kepmensos", "107/HUK/2009", 2009, "Akreditasi",
        "Anak jalanan tidak mampu memperoleh pelayanan di usia dini sekolah.",
        status="",
    ),
    IndexDoc(
        key="page:6", kind="berita", title="Bantuan mesin press untuk kelompok pemulung", url="/berita/6/", acl=PUBLIC,
        body="Lima komunitas pemulung menerima mesin press plastik. <script>alert('x')</script> Kegiatan \"berjalan\" baik.",
        year=2020, date=dt.date(2020, 12, 12), clusters=("tuna-sosial",),
    ),
    IndexDoc(
        key="proposal:1", kind="usulan", title="Usulan mesin press komunitas Rahasia Kelabu", url="/kerja/usulan/1/",
        acl=("g7",), body="Komunitas pemulung mengajukan mesin press dan pemotong gelas. Kelabu kelabu.",
        year=2020, status="diajukan", clusters=("tuna-sosial",), number="77",
    ),
    IndexDoc(
        key="proposal:2", kind="usulan", title="Usulan kursi roda", url="/kerja/usulan/2/", acl=("g9",),
        body="Balai mengajukan kursi roda kelabu untuk penyandang disabilitas.", year=2021, status="diajukan",
        clusters=("disabilitas",),
    ),
)  # fmt: skip
