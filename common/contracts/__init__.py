"""The only language services share: the commands they send each other and the events they tell.

Every contract has a golden file in tests/contract/golden: a changed form is a new ``schema_version``, and its
readers understand the one before.
"""
