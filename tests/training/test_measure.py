from __future__ import annotations

import pytest
from tests.extract.seed_truth import SEED, seed_text, seed_truth
from training.measure import compare

with_seed = pytest.mark.skipif(not SEED.is_file(), reason="the seed document is not part of the repository")


@with_seed
def test_the_words_of_the_seeds_true_facts_are_repaired_as_they_were_read_by_eye() -> None:
    assert len(seed_truth()) == 84


@with_seed
def test_most_facts_of_the_seed_are_found_and_their_confidence_is_kept() -> None:
    counts = compare(seed_text(), seed_truth())
    assert 2 * counts.right / (counts.found + counts.true) >= 0.85
    assert counts.sure_right / counts.sure >= 0.9


def test_a_document_without_facts_has_none_right() -> None:
    counts = compare("只有一句话。", [])
    assert (counts.found, counts.right, str(counts)[:7]) == (0, 0, "F1 0.00")
