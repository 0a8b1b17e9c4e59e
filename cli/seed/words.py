"""What the demo shop sells, in words: every combination is a product somebody could want."""

from dataclasses import dataclass

Localized = dict[str, str]


@dataclass(frozen=True)
class Department:
    """A branch of the category tree, and the product type of what hangs on it."""

    key: str
    name: Localized
    product_type: str
    sizes: tuple[str, ...]
    goods: tuple[tuple[Localized, int], ...]
    """What it is, and its usual price in euro cents."""


COLOURS: tuple[Localized, ...] = (
    {"en": "black", "de": "schwarz"},
    {"en": "white", "de": "weiß"},
    {"en": "navy", "de": "marineblau"},
    {"en": "forest green", "de": "waldgrün"},
    {"en": "rust", "de": "rostrot"},
    {"en": "sand", "de": "sandfarben"},
)
LINES = (
    "Alba", "Bruma", "Cala", "Dorn", "Esker", "Fjell", "Garrigue", "Heide", "Isla", "Jura", "Karst", "Laguna",
    "Mistral", "Nevada", "Ostsee", "Pampa", "Quarz", "Riva", "Sierra", "Tundra", "Ursa", "Vega", "Watt", "Zephyr",
)  # fmt: skip
MATERIALS = ("cotton", "linen", "wool", "leather", "oak", "stoneware", "recycled polyester")

DEPARTMENTS = (
    Department(
        "clothing",
        {"en": "Clothing", "de": "Kleidung"},
        "garment",
        ("XS", "S", "M", "L", "XL"),
        (
            ({"en": "Shirt", "de": "Hemd"}, 4990),
            ({"en": "Jumper", "de": "Pullover"}, 7990),
            ({"en": "Jacket", "de": "Jacke"}, 14900),
            ({"en": "Trousers", "de": "Hose"}, 8990),
            ({"en": "Dress", "de": "Kleid"}, 9990),
        ),
    ),
    Department(
        "shoes",
        {"en": "Shoes", "de": "Schuhe"},
        "footwear",
        ("38", "39", "40", "41", "42", "43", "44"),
        (
            ({"en": "Trainer", "de": "Turnschuh"}, 11900),
            ({"en": "Boot", "de": "Stiefel"}, 18900),
            ({"en": "Sandal", "de": "Sandale"}, 6990),
        ),
    ),
    Department(
        "home",
        {"en": "Home", "de": "Wohnen"},
        "homeware",
        ("small", "large"),
        (
            ({"en": "Bowl", "de": "Schale"}, 2490),
            ({"en": "Blanket", "de": "Decke"}, 8900),
            ({"en": "Stool", "de": "Hocker"}, 12900),
            ({"en": "Lamp", "de": "Lampe"}, 15900),
        ),
    ),
)
