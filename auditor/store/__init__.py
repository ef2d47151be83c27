"""What a batch leaves behind in one SQLite file: documents, what was found in them, and every reply paid for."""
