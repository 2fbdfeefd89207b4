"""Files made to do harm, or broken on the way."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from tests.documents.sample_decks import SEEN, docx_headings, pdf_bullets, pptx_columns, read_deck

if TYPE_CHECKING:
    from collections.abc import Callable

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def replaced(content: bytes, name: str, part: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped({entry: part if entry == name else archive.read(entry) for entry in archive.namelist()})


def _word(body: str, declared: str = "") -> bytes:
    document = f'<?xml version="1.0"?>{declared}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    return replaced(docx_headings(read_deck(SEEN[1])), "word/document.xml", document.encode())


def zip_bomb() -> bytes:
    return zipped({"word/document.xml": b" " * (210 * 2**20)})


def ratio_bomb() -> bytes:
    return zipped({"ppt/presentation.xml": b"<p/>", "ppt/slides/slide1.xml": b"0" * (60 * 2**20)})


def many_entries() -> bytes:
    return zipped({f"{n}.txt": b"" for n in range(21_000)})


def lying_sizes() -> bytes:
    """Return an archive whose directory says that a huge part is small."""
    content = bytearray(zipped({"word/document.xml": b" " * (40 * 2**20)}))
    size = (40 * 2**20).to_bytes(4, "little")
    at = content.rfind(size)
    content[at : at + 4] = (1000).to_bytes(4, "little")
    return bytes(content)


def entity_bomb() -> bytes:
    return _word("<w:p><w:r><w:t>&e9;</w:t></w:r></w:p>", f'<!DOCTYPE x [<!ENTITY e0 "ha">{_LAUGHS}]>')


def external_entity() -> bytes:
    declared = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    return _word("<w:p><w:r><w:t>&secret;</w:t></w:r></w:p>", declared)


def deep_nesting() -> bytes:
    return _word("<w:sdt>" * 200_000 + "</w:sdt>" * 200_000)


def huge_tree() -> bytes:
    """Return a small file with as many elements as memory does not hold."""
    return _word("".join(f"<w:p><w:r><w:b/><w:i/>{n % 97}</w:r></w:p>" for n in range(3_000)) * 400)


def path_traversal() -> bytes:
    return zipped({"../../evil.txt": b"text", "fine.txt": b"text"})


def nested_archive() -> bytes:
    return zipped({"inner.zip": zipped({"fine.txt": b"text"})})


def nonsense() -> bytes:
    return bytes(at * at % 251 for at in range(1 << 16)) * 1600


def text_nonsense() -> bytes:
    return b"aB3 dEf," * (100 * 2**17)


def truncated_pptx() -> bytes:
    return pptx_columns(read_deck(SEEN[1]))[:20_000]


def truncated_docx() -> bytes:
    return docx_headings(read_deck(SEEN[1]))[:-400]


def truncated_pdf() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Ki"


def scanned_pdf() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (200, 300), 240).save(out, "PDF")
    return out.getvalue()


def cut_pdf() -> bytes:
    """Return a real PDF that broke off after its first third: its page tree is gone."""
    content = pdf_bullets(read_deck(SEEN[1]))
    return content[: len(content) // 3]


def pdf_stream_bomb() -> bytes:
    """Return a PDF whose page of 400 kB unpacks to 400 MB."""
    stream = zlib.compress(b"BT /F 1 Tf (a) Tj ET\n" * (400 * 2**20 // 21), 9)
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out = b"%PDF-1.7\n"
    starts = []
    for number, part in enumerate(parts, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    return out + b"xref\n0 5\n0000000000 65535 f \n%strailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


def slide_entity_bomb() -> bytes:
    """Return a deck whose first slide declares entities within entities."""
    slide = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{_LAUGHS}]><x>&e9;</x>'
    return replaced(pptx_columns(read_deck(SEEN[1])), "ppt/slides/slide1.xml", slide.encode())


def cut_html() -> bytes:
    return b"<!DOCTYPE html><html><head><style>" + b"p { color: red }\n" * 1000


def cut_wide_text() -> bytes:
    return "手".encode("utf-16")[:3]


def markdown_brackets() -> bytes:
    return b"# T\n\n" + b"[" * (8 * 2**20)


def spreadsheet() -> bytes:
    return zipped({"xl/workbook.xml": b"<workbook/>"})


def old_office() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000)


def empty() -> bytes:
    return b""


def html_open_tags() -> bytes:
    return b"<html><body>" + b"<div><ul><li><b>" * 200_000


# Each with a part of the message it must get.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    maker.__name__: (maker, message)
    for maker, message in (
        (zip_bomb, "would unpack to 210 MB"),
        (ratio_bomb, "times its size"),
        (many_entries, "21000 files"),
        (lying_sizes, "damaged"),
        (entity_bomb, "declares entities"),
        (external_entity, "declares entities"),
        (deep_nesting, "nests deeper"),
        # A machine under load may not get as far as the limit in time.
        (huge_tree, "more memory than any document|reading stopped"),
        (path_traversal, "points out of the archive"),
        (nested_archive, "archive within an archive"),
        (nonsense, "no text in any encoding"),
        (text_nonsense, "more than 20 MB"),
        (truncated_pptx, "damaged"),
        (truncated_docx, "damaged"),
        (truncated_pdf, "damaged"),
        (cut_pdf, "damaged"),
        (pdf_stream_bomb, "page or slide 0"),
        (slide_entity_bomb, "declares entities"),
        (cut_html, "no text"),
        (cut_wide_text, "no text"),
        (markdown_brackets, "page or slide 0"),
        (scanned_pdf, "scanned"),
        (spreadsheet, "spreadsheet"),
        (old_office, "before 2007"),
        (empty, "no text"),
        (html_open_tags, "nest deeper"),
    )
}
