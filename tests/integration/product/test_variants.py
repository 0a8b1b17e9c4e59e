"""Variants of products, with their attributes, images and assets."""

import pytest

from tests.support.catalogue import EUR_10, act, halves, messages_of, refusal_of


def test_variants_come_and_go_and_their_ids_never_return(api, a_product):
    hat = a_product(publish=True, masterVariant={"sku": "v1"})
    hat = act(api, hat, {"action": "addVariant", "sku": "v2", "prices": [EUR_10]})
    assert [len(half["variants"]) for half in halves(hat)] == [0, 1]
    hat = act(api, hat, {"action": "addVariant", "sku": "v3", "key": "three", "staged": False})
    assert halves(hat)[0]["variants"] == halves(hat)[1]["variants"][1:]
    hat = act(api, hat, {"action": "removeVariant", "sku": "v3", "staged": False})
    hat = act(api, hat, {"action": "removeVariant", "id": 2}, {"action": "addVariant", "sku": "v4"})
    assert halves(hat)[1]["variants"][0]["id"] == 4
    assert [message["type"] for message in messages_of(hat)[1:]] == [
        "ProductVariantAdded",
        "ProductVariantAdded",
        "ProductVariantDeleted",
        "ProductVariantDeleted",
        "ProductVariantAdded",
    ]
    hat = act(api, hat, {"action": "changeMasterVariant", "variantId": 4})
    assert (halves(hat)[1]["masterVariant"]["id"], halves(hat)[1]["variants"][0]["id"]) == (4, 1)
    assert refusal_of(api, hat, {"action": "removeVariant", "id": 4})["code"] == "InvalidOperation"
    hat = act(
        api,
        hat,
        {"action": "setProductVariantKey", "sku": "v4", "key": "four"},
        {"action": "setSku", "variantId": 4},
        {"action": "setSKU", "variantId": 1, "sku": "one"},
    )
    assert halves(hat)[1]["masterVariant"] == {**halves(hat)[1]["masterVariant"], "id": 4, "key": "four"}
    assert "sku" not in halves(hat)[1]["masterVariant"]


def test_nameless_variants_must_differ(api, a_product):
    hat = a_product()
    assert refusal_of(api, hat, {"action": "addVariant"})["code"] == "DuplicateVariantValues"
    act(api, hat, {"action": "addVariant", "attributes": [{"name": "brim", "value": 3}]})


def attributes_of(half):
    return {each["name"]: each["value"] for each in half["masterVariant"]["attributes"]}


def test_attributes_are_stored_as_their_types_say(api, a_product):
    hat = a_product(
        masterVariant={
            "attributes": [
                {"name": "size", "value": "s"},
                {"name": "sizes", "value": ["s", {"key": "l", "label": "any"}, "s"]},
            ]
        },
        attributes=[{"name": "season", "value": "summer"}],
    )
    small, large = {"key": "s", "label": "Small"}, {"key": "l", "label": "Large"}
    assert attributes_of(halves(hat)[0]) == {"size": small, "sizes": [small, large]}
    hat = act(
        api,
        hat,
        {"action": "setAttribute", "variantId": 1, "name": "brim", "value": 7, "staged": False},
        {"action": "setAttribute", "variantId": 1, "name": "size", "value": {"key": "l"}},
        {"action": "setAttribute", "variantId": 1, "name": "sizes"},
        {"action": "setProductAttribute", "name": "season", "value": "winter"},
    )
    current, staged = halves(hat)
    assert (attributes_of(current)["size"], attributes_of(current)["brim"]) == (small, 7)
    assert attributes_of(staged) == {"size": large, "brim": 7}
    assert staged["attributes"] == [{"name": "season", "value": "winter"}]
    found = api.get(
        "products", where='masterData(staged(masterVariant(attributes(name = "size" and value(key = "l")))))'
    )
    assert found["total"] == 1


@pytest.mark.parametrize(
    ("action", "field"),
    [
        ({"action": "setAttribute", "variantId": 1, "name": "brim", "value": "wide"}, "brim"),
        ({"action": "setAttribute", "variantId": 1, "name": "size", "value": "xxl"}, "size"),
        ({"action": "setAttribute", "variantId": 1, "name": "sizes", "value": ["xxl"]}, "sizes"),
        ({"action": "setAttribute", "variantId": 1, "name": "nonsense", "value": 1}, "attributes.nonsense"),
        ({"action": "setAttribute", "variantId": 1, "name": "felt", "value": "wool"}, "felt"),
    ],
)
def test_a_value_that_its_attribute_does_not_admit_is_refused(api, a_product, action, field):
    hat = a_product(masterVariant={"sku": "v1"}, variants=[{"sku": "v2"}])
    error = refusal_of(api, hat, action)
    assert (error["code"], error["field"]) == ("InvalidField", field)


