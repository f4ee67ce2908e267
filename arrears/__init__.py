"""What public bodies owe small and medium enterprises, and since when (Decree 802)."""
