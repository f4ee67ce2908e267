"""Exchange with other platforms: what goes out by catalogue item, what comes in, receipts."""
