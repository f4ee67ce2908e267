"""STREAM: debts of the government itself, a stream that only the tests know."""
