"""Time limits, grades, periods: data with a legal basis, chosen by the date of the fact."""
