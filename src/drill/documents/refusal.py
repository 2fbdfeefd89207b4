"""Why a document cannot be read."""

from __future__ import annotations

from typing import NoReturn

from drill.errors import DrillError


class RefusalError(DrillError):
    """Raised while reading: what is wrong with the document and what to do; the document's name comes later."""

    def __init__(self, message: str, hint: str) -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message} {hint}")


class DocumentError(DrillError):
    """A document that cannot be read: which, why, and what to do."""

    def __init__(self, path: str, message: str, hint: str) -> None:
        self.path = path
        super().__init__(f"{path}: {message} {hint}")


def refuse(message: str, hint: str, cause: Exception | None = None) -> NoReturn:
    """Refuse a document: what is wrong with it, what to do."""
    raise RefusalError(message, hint) from cause


def refuse_damaged(kind: str, detail: str = "", cause: Exception | None = None) -> NoReturn:
    """Refuse a file that is cut off or broken."""
    reason = f" ({detail})" if detail else ""
    refuse(f"the {kind} is damaged or cut off{reason}.", "Open it in its own program and save it again.", cause)
