"""The answers to all forms of a making as plain data for the answer key's template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.model.bank import (
    FillInAnswer,
    ItemKind,
    MatchingAnswer,
    OrderingAnswer,
    Origin,
    ShortAnswer,
    TrueFalseAnswer,
)
from drill.model.exam import letter
from drill.render.exam_view import View, part_title, stem_runs
from drill.render.fonts import locale
from drill.text.labels import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drill.model.bank import Item, Language
    from drill.model.exam import FactReference, Form, FormItem, Making, Paper, PaperPart

# The label of what comes before each piece, and which kinds answer in so few letters that they go ten to a row.
_WORDS = ("title", "trainer", "warning", "table", "number", "answer", "details", "rationale", "source")
_COMPACT = {ItemKind.SINGLE_CHOICE, ItemKind.MULTIPLE_CHOICE, ItemKind.SITUATIONAL, ItemKind.TRUE_FALSE}
# Beyond this an item may not fit on a page of its own, and must be let to break.
_TALL_CHARACTERS = 900


def key_view(making: Making, facts: Mapping[str, FactReference], language: Language) -> View:
    """Return everything the answer key prints: for each form the answers at a glance, then each item explained."""
    tags = locale(language)
    return {
        "locale": {"tag": tags.tag, "language": tags.language, "region": tags.region},
        "words": {name: label(f"exam_key_{name}", language) for name in _WORDS}
        | {"page": label("exam_page", language, page="{page}", pages="{pages}")},
        "title": making.exam_title,
        "fingerprint": label("exam_fingerprint", language, fingerprint=making.fingerprint),
        "forms": [
            _form_view(form, paper, facts, language) for form, paper in zip(making.forms, making.papers, strict=True)
        ],
    }


def _form_view(form: Form, paper: Paper, facts: Mapping[str, FactReference], language: Language) -> View:
    by_number = {item.number: item for item in form.items}
    return {
        "form": label("exam_form", language, code=form.code),
        "parts": [
            _part_view(part, place, form.code, by_number, facts, language)
            for place, part in enumerate(paper.parts, start=1)
        ],
    }


def _part_view(  # noqa: PLR0913, PLR0917 - one call site; bundling six plain values would only hide them
    part: PaperPart,
    place: int,
    code: str,
    by_number: Mapping[int, FormItem],
    facts: Mapping[str, FactReference],
    language: Language,
) -> View:
    total = sum(question.points for question in part.questions)
    return {
        "heading": part_title(part.kind, place, language),
        "marks": label("exam_part_marks", language, each=part.points_each, items=len(part.questions), total=total),
        "compact": part.kind in _COMPACT,
        "items": [_item_view(by_number[question.number], code, facts, language) for question in part.questions],
    }


def _item_view(placed: FormItem, code: str, facts: Mapping[str, FactReference], language: Language) -> View:
    item = placed.item
    return {
        "place": f"form {code}, question {placed.number} (item {item.id})",
        "number": placed.number,
        "points": label("exam_key_points", language, points=placed.points),
        "stem": [run for run in stem_runs(item.stem, item.kind) if run["kind"] != "tail"],
        "answer": answer_text(placed, language),
        "letters": not isinstance(item.answer, ShortAnswer),
        "tall": len(item.stem + item.rationale + "".join(o.text + o.why for o in item.options)) > _TALL_CHARACTERS,
        "options": _option_views(placed),
        "details": _details(placed, language),
        "rationale": "" if _says_it_all(item) else item.rationale,
        "sources": [_reference(facts[fact]) for fact in item.facts],
    }


def answer_text(placed: FormItem, language: Language) -> str:
    """Return the right answer to an item as it is printed on one form, in one line."""
    match placed.item.answer:
        case None:
            return placed.key_letters
        case TrueFalseAnswer(value=value):
            return "√" if value else "×"
        case FillInAnswer(blanks=blanks):
            return "；".join(" / ".join(accepted) for accepted in blanks)
        case MatchingAnswer():
            return "　".join(f"({place}) {match}" for place, match in enumerate(placed.match_letters, start=1))
        case OrderingAnswer():
            return " → ".join(placed.step_letters)
        case ShortAnswer():
            return "；".join(_scoring_lines(placed, language))


def _says_it_all(item: Item) -> bool:
    """Tell whether the reasons printed beside the options leave a generated rationale nothing to add."""
    return item.origin is Origin.GENERATED and bool(item.options) and all(option.why for option in item.options)


def _option_views(placed: FormItem) -> list[View]:
    options = [placed.item.options[position] for position in placed.option_order]
    return [
        {"letter": letter(place), "text": option.text, "key": option.key, "why": option.why}
        for place, option in enumerate(options)
    ]


def _details(placed: FormItem, language: Language) -> list[str]:
    """Return the lines that spell an answer out where letters do not say enough."""
    match placed.item.answer:
        case MatchingAnswer(pairs=pairs):
            matched = zip(placed.left_order, placed.match_letters, strict=True)
            return [
                f"({place}) {pairs[pair][0]} — {match}. {pairs[pair][1]}"
                for place, (pair, match) in enumerate(matched, start=1)
            ]
        case OrderingAnswer(steps=steps):
            return [f"{match}. {step}" for match, step in zip(placed.step_letters, steps, strict=True)]
        case ShortAnswer():
            return _scoring_lines(placed, language)
        case _:
            return []


def _scoring_lines(placed: FormItem, language: Language) -> list[str]:
    """Return what a short answer must say, each point with its share of the item's points."""
    scoring = placed.item.answer.scoring if isinstance(placed.item.answer, ShortAnswer) else ()
    weight = sum(point.points for point in scoring)
    return [
        f"{point.text}（{label('exam_key_points', language, points=f'{placed.points * point.points / weight:.3g}')}）"
        for point in scoring
    ]


def _reference(fact: FactReference) -> View:
    return {"path": " › ".join(filter(None, (fact.chapter, fact.section, fact.term))), "source": fact.source}
