"""The drafts of the demo shop, in the order in which they need each other; number 17 is always the same product."""

import random
from collections.abc import Iterator
from typing import Any

from cli.seed.words import COLOURS, DEPARTMENTS, LINES, MATERIALS, Department, Localized

Draft = dict[str, Any]

PER_EURO = {"EUR": 1.0, "GBP": 0.86, "USD": 1.08}
CLUB = "club"
MOST_VARIANTS = 4
UMLAUTS = str.maketrans("äöü", "aou")


def foundations() -> Iterator[tuple[str, Draft]]:
    """(path, draft) of everything that products stand on."""
    yield "tax-categories", {"key": "standard", "name": "Standard", "rates": list(_rates())}
    yield "customer-groups", {"key": CLUB, "groupName": "Club members"}
    for department in DEPARTMENTS:
        yield "product-types", _product_type(department)
    for department in DEPARTMENTS:
        yield "categories", _category(department.key, department.name)
        for good, _ in department.goods:
            parent = {"typeId": "category", "key": department.key}
            yield "categories", _category(_category_key(department, good), good) | {"parent": parent}


def product(number: int) -> Draft:
    """A published product with one to four variants."""
    chance = random.Random(number)  # noqa: S311  # nobody has to be surprised
    department = DEPARTMENTS[number % len(DEPARTMENTS)]
    good, euro_cents = chance.choice(department.goods)
    line, material = chance.choice(LINES), chance.choice(MATERIALS)
    pairs = [(colour, size) for colour in COLOURS for size in department.sizes]
    kinds = chance.sample(pairs, chance.randint(1, MOST_VARIANTS))
    variants = [
        _variant(number, place, colour, size, material, 10 * round(euro_cents * chance.uniform(0.08, 0.14)))
        for place, (colour, size) in enumerate(kinds, 1)
    ]
    category = {"typeId": "category", "key": _category_key(department, good)}
    return {
        "key": f"product-{number}",
        "productType": {"typeId": "product-type", "key": department.product_type},
        "taxCategory": {"typeId": "tax-category", "key": "standard"},
        "name": {locale: f"{line} {word}" for locale, word in good.items()},
        "slug": {locale: f"{line}-{word}-{number}".lower() for locale, word in _plain(good).items()},
        "description": {"en": f"Made of {material}, to be used every day and kept for years."},
        "categories": [category, {"typeId": "category", "key": department.key}],
        "masterVariant": variants[0],
        "variants": variants[1:],
        "publish": True,
    }


def stock(draft: Draft) -> Iterator[Draft]:
    """The inventory entry of each variant; one in ten is about to run out."""
    for variant in (draft["masterVariant"], *draft["variants"]):
        chance = random.Random(variant["sku"])  # noqa: S311
        few = chance.random() < 0.1
        yield {
            "key": variant["sku"],
            "sku": variant["sku"],
            "quantityOnStock": chance.randint(0, 3) if few else chance.randint(50, 500),
        }


def customers(count: int) -> Iterator[Draft]:
    for number in range(1, count + 1):
        address = {
            "key": "home",
            "country": "DE",
            "city": "Berlin",
            "streetName": "Ringstraße",
            "streetNumber": str(number),
        }
        yield {
            "key": f"customer-{number}",
            "email": f"customer-{number}@example.com",
            "password": f"customer-{number}",
            "firstName": "Kim",
            "lastName": f"Number {number}",
            "addresses": [address],
            "defaultShippingAddress": 0,
            **({"customerGroup": {"typeId": "customer-group", "key": CLUB}} if number % 5 == 0 else {}),
        }


def _rates() -> Iterator[Draft]:
    for name, amount, country in (("MwSt", 0.19, "DE"), ("VAT", 0.2, "GB")):
        yield {"name": name, "amount": amount, "includedInPrice": True, "country": country}
    yield {"name": "No sales tax", "amount": 0.0, "includedInPrice": False, "country": "US"}


def _product_type(department: Department) -> Draft:
    def attribute(name: str, kind: Draft, constraint: str = "None") -> Draft:
        return {
            "name": name,
            "label": {"en": name},
            "type": kind,
            "isRequired": False,
            "isSearchable": True,
            "attributeConstraint": constraint,
        }

    sizes = [{"key": size.lower(), "label": size} for size in department.sizes]
    colours = [{"key": _key(colour), "label": colour} for colour in COLOURS]
    return {
        "key": department.product_type,
        "name": department.product_type,
        "description": f"What hangs in {department.name['en']}",
        "attributes": [
            attribute("size", {"name": "enum", "values": sizes}),
            attribute("colour", {"name": "lenum", "values": colours}),
            attribute("material", {"name": "text"}, "SameForAll"),
        ],
    }


def _category(key: str, name: Localized) -> Draft:
    return {"key": key, "name": name, "slug": {"en": key}, "orderHint": "0.5"}


def _category_key(department: Department, good: Localized) -> str:
    return f"{department.key}-{good['en'].lower()}"


def _variant(number: int, place: int, colour: Localized, size: str, material: str, euro_cents: int) -> Draft:
    return {
        "sku": f"{number}-{place}",
        "attributes": [
            {"name": "size", "value": size.lower()},
            {"name": "colour", "value": _key(colour)},
            {"name": "material", "value": material},
        ],
        "prices": [*_prices(euro_cents), _club_price(euro_cents)],
    }


def _prices(euro_cents: int) -> Iterator[Draft]:
    for currency, rate in PER_EURO.items():
        yield {"value": {"currencyCode": currency, "centAmount": round(euro_cents * rate)}}


def _club_price(euro_cents: int) -> Draft:
    group = {"typeId": "customer-group", "key": CLUB}
    return {"value": {"currencyCode": "EUR", "centAmount": round(euro_cents * 0.9)}, "customerGroup": group}


def _key(word: Localized) -> str:
    return word["en"].replace(" ", "-")


def _plain(word: Localized) -> Localized:
    """Without umlauts: slugs have letters, digits, - and _ only."""
    return {locale: text.translate(UMLAUTS) for locale, text in word.items()}
