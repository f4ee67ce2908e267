"""Credit subjects: public bodies, enterprises, organisations, persons; and their identifiers."""
