"""Account's worker pool: it keeps the messages of all services, and forgets what is over."""
