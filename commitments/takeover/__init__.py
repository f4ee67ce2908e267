"""Terms of office: what a new head takes over."""
