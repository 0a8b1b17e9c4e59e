"""Who buys: customers, their groups, how they sign in. Nothing of it is served yet; every path is refused in words."""
