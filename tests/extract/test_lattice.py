from __future__ import annotations

from drill.extract.gbk import codes
from drill.extract.lattice import is_simplified_only
from drill.extract.lexicon import is_han, word_log_probability
from drill.text.script import Script, convert

# Simplified forms that are Traditional characters of their own too.
BOTH = frozenset(
    "复干系里后台面制准表冲丑出斗范丰谷刮合胡回伙家借克卷困了累漆曲舍松涂托只志致种朱筑淀仇吁余云岳折征钟周"
)


def test_usual_characters_are_simplified_only_where_the_conversion_to_traditional_changes_them() -> None:
    usual = [char for char in codes() if is_han(char) and word_log_probability(char) > -17.0]
    assert len(usual) > 5000
    for char in usual:
        changes = convert(char, Script.HANT) != char == convert(char, Script.HANS)
        assert is_simplified_only(char) is (changes and char not in BOTH), char
