"""``/docs/``: one reference of all services, in Swagger UI served from here: nothing is loaded from elsewhere."""
