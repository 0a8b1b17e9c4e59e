"""A change here is a replica there, told at least once."""
