"""``ms-commerce seed``: a believable shop, the same on every machine, made through the public API."""
