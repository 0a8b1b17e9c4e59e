"""The words of commerce as values: money, texts in several languages, references, addresses, prices.

Frozen (a reference alone is not: its key is resolved to an id in place), compared by what they hold, free of
any database. Their fields are the fields of the wire in snake_case; ``common.wire`` reads and dumps them.
"""
