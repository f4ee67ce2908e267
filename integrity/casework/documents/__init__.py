"""Papers (文书): what an act says in writing, to whom it was served, and what that proves."""
