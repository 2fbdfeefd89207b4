"""drill: training documents to facts, facts to cards and exams, reviews and scores back to the bank."""

__version__ = "0.1.0"
