"""People, roles, the body they act for, login; API tokens."""
