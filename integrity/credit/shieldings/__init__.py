"""What a firm broke before a court approved its reorganisation, shielded while its plan runs."""
