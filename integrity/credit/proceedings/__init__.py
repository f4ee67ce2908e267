"""Reviews and lawsuits pending against what a record or an entry rests on, until their outcome."""
