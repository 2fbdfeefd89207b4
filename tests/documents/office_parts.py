"""Parts that office programs write and the libraries for making samples do not: diagrams, notes, text boxes."""

from __future__ import annotations

import io
import zipfile
from typing import Any, cast

import docx
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_FRAME = f"""<p:graphicFrame xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="{_A}"
 xmlns:r="{_RELS}"><p:nvGraphicFramePr><p:cNvPr id="9" name="d"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>
<p:xfrm><a:off x="0" y="2000000"/><a:ext cx="900000" cy="900000"/></p:xfrm><a:graphic><a:graphicData uri="{_DIAGRAM}">
<dgm:relIds xmlns:dgm="{_DIAGRAM}" r:dm="rIdD"/></a:graphicData></a:graphic></p:graphicFrame>"""


def rewritten(content: bytes, changes: dict[str, tuple[str, str]], added: dict[str, str]) -> bytes:
    """Replace text within entries of an archive, and add entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w") as target:
        for name in archive.namelist():
            part = archive.read(name)
            if name in changes:
                before, after = changes[name]
                assert before in part.decode()
                part = part.decode().replace(before, after, 1).encode()
            target.writestr(name, part)
        for name, text in added.items():
            target.writestr(name, text)
    return out.getvalue()


def diagram(pairs: list[tuple[str, str]]) -> str:
    """Return the data of a diagram: terms below the root, a statement below each; written in no useful order."""
    points, links = ['<dgm:pt modelId="0" type="doc"/>'], []
    for at, (term, statement) in enumerate(pairs, 1):
        for identity, text in ((f"s{at}", statement), (f"t{at}", term)):
            points.append(
                f'<dgm:pt modelId="{identity}"><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>'
            )
        links.append(f'<dgm:cxn modelId="a{at}" srcId="0" destId="t{at}" srcOrd="{at}"/>')
        links.append(f'<dgm:cxn modelId="b{at}" srcId="t{at}" destId="s{at}" srcOrd="0"/>')
        links.append(f'<dgm:cxn modelId="c{at}" type="presOf" srcId="t{at}" destId="s{at}" srcOrd="0"/>')
    body = "".join(reversed(points)), "".join(reversed(links))
    return (
        f'<dgm:dataModel xmlns:dgm="{_DIAGRAM}" xmlns:a="{_A}"><dgm:ptLst>{body[0]}</dgm:ptLst>'
        f"<dgm:cxnLst>{body[1]}</dgm:cxnLst></dgm:dataModel>"
    )


def deck_with_diagram(title: str, pairs: list[tuple[str, str]]) -> bytes:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text = title
    out = io.BytesIO()
    presentation.save(out)
    relation = f'<Relationship Id="rIdD" Type="{_RELS}/diagramData" Target="../diagrams/data1.xml"/></Relationships>'
    return rewritten(
        out.getvalue(),
        {
            "ppt/slides/slide1.xml": ("</p:spTree>", f"{_FRAME}</p:spTree>"),
            "ppt/slides/_rels/slide1.xml.rels": ("</Relationships>", relation),
        },
        {"ppt/diagrams/data1.xml": diagram(pairs)},
    )


def deck_with_chart() -> bytes:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text = "Accidents"
    data: Any = cast("Any", CategoryChartData)()
    data.categories = ["Spring", "Autumn"]
    data.add_series("Slips and falls", (3, 5))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Pt(10), Pt(100), Pt(300), Pt(200), data)
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def word_with_surroundings() -> bytes:
    """A document with a header, a footnote, and a text box that Word keeps twice."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Confidential: for staff"
    document.add_heading("Doors", 1)
    document.add_paragraph("Front door: Locked at six.")
    document.add_paragraph("Gate: Always shut.")
    out = io.BytesIO()
    document.save(out)
    words = "<w:txbxContent><w:p><w:r><w:t>Mind the step</w:t></w:r></w:p></w:txbxContent>"
    box = f"<w:p><w:r><w:pict>{words}</w:pict></w:r><w:r><w:pict>{words}</w:pict></w:r></w:p><w:sectPr"
    words = '<w:footnote w:id="1"><w:p><w:r><w:t>Since 2019.</w:t></w:r></w:p></w:footnote>'
    note = f'<w:footnotes xmlns:w="{_W}">{words}</w:footnotes>'
    relation = f'<Relationship Id="rIdF" Type="{_RELS}/footnotes" Target="footnotes.xml"/></Relationships>'
    return rewritten(
        out.getvalue(),
        {"word/document.xml": ("<w:sectPr", box), "word/_rels/document.xml.rels": ("</Relationships>", relation)},
        {"word/footnotes.xml": note},
    )
