"""What every matter has: rules, deadlines, the contract of a stream, figures."""
