from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.store.store_data import Filled, filled_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Filled]:
    made = filled_store(tmp_path / "drill.db")
    yield made
    made.store.close()
