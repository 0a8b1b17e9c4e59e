"""The laptop's MongoDB: SecantusDB on a storage that plans its work better (docs/adr/0004-secantusdb.md).

A program of its own, as SecantusDB is; extending that, this folder is under its licence.

SPDX-License-Identifier: GPL-2.0-only
"""
