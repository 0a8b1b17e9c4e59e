"""SecantusDB's storage, made fit for collections of several indexes and thousands of documents.

What it stores and answers is the same: each candidate is still held against the whole filter by SecantusDB itself, and
tests/property/test_the_laptops_mongo.py gives both the same random work.

SPDX-License-Identifier: GPL-2.0-only
"""

from cli.stack.mongo.counting import CountedOnce
from cli.stack.mongo.descriptions import DescribedOnce
from cli.stack.mongo.entries import ChangedEntries
from cli.stack.mongo.expiry import ExpiresByIndex
from cli.stack.mongo.walking import SortedByIndex


class Storage(CountedOnce, SortedByIndex, ExpiresByIndex, ChangedEntries, DescribedOnce):
    """Each of its parts is one thing that it does better."""
