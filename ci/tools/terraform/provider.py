"""A Terraform provider that knows a schema and nothing else: what `validate`, `plan` and `test` need of the real one.

Terraform starts it as `terraform-provider-NAME` and speaks its plugin protocol 6 with it. It tells the schema, takes
every configuration that fits, and plans what is computed as unknown. It never creates anything. Only the types that the
configuration in TERRAFORM_ROOT names are told, for a thousand take seconds.
"""

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import grpc
import msgpack
import tf.provider
import tf.runner
from tf.gen import tfplugin_pb2 as pb

NESTINGS = {"single": 1, "list": 2, "set": 3, "map": 4}
UNKNOWN = msgpack.ExtType(0, b"\0")
NAMED = re.compile(r'^\s*(resource|data)\s+"(\w+)"', re.MULTILINE)

Block = dict[str, Any]


def told(block: Block) -> pb.Schema.Block:
    attributes = []
    for name, attribute in sorted(block["attributes"].items()):
        required, computed = attribute.get("required", False), attribute.get("computed", False)
        attributes.append(
            pb.Schema.Attribute(
                name=name,
                type=json.dumps(attribute["type"]).encode(),
                required=required,
                optional=not required and not computed,
                computed=computed or not required,
                sensitive=attribute.get("sensitive", False),
            )
        )
    blocks = [
        pb.Schema.NestedBlock(
            type_name=name,
            nesting=NESTINGS[nested["nesting"]],
            block=told(nested["block"]),
            min_items=1 if nested["required"] and nested["nesting"] in {"list", "set"} else 0,
        )
        for name, nested in sorted(block["blocks"].items())
    ]
    return pb.Schema.Block(attributes=attributes, block_types=blocks)


class SchemaOnly(tf.provider.ProviderServicer):  # type: ignore[misc]
    """The servicer; its method names are the protocol's."""

    def __init__(self, schema: dict[str, dict[str, Block]], named: set[tuple[str, str]]) -> None:
        self.provider = next(iter(schema["provider"].values()))
        self.kinds = {
            kind: {name: _with_id(block) for name, block in schema[kind].items() if (kind, name) in named}
            for kind in ("resource", "data")
        }

    def GetMetadata(self, request: Any, context: grpc.ServicerContext) -> None:  # noqa: N802
        context.abort(grpc.StatusCode.UNIMPLEMENTED, "ask for the schema")

    def GetProviderSchema(self, request: Any, context: Any) -> Any:  # noqa: N802
        def schema(block: Block) -> pb.Schema:
            return pb.Schema(version=0, block=told(block))

        return pb.GetProviderSchema.Response(
            provider=schema(self.provider),
            resource_schemas={name: schema(block) for name, block in self.kinds["resource"].items()},
            data_source_schemas={name: schema(block) for name, block in self.kinds["data"].items()},
        )

    def ValidateProviderConfig(self, request: Any, context: Any) -> Any:  # noqa: N802
        return pb.ValidateProviderConfig.Response()

    def ValidateResourceConfig(self, request: Any, context: Any) -> Any:  # noqa: N802
        return pb.ValidateResourceConfig.Response()

    def ValidateDataResourceConfig(self, request: Any, context: Any) -> Any:  # noqa: N802
        return pb.ValidateDataResourceConfig.Response()

    def ConfigureProvider(self, request: Any, context: Any) -> Any:  # noqa: N802
        return pb.ConfigureProvider.Response()

    def ReadDataSource(self, request: Any, context: Any) -> Any:  # noqa: N802
        return pb.ReadDataSource.Response(state=request.config)

    def PlanResourceChange(self, request: Any, context: Any) -> Any:  # noqa: N802
        proposed = request.proposed_new_state
        values = msgpack.unpackb(proposed.msgpack, strict_map_key=False) if proposed.msgpack else None
        if values is not None:
            attributes = self.kinds["resource"][request.type_name]["attributes"]
            for name, attribute in attributes.items():
                if values.get(name) is None and attribute.get("computed"):
                    values[name] = UNKNOWN
            proposed = pb.DynamicValue(msgpack=msgpack.packb(values))
        return pb.PlanResourceChange.Response(planned_state=proposed)

    def StopProvider(self, request: Any, context: Any) -> Any:  # noqa: N802
        return pb.StopProvider.Response()


def _with_id(block: Block) -> Block:
    return {**block, "attributes": {"id": {"type": "string", "computed": True}, **block["attributes"]}}


class Provider:
    """What tf's runner wants to know of a provider."""

    def full_name(self) -> str:
        return sys.argv[1]


def main(schema: Path) -> None:
    texts = [path.read_text("utf-8") for path in Path(os.environ["TERRAFORM_ROOT"]).rglob("*.tf")]
    named = {match for text in texts for match in NAMED.findall(text)}
    servicer = SchemaOnly(json.loads(schema.read_text("utf-8")), named)
    vars(tf.runner)["ProviderServicer"] = lambda _: servicer  # its own asks a provider written in Python
    tf.runner.run_provider(Provider(), ["provider"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
