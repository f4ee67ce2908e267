"""预警: what is likely to become late, found by rules over every stream before it is."""
