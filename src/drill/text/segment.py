"""Words of a text with their part of speech."""

from __future__ import annotations

import re
from typing import NamedTuple

import rjieba

from drill.text.similarity import FUNCTION_WORDS

# Parts of speech (as the segmenter names them, first letter) that carry content: nouns, verbs, adjectives, idioms,
# fixed phrases, distinguishing words, abbreviations, place and time nouns.
_CONTENT = frozenset("nvailbjst")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'-]*")


class Word(NamedTuple):
    """A word, whether it carries content (so it is worth asking for), and whether it names a thing."""

    text: str
    is_content: bool
    is_noun: bool


def words(text: str) -> tuple[Word, ...]:
    """Cut `text` into words, in order; punctuation and spaces are words without content."""
    return tuple(
        Word(text=word, is_content=_is_content(word, tag), is_noun=tag[:1] in "nt") for word, tag in rjieba.tag(text)
    )


def _is_content(word: str, tag: str) -> bool:
    if _LATIN.fullmatch(word):
        return word.lower() not in FUNCTION_WORDS
    return tag[:1] in _CONTENT and all("\u3400" <= char <= "\u9fff" for char in word)
