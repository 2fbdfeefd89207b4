"""The schema of drill.db, one numbered step a module; a released step never changes."""
