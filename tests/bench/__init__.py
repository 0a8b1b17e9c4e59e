"""How fast the platform is, beside the fastest thing that could stand in its place (`make bench`)."""
