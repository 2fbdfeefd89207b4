"""The learner store drill.db: the only home of SQL on it; returns model objects."""
