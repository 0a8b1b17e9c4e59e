"""What `ci/verify` asks of everything that is no Python: charts, Terraform, the pipeline, images, secrets.

A check is a function from the root of a checkout to findings: where, and one sentence that says what is wrong there.
Checks are themselves checked: tests/verify plants a mistake for each of them in a copy of the tree.
"""
