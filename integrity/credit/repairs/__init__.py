"""Credit repair (信用修复): prechecked, filed, decided, lifted everywhere; free of charge."""
