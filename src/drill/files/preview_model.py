"""The trained model that reads preview texts, as it lies in the package."""

from __future__ import annotations

from functools import cache
from importlib import resources

import numpy as np

from drill.extract.network import Network


@cache
def preview_network() -> Network:
    """Return the network with its shipped weights."""
    with resources.files(__package__).joinpath("models", "preview.npz").open("rb") as file, np.load(file) as arrays:
        return Network({name: arrays[name] for name in arrays.files})
