"""The LSAT section 6: 1,000 examinees, five items (Bock & Lieberman 1970, doi:10.1007/BF02291262, table 1)."""

from __future__ import annotations

# How many examinees gave each pattern of right and wrong, from 00000 to 11111 in binary order.
COUNTS = (
    3,
    6,
    2,
    11,
    1,
    1,
    3,
    4,
    1,
    8,
    0,
    16,
    0,
    3,
    2,
    15,
    10,
    29,
    14,
    81,
    3,
    28,
    15,
    80,
    16,
    56,
    21,
    173,
    11,
    61,
    28,
    298,
)


def rows() -> list[list[int]]:
    """Return one row an examinee."""
    return [[int(bit) for bit in f"{pattern:05b}"] for pattern, count in enumerate(COUNTS) for _ in range(count)]
