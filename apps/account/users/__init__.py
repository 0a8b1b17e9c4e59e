"""The people who run projects: sign-up, sessions, and who is a member of what. They are not the shops' customers."""
