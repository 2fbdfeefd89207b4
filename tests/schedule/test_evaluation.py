"""Log loss and RMSE(bins) are those of fsrs-rs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from fsrs_rs_python import FSRS, FSRSItem, FSRSReview
from tests.schedule.schedule_cards import random_histories, rated_log

from drill.schedule.evaluation import _bins, evaluate, is_test, rmse_bins, split_day, up_to
from drill.schedule.fsrs6 import DEFAULT_WEIGHTS


def test_the_loss_of_each_review_is_that_of_fsrs_rs() -> None:
    """One by one, because `FSRS.evaluate` gives later reviews more weight in its means."""
    theirs = FSRS(list(DEFAULT_WEIGHTS))
    for history in random_histories(60, seed=4):
        reviews, last = [], history[0][0]
        for number, (day, rating) in enumerate(history):
            reviews.append(FSRSReview(rating, day - last))
            if day > last:
                ours = evaluate(rated_log([history[: number + 1]]), DEFAULT_WEIGHTS, after_day=day - 1)
                fit = theirs.evaluate([FSRSItem(reviews)])
                assert ours.reviews == 1
                assert ours.log_loss == pytest.approx(fit.log_loss, rel=1e-4, abs=1e-4)
                assert ours.rmse_bins == pytest.approx(fit.rmse_bins, abs=1e-4)
            last = day


def test_rmse_compares_the_mean_prediction_of_a_bin_with_what_was_recalled() -> None:
    predicted, recalled = np.array([0.9, 0.7, 0.5, 0.5]), np.array([1.0, 0.0, 1.0, 0.0])
    assert rmse_bins(predicted, recalled, np.array([1, 1, 2, 2])) == pytest.approx(math.sqrt(0.5 * 0.3**2))
    assert rmse_bins(predicted, recalled, np.array([3, 3, 3, 3])) == pytest.approx(0.15)


def test_reviews_alike_in_elapsed_days_number_and_lapses_share_a_bin() -> None:
    log = rated_log([[(0, 3), (1, 1), (5, 3), (11, 3)], [(0, 3), (2, 3), (6, 3)], [(0, 3), (3, 3)]])
    bins = _bins(log)
    assert bins[1] == bins[5] == bins[8]
    assert bins[2] != bins[6]  # the first has a lapse behind it


def test_only_first_answers_on_a_later_day_test_the_memory() -> None:
    log = rated_log([[(3, 3), (3, 3), (5, 1)], [], [(9, 3), (10, 2)]])
    assert is_test(log).tolist() == [False, False, True, False, True]


def test_a_split_in_time_keeps_cards_and_drops_later_entries() -> None:
    log = rated_log([[(1, 3), (4, 3), (9, 1)], [(8, 3), (10, 2)]])
    assert split_day(log, 0.0) == 4
    assert split_day(log, 0.5) == 9
    early = up_to(log, 8)
    assert early.starts.tolist() == [0, 2, 3]
    assert early.study_days.tolist() == [1, 4, 8]
    assert evaluate(log, DEFAULT_WEIGHTS, after_day=8).reviews == 2


def test_a_log_without_tested_entries_has_no_measures() -> None:
    log = rated_log([[(1, 3)]])
    assert split_day(log, 0.8) == -1
    fit = evaluate(log, DEFAULT_WEIGHTS)
    assert fit.reviews == 0
    assert math.isnan(fit.log_loss)
