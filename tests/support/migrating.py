"""`ms-commerce migrate account`, had account these migrations: a process of its own, that a test may kill.

python -m tests.support.migrating [--finish]
"""

import sys
from dataclasses import replace
from typing import Any

from apps.account.service import service
from common import database
from common.migrations import Migration, NotYet, run

channels = next(card for card in service.cards if card.type_id == "channel")

EXPAND, TELL, CONTRACT = "channels know their words", "channels describe themselves", "channels forget their mark"


def words(row: dict[str, Any]) -> list[str]:
    return sorted(f"{locale}:{word}" for locale, name in row.get("name", {}).items() for word in name.split())


def described(row: dict[str, Any]) -> dict[str, Any]:
    return {"description": row.get("description") or {"en": "none"}}


service = replace(
    service,
    migrations=(
        Migration(EXPAND, channels, {"_words": None}, lambda row: {"_words": words(row)}),
        Migration(TELL, channels, {"description": None}, described),
        Migration(CONTRACT, channels, {"_mark": {"$exists": True}}, lambda row: {"_mark": None}, after=EXPAND),
    ),
)


def main(finishing: bool) -> None:
    database.connect("account")
    try:
        for line in run(service, finishing):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    except NotYet as reason:
        sys.exit(str(reason))


if __name__ == "__main__":
    main("--finish" in sys.argv)
