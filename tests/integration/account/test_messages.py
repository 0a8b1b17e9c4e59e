"""Messages of all services, as one collection that can be asked."""

from uuid import uuid4

import pytest

from apps.account.messages.document import StoredMessage
from apps.account.messages.keep import keep
from common.contracts.erasing import EraseMessages
from common.contracts.events import ResourceChanged
from common.resources.document import collection_of
from workers.account.erasing import erase_messages


def a_message(number=1, of="c-1", **payload):
    return {
        "id": str(uuid4()),
        "version": 1,
        "sequenceNumber": number,
        "resource": {"typeId": "category", "id": of},
        "resourceVersion": number,
        "type": "CategorySlugChanged",
        "createdAt": f"2026-11-23T04:00:0{number}.000Z",
        "lastModifiedAt": f"2026-11-23T04:00:0{number}.000Z",
        "slug": {"en": "hats"},
        **payload,
    }


def told(*messages, project="shop"):
    keep(ResourceChanged(project, "category", "c-1", len(messages), deleted=False, json=None, messages=messages))


def test_what_a_resource_said_can_be_read(program):
    said = a_message()
    told(said)
    assert program.get(f"/shop/messages/{said['id']}") == said
    assert program.get("/shop/messages")["results"] == [said]
    assert program.call("HEAD", f"/shop/messages/{said['id']}").status_code == 200
    assert program.call("HEAD", '/shop/messages?where=type="CategorySlugChanged"').status_code == 200
    assert program.call("HEAD", '/shop/messages?where=type="CategoryCreated"').status_code == 404


def test_what_was_told_twice_was_said_once(program):
    first, second = a_message(1), a_message(2)
    told(first)
    told(first, second)
    told(second)
    assert program.get("/shop/messages?sort=sequenceNumber asc")["results"] == [first, second]


def test_messages_that_come_late_are_kept_all_the_same(program):
    first, second = a_message(1), a_message(2)
    told(second)
    told(first)
    assert program.get("/shop/messages?sort=sequenceNumber asc")["results"] == [first, second]


def test_messages_can_be_asked_for_by_what_they_are_about(program):
    told(a_message(1), a_message(2, of="c-2"), a_message(3, of="c-2"))
    about, later = 'resource(typeId="category" and id="c-2")', 'type="CategorySlugChanged" and sequenceNumber > 2'
    found = program.get(f"/shop/messages?where={about}&where={later}")
    assert [message["sequenceNumber"] for message in found["results"]] == [3]
    assert program.call("HEAD", "/shop/messages?where=sequenceNumber > 3").status_code == 404


def test_an_unknown_message_is_not_found(program):
    assert program.get("/shop/messages/unknown", status=404)["errors"][0]["code"] == "ResourceNotFound"


def test_messages_need_their_own_permission(a_program):
    a_program("view_products:shop").get("/shop/messages", status=403)


def test_a_project_sees_its_own_messages_only(ann, program):
    ann.post("/api/account/projects", {"key": "other-shop"}, status=201)
    said = a_message()
    told(said, project="other-shop")
    assert program.get("/shop/messages")["total"] == 0
    program.get(f"/shop/messages/{said['id']}", status=404)


def test_a_project_that_wants_no_messages_has_none(program):
    action = {"action": "changeMessagesEnabled", "messagesEnabled": False}
    program.post("/shop", {"version": 1, "actions": [action]}, status=200)
    told(a_message())
    assert program.get("/shop/messages")["results"] == []


def test_messages_of_a_project_that_is_gone_are_not_kept(ann):
    ann.delete("/api/account/projects/shop")
    told(a_message())
    assert collection_of(StoredMessage).count_documents({}) == 0


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nobody_makes_or_changes_a_message(program, method):
    said = a_message()
    told(said)
    assert program.http.open("/shop/messages", method=method, json=said).status_code == 405
    assert program.http.open(f"/shop/messages/{said['id']}", method=method, json=said).status_code == 405


def test_of_what_is_erased_no_message_stays(program):
    about_her, about_her_order, other = (a_message(number, of=of) for number, of in enumerate(("ann", "o-1", "c-2"), 1))
    for message, type_id in ((about_her, "customer"), (about_her_order, "order")):
        message["resource"]["typeId"] = type_id
    told(about_her, about_her_order, other)
    erase_messages(EraseMessages("saga", "shop", "ann", cart_ids=(), order_ids=("o-1",), payment_ids=()))
    assert program.get("/shop/messages")["results"] == [other]
    keep(ResourceChanged("shop", "category", "c-2", 9, True, None, (a_message(4, of="c-2"),), erased=True))
    assert program.get("/shop/messages")["results"] == []
