"""Settings that are data; importlib.resources finds them wherever the package is installed."""
