"""The tests: a sentence per behaviour, against real servers."""