def test_constraints_hold_among_the_variants_once_all_actions_are_done(api, a_product):
    def serial(variant_id, value):
        return {"action": "setAttribute", "variantId": variant_id, "name": "serial", "value": value}

    hat = a_product(
        masterVariant={"sku": "v1", "attributes": [{"name": "serial", "value": "a"}]},
        variants=[{"sku": "v2", "attributes": [{"name": "serial", "value": "b"}]}],
    )
    error = refusal_of(api, hat, serial(1, "b"))
    assert (error["code"], error["attribute"]) == ("DuplicateAttributeValue", {"name": "serial", "value": "b"})
    hat = act(api, hat, serial(1, "b"), serial(2, "a"))
    hat = act(api, hat, {"action": "setAttributeInAllVariants", "name": "felt", "value": "wool"})
    assert refusal_of(api, hat, {"action": "addVariant", "sku": "v3"})["field"] == "felt"


def test_images_come_move_and_go(api, a_product):
    def image(name):
        return {"url": f"https://shop.example/{name}.jpg", "dimensions": {"w": 10, "h": 20}}

    hat = a_product(masterVariant={"sku": "h", "images": [image("a")]})
    hat = act(
        api,
        hat,
        {"action": "addExternalImage", "variantId": 1, "image": image("b"), "staged": False},
        {"action": "addExternalImage", "sku": "h", "image": image("c")},
        {"action": "moveImageToPosition", "variantId": 1, "imageUrl": image("c")["url"], "position": 0},
        {"action": "setImageLabel", "variantId": 1, "imageUrl": image("b")["url"], "label": "back"},
        {"action": "removeImage", "variantId": 1, "imageUrl": image("a")["url"]},
    )
    current, staged = (half["masterVariant"]["images"] for half in halves(hat))
    assert current == [image("a"), image("b")]
    assert staged == [image("c"), {**image("b"), "label": "back"}]
    assert [message["type"] for message in messages_of(hat)[1:]] == ["ProductImageAdded"] * 2
    again = {"action": "addExternalImage", "variantId": 1, "image": image("b")}
    assert refusal_of(api, hat, again)["code"] == "DuplicateField"


def test_assets_of_a_variant_have_the_same_ids_in_both_halves(api, a_product):
    def asset(name):
        return {"name": {"en": name}, "key": name, "sources": [{"uri": f"https://shop.example/{name}.mp4"}]}

    hat = a_product(masterVariant={"sku": "h", "assets": [asset("film")]})
    hat = act(
        api,
        hat,
        {"action": "addAsset", "variantId": 1, "asset": asset("song"), "staged": False},
        {"action": "changeAssetName", "sku": "h", "assetKey": "film", "name": {"en": "Film"}},
        {"action": "setAssetTags", "variantId": 1, "assetKey": "film", "tags": ["long"]},
        {"action": "setAssetDescription", "variantId": 1, "assetKey": "film", "description": {"en": "A film"}},
        {
            "action": "setAssetSources",
            "variantId": 1,
            "assetKey": "film",
            "sources": [{"uri": "https://shop.example/f"}],
        },
    )
    current, staged = (half["masterVariant"]["assets"] for half in halves(hat))
    assert current[1] == staged[1]
    assert (current[0]["name"], staged[0]["name"]) == ({"en": "film"}, {"en": "Film"})
    film, song = staged
    hat = act(
        api,
        hat,
        {"action": "changeAssetOrder", "variantId": 1, "assetOrder": [song["id"], film["id"]]},
        {"action": "setAssetKey", "variantId": 1, "assetId": film["id"], "assetKey": "movie"},
        {"action": "removeAsset", "variantId": 1, "assetId": song["id"]},
    )
    assert [each["key"] for each in halves(hat)[1]["masterVariant"]["assets"]] == ["movie"]


def test_a_hundred_variants_fit_and_no_more(api, a_product):
    hat = a_product(variants=[{"sku": f"v{n}"} for n in range(99)])
    assert refusal_of(api, hat, {"action": "addVariant", "sku": "one-more"})["code"] == "InvalidOperation"


