"""移出后继续使用: a body confirmed that it dropped an entry, and is said to use it still."""
