"""Anki packages: notes to the bytes of an .apkg file. What never changes here is listed in docs/anki.md."""

from drill.render.apkg.package import content_hashes, write_package

__all__ = ["content_hashes", "write_package"]
