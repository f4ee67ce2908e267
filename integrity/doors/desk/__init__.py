"""The pages of people who are logged in: today, dashboard, log, accounts, tokens, jobs."""
