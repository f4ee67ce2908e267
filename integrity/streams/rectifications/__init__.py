"""STREAM: orders to put right by a day (限期整改); a missed one is a second, serious breach."""
