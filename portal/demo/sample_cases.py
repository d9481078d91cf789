"""What the demo's proposals say. Everything is made up and says so («contoh»); places are those of the proposing unit."""

from dataclasses import dataclass

from workflows.enums import Stage


@dataclass(frozen=True, slots=True)
class Goods:
    """One kind of goods per community. `price` is in rupiah."""

    name: str
    specification: str
    quantity: int
    price: int


@dataclass(frozen=True, slots=True)
class Case:
    """A proposal and the stage at which it waits (or ended)."""

    stage: Stage
    title: str
    background: str
    applicant: str
    community: str
    communities: int
    people: int
    goods: tuple[Goods, ...]
    cluster: str = ""
    """Code of the cluster; the first of the demo director's directorate when empty."""


PRESS = Goods("Mesin press plastik", "Hidrolik, tenaga listrik 3 fasa (contoh)", 1, 45_000_000)
RING_CUTTER = Goods("Mesin pemotong ring gelas plastik", "Motor listrik 1 PK (contoh)", 2, 10_000_000)
SEWING = Goods("Mesin jahit", "Portabel, 21 pola (contoh)", 4, 4_500_000)
OVEN = Goods("Oven roti", "Gas, dua tingkat (contoh)", 1, 12_500_000)
CART = Goods("Gerobak usaha", "Rangka baja, 120 × 60 cm (contoh)", 5, 5_000_000)
FREEZER = Goods("Lemari pembeku", "Kapasitas 300 liter (contoh)", 2, 6_250_000)

SCAVENGERS = "Komunitas pemulung contoh"
WHY_PRESS = (
    "Contoh. Lima komunitas pemulung menjual gelas plastik tanpa diolah, sehingga harganya rendah. Dengan mesin press dan "
    "pemotong ring, plastik dijual terpilah dan padat. Setiap komunitas menerima satu mesin press dan dua pemotong ring."
)


def _small(stage: Stage, title: str, goods: Goods, community: str) -> Case:
    return Case(
        stage=stage,
        title=f"{title} (contoh)",
        background="Contoh. Barang dipakai bersama untuk usaha kelompok binaan dan dirawat oleh pengurusnya.",
        applicant=f"LKS Binaan {community} (contoh)",
        community=f"Kelompok {community} contoh",
        communities=2,
        people=18,
        goods=(goods,),
    )


CASES = (
    Case(
        stage=Stage.DIRECTOR_GENERAL,
        title="Mesin press plastik bagi lima komunitas pemulung (contoh)",
        background=WHY_PRESS,
        applicant="Yayasan Pendamping Pemulung (contoh)",
        community=SCAVENGERS,
        communities=5,
        people=24,
        goods=(PRESS, RING_CUTTER),
        cluster="ts-kpo",
    ),
    _small(Stage.DRAFT, "Gerobak usaha keliling", CART, "Melati"),
    _small(Stage.SUBMISSION, "Mesin jahit untuk kelompok menjahit", SEWING, "Kenanga"),
    _small(Stage.VERIFICATION, "Oven roti untuk usaha bersama", OVEN, "Mawar"),
    _small(Stage.REVISION, "Lemari pembeku untuk usaha ikan olahan", FREEZER, "Teratai"),
    _small(Stage.DIRECTOR, "Mesin jahit untuk pelatihan lanjutan", SEWING, "Anggrek"),
    _small(Stage.DECISION_SET, "Oven roti untuk kelompok keluarga", OVEN, "Cempaka"),
    _small(Stage.DECISION_CONFIRM, "Gerobak usaha sarapan", CART, "Dahlia"),
    _small(Stage.DISTRIBUTION, "Mesin jahit untuk penjahit rumahan", SEWING, "Flamboyan"),
    _small(Stage.DONE, "Lemari pembeku untuk warung bersama", FREEZER, "Seruni"),
    _small(Stage.REJECTED, "Gerobak usaha di luar wilayah", CART, "Tanjung"),
    _small(Stage.WITHDRAWN, "Oven roti yang batal diusulkan", OVEN, "Wijaya"),
    _small(Stage.EXPIRED, "Mesin jahit yang tidak diperbaiki", SEWING, "Alamanda"),
)
