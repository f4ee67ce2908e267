"""Time limits, severities, periods: versioned data with a legal basis, chosen by the date of the fact."""
