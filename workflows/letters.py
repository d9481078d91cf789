"""The decision letter as a PDF."""

from workflows.models import DecisionLetter


def render_letter(letter: DecisionLetter) -> bytes:
    """The PDF of a confirmed letter, ready to be stored; reads the database, writes nothing."""
    import typst

    text = f"#set document(title: [{letter.number}])\n= Keputusan\n"
    return typst.compile(text.encode())
