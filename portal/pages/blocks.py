"""What an editor can put on a page: text, a notice, figures, and a chart that is its own table."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr"]


class NoteBlock(blocks.StructBlock):
    """A boxed notice with icon, heading and colour."""

    kind = blocks.ChoiceBlock(
        choices=[("info", _("Keterangan")), ("warn", _("Peringatan")), ("ok", _("Kabar baik"))],
        default="info",
        label=_("Jenis"),
    )
    title = blocks.CharBlock(label=_("Judul"), max_length=150)
    text = blocks.RichTextBlock(label=_("Isi"), features=["bold", "italic", "link"])

    class Meta:
        icon = "info-circle"
        label = _("Pemberitahuan")
        template = "pages/blocks/note.html"


class FigureBlock(blocks.StructBlock):
    """One big number with the words that make it true."""

    value = blocks.CharBlock(label=_("Angka"), max_length=30)
    label = blocks.CharBlock(label=_("Yang dihitung"), max_length=120)
    note = blocks.CharBlock(label=_("Keterangan"), max_length=200, required=False)


class ChartRowBlock(blocks.StructBlock):
    """One bar: its name and its share of 100."""

    name = blocks.CharBlock(label=_("Nama"), max_length=120)
    percent = blocks.DecimalBlock(label=_("Persen"), min_value=Decimal(0), max_value=Decimal(100), decimal_places=2)


class ChartBlock(blocks.StructBlock):
    """Percentages as a table whose cells hold the bars, so that the chart is its own text alternative."""

    caption = blocks.CharBlock(label=_("Judul tabel"), max_length=150)
    note = blocks.CharBlock(label=_("Satuan dan tanggal"), max_length=200)
    name_heading = blocks.CharBlock(label=_("Judul kolom nama"), max_length=60)
    value_heading = blocks.CharBlock(label=_("Judul kolom angka"), max_length=60)
    reference = blocks.DecimalBlock(
        label=_("Garis acuan (persen)"), required=False, min_value=Decimal(0), max_value=Decimal(100)
    )
    reference_label = blocks.CharBlock(label=_("Arti garis acuan"), max_length=100, required=False)
    rows = blocks.ListBlock(ChartRowBlock(), label=_("Baris"))

    class Meta:
        icon = "table"
        label = _("Grafik batang")
        template = "pages/blocks/chart.html"


class BodyBlock(blocks.StreamBlock):
    """The body of every page."""

    text = blocks.RichTextBlock(label=_("Teks"), features=TEXT_FEATURES, template="pages/blocks/text.html")
    note = NoteBlock()
    figures = blocks.ListBlock(FigureBlock(), label=_("Angka"), icon="order", template="pages/blocks/figures.html")
    chart = ChartBlock()


class FiguresBlock(blocks.StreamBlock):
    """The numbers part of the home page."""

    figures = blocks.ListBlock(FigureBlock(), label=_("Angka"), icon="order", template="pages/blocks/figures.html")
    chart = ChartBlock()


class ComponentBlock(blocks.StructBlock):
    """One component of a programme."""

    name = blocks.CharBlock(label=_("Nama"), max_length=150)
    text = blocks.TextBlock(label=_("Penjelasan"), required=False)
