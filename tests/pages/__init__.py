"""What a person sees in a browser, on the whole platform."""
