"""The public pages that belong to no single feature: home, bodies, overdue, rules, deadlines."""
