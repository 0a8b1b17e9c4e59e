"""Who may do what: projects, their people, their API clients, tokens; and what the projects' resources said."""
