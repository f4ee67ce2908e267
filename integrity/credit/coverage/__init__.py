"""Whether a check was made at every approval (逢审必查): approvals as reported against checks."""
