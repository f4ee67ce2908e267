"""STREAM: orders to put right by a day (限期整改); one that is missed is a second, serious breach."""
