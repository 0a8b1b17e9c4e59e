"""Who buys: customers, their groups, how they sign in."""
