"""Cases against public bodies that courts push: perform or settle by a day; the court confirms."""
