"""A whole number split into whole shares: none lost, none invented, and the same whatever the order of those who share.

Who loses most by rounding down gets the next one; of equals the larger part, then the smaller name.
"""

from collections.abc import Sequence
from fractions import Fraction


def in_proportion(amount: int, parts: Sequence[int], names: Sequence[str]) -> list[int]:
    """``amount`` by the size of the parts, none of which is negative; nobody gets more than the part if the amount is
    no more than all of them.
    """
    whole = sum(parts)
    if whole == 0:
        return [0] * len(parts)
    shares, rests = [], []
    for part in parts:
        share, rest = divmod(amount * part, whole)
        shares.append(share)
        rests.append(rest)
    left = amount - sum(shares)
    if left:
        by_loss = sorted(range(len(parts)), key=lambda at: (-rests[at], -parts[at], names[at]))
        for at in by_loss[:left]:
            shares[at] += 1
    return shares


def near(exact: Sequence[Fraction], amount: int) -> list[int]:
    """Whole shares, each as near to what it is exactly as can be, that add up to ``amount``; credits among them, too.
    Of equals the earlier one gets a piece, or the later one gives one back.
    """
    shares = [each.numerator // each.denominator for each in exact]
    by_loss = sorted(range(len(exact)), key=lambda at: shares[at] - exact[at])
    more, each_more = abs(amount - sum(shares)), 1 if amount > sum(shares) else -1
    order = by_loss if each_more > 0 else by_loss[::-1]
    for at in range(more):
        shares[order[at % len(order)]] += each_more
    return shares


def evenly(amount: int, limits: Sequence[int], names: Sequence[str]) -> list[int]:
    """As equally as the limits allow: what one cannot take, the others do."""
    shares = [0] * len(limits)
    left = min(amount, sum(limits))
    while left:
        open_ones = [at for at, limit in enumerate(limits) if shares[at] < limit]
        each = left // len(open_ones)
        if each == 0:
            for at in sorted(open_ones, key=lambda at: (-limits[at], names[at]))[:left]:
                shares[at] += 1
            break
        for at in open_ones:
            more = min(each, limits[at] - shares[at])
            shares[at] += more
            left -= more
    return shares
