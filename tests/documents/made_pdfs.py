"""Small PDFs made for tests."""

import zlib


def text_pdf(*pages: str) -> bytes:
    """A readable PDF with these lines on each page."""
    return _pdf(*map(_drawn, pages), filters="")


def _drawn(text: str) -> bytes:
    lines = "".join(f"({_escaped(line)}) Tj T*\n" for line in text.splitlines())
    return f"BT /F1 11 Tf 14 TL 56 780 Td\n{lines}ET".encode("latin-1")


def bomb() -> bytes:
    """A page of a few kilobytes that unpacks to a gigabyte: deflated twice."""
    once = zlib.compressobj(9)
    layer = b"".join([once.compress(b"\0" * (1 << 20)) for _ in range(1024)] + [once.flush()])
    return _pdf(zlib.compress(layer, 9), filters="/Filter [/FlateDecode /FlateDecode]")


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _pdf(*contents: bytes, filters: str) -> bytes:
    kids = b" ".join(b"%d 0 R" % (4 + 2 * place) for place in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for place, content in enumerate(contents):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * place),
            b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), filters.encode(), content),
        ]
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
