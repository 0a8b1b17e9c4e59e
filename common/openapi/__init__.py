"""The API as OpenAPI 3: what flask-smorest knows of the routes, and what the cards know of bodies and answers."""
