"""What bodies decided outside the streams: judgments, penalties, discipline, honours, word kept."""
