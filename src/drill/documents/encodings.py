"""What characters the bytes of a text file stand for."""

from __future__ import annotations

import codecs
from typing import NamedTuple, NoReturn

from drill.documents.refusal import refuse

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_BYTES = 1 << 16
# The commonest characters of running Chinese text, in either script: text decoded wrongly holds few of them.
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起"
    "这来个国说们为时学对过会还这样关进动实现开发经长问题业员务产须应当保护"
    "這來個國說們為時學對過會還這樣關進動實現開發經長問題業員務產須應當保護與從無並請將客戶及其等或由使用進行工作安全服務"
    "，。、：；！？（）“”《》【】—…"
)


class Decoded(NamedTuple):
    """A text and the encoding it was read from."""

    text: str
    encoding: str


def decode(content: bytes) -> Decoded:
    r"""Return the text of `content`, without a byte order mark; lines end in `\n` or `\r\n` as they stand."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return Decoded(_strict(content, encoding).removeprefix("\ufeff"), encoding)
    if wide := _wide(content[:_SAMPLE_BYTES]):
        return Decoded(_strict(content, wide), wide)
    if b"\0" in content[:_SAMPLE_BYTES]:
        _refuse_binary()
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        # A file cut off within a character is still UTF-8.
        if error.start >= len(content) - 3 and error.start > 0:
            return Decoded(content[: error.start].decode("utf-8"), "utf-8")
    return _chinese(content)


def _chinese(content: bytes) -> Decoded:
    sample = content[:_SAMPLE_BYTES]
    worth = {encoding: _worth(sample, encoding) for encoding in ("gb18030", "big5hkscs")}
    best = max(worth, key=lambda encoding: worth[encoding])
    if worth[best] < 0.1:
        # Western text with a few signs outside ASCII.
        western = _western(sample)
        if not western:
            _refuse_binary()
        best = western
    return Decoded(content.decode(best, errors="replace"), best)


def _worth(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, errors="replace")
    wide = [char for char in text if ord(char) > 0x7F]
    bad = text.count("\ufffd")
    if not wide or bad > len(wide) * 0.02 + 1:
        return -1.0
    return sum(char in _COMMON for char in wide) / len(wide)


def _western(sample: bytes) -> str:
    """Return the encoding of text that is nearly all ASCII, or nothing."""
    high = sum(byte > 0x7F for byte in sample)
    control = sum(byte < 0x20 and byte not in b"\t\n\r\f" for byte in sample)
    if control or high > len(sample) * 0.15:
        return ""
    return "gb18030" if "\ufffd" not in sample.decode("gb18030", errors="replace") else "cp1252"


def _wide(sample: bytes) -> str:
    """Return the UTF-16 byte order of text without a byte order mark: spaces, digits and line ends tell it."""
    even, odd = sample[0::2], sample[1::2]
    signs = b" \n\r0123456789.,aeinot"
    for own, other, encoding in ((even, odd, "utf-16-le"), (odd, even, "utf-16-be")):
        zeros = sum(1 for low, high in zip(own, other, strict=False) if high == 0 and low in signs)
        if zeros > 2 and zeros > len(own) * 0.005 and own.count(0) <= len(own) * 0.005:
            return encoding
    return ""


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start >= len(content) - 4:
            return content[: error.start].decode(encoding)
        _refuse_binary(error)


def _refuse_binary(cause: Exception | None = None) -> NoReturn:
    refuse("it is no text in any encoding known here.", "Save it as UTF-8, or give the original file.", cause)