def test_a_nested_attribute_holds_attributes_of_another_type(api):
    grams = {"name": "grams", "label": {"en": "Grams"}, "isRequired": False, "type": {"name": "number"}}
    nutrient = api.post("product-types", {"name": "Nutrient", "description": "x", "attributes": [grams]})
    nested = {"name": "nested", "typeReference": {"typeId": "product-type", "id": nutrient["id"]}}
    contents = {**grams, "name": "contents", "type": {"name": "set", "elementType": nested}}
    food = api.post("product-types", {"name": "Food", "description": "x", "attributes": [contents]})
    value = [[{"name": "grams", "value": 3}], [{"name": "grams", "value": 5}]]
    draft = {"productType": {"id": food["id"]}, "name": {"en": "Ice"}, "slug": {"en": "ice"}}
    ice = api.post("products", {**draft, "masterVariant": {"attributes": [{"name": "contents", "value": value}]}})
    assert attributes_of(halves(ice)[0]) == {"contents": value}
    wrong = {"action": "setAttribute", "variantId": 1, "name": "contents", "value": [[{"name": "grams", "value": "x"}]]}
    assert refusal_of(api, ice, wrong)["field"] == "contents"


def test_an_attribute_that_is_required_cannot_be_left_out_or_taken_away(api):
    needed = {"name": "needed", "label": {"en": "Needed"}, "isRequired": True, "type": {"name": "text"}}
    declared = api.post("product-types", {"name": "Strict", "description": "x", "attributes": [needed]})
    draft = {"productType": {"id": declared["id"]}, "name": {"en": "x"}, "slug": {"en": "strict"}}
    [error] = api.refused(400, "POST", "products", json=draft)["errors"]
    assert (error["code"], error["field"]) == ("RequiredField", "needed")
    made = api.post("products", {**draft, "masterVariant": {"attributes": [{"name": "needed", "value": "x"}]}})
    away = {"action": "setAttribute", "variantId": 1, "name": "needed"}
    assert refusal_of(api, made, away)["code"] == "RequiredField"


def test_what_an_attribute_refers_to_is_there(api, a_product, a_neighbour):
    def attribute(name, kind):
        return {"name": name, "label": {"en": name}, "type": kind}

    def refers(type_id):
        return {"name": "reference", "referenceTypeId": type_id}

    def a_set(kind):
        return {"name": "set", "elementType": kind}

    parts = [
        attribute("part", refers("product")),
        attribute("parts", a_set(refers("category"))),
        attribute("dealer", refers("channel")),
    ]
    part_of = api.post("product-types", {"name": "Part", "description": "x", "attributes": parts})
    nested = {"name": "nested", "typeReference": {"typeId": "product-type", "id": part_of["id"]}}
    within = attribute("within", a_set(nested))
    kind = api.post("product-types", {"name": "Kit", "description": "x", "attributes": [*parts, within]})
    draft = {"productType": {"id": kind["id"]}, "name": {"en": "Kit"}, "slug": {"en": "kit"}}
    kit, hat = api.post("products", draft), a_product()
    category = api.post("categories", {"name": {"en": "c"}, "slug": {"en": "part-category"}})
    dealer = a_neighbour("channel", key="dealer")

    def to(type_id, id):
        return {"typeId": type_id, "id": id}

    def put(name, value):
        return {"action": "setAttribute", "variantId": 1, "name": name, "value": value}

    known = to("category", category["id"])
    for name, value, type_id in (
        ("part", to("product", "nowhere"), "product"),
        ("parts", [known, to("category", "nowhere")], "category"),
        ("dealer", to("channel", "nowhere"), "channel"),
        ("within", [[{"name": "part", "value": to("product", "nowhere")}]], "product"),
    ):
        error = refusal_of(api, kit, put(name, value))
        assert (error["code"], error["typeId"], error["id"]) == ("ReferencedResourceNotFound", type_id, "nowhere")
    assert refusal_of(api, kit, put("part", known))["code"] == "InvalidField"
    kit = act(
        api,
        kit,
        put("part", to("product", kit["id"])),
        put("parts", [known]),
        put("dealer", to("channel", dealer["id"])),
        put("within", [[{"name": "part", "value": to("product", hat["id"])}]]),
    )
    assert attributes_of(halves(kit)[1])["parts"] == [known]


def test_a_text_that_is_searched_has_its_limit(api, a_product):
    hat = a_product()
    long = {"action": "setAttribute", "variantId": 1, "name": "serial", "value": "x" * 10_923}
    assert refusal_of(api, hat, long)["field"] == "serial"
    act(api, hat, long | {"value": "x" * 10_922})
