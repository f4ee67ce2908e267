"""Credit repair (信用修复): prechecked, filed, accepted, decided, lifted everywhere; free of charge."""
