"""Clients nobody here wrote, from an empty catalogue to a placed order, on the whole platform."""
