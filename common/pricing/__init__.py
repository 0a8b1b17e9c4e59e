"""What something costs: pure functions from values to values, exact until the one rounding that the API names.

``selection`` finds the price for a buyer, ``lines`` multiplies it, ``taxes`` adds what the state wants. Amounts are
whole cents (the smallest unit of the currency, hence ``…_cents``) or exact fractions of them.
"""
