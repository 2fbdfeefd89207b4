"""The keys of the review screen: what they are called and what they do."""

from __future__ import annotations

KEYS = (
    ("a", "review_key_accept"),
    ("x", "review_key_reject"),
    ("e", "review_key_edit"),
    ("s", "review_key_split"),
    ("m", "review_key_merge"),
    ("v", "review_key_move"),
    ("u", "review_key_undo"),
    ("A", "review_key_sure"),
    ("t", "review_key_left"),
    ("o", "review_key_order"),
    ("f", "review_key_filter"),
    ("w", "review_key_write"),
    ("?", "review_key_help"),
    ("q", "review_key_quit"),
)
ACTIONS = {
    "a": "accept",
    "x": "reject",
    "e,enter": "edit",
    "s": "split",
    "m": "merge",
    "v": "move",
    "u": "undo",
    "A": "sure",
    "t": "left",
    "o": "order",
    "f": "filter",
    "w": "write",
    "question_mark": "help",
    "q": "leave",
}
