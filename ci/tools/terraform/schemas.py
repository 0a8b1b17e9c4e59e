"""Reads a provider's schema out of the package that CDKTF generated from it.

    schemas.py PACKAGE_DIRECTORY OUT.json

Each resource is a JavaScript class whose `synthesizeHclAttributes` lists its arguments with their types, and an
interface in the .d.ts beside it that says which of them are optional. What only has a getter is computed. The result:
{resource | data | provider: {type: {attributes: {name: {type, required, computed}}, blocks: {name: {nesting, required,
block}}}}}, types as Terraform's own JSON writes them.
"""

import json
import re
import sys
import tarfile
from collections import defaultdict
from pathlib import Path
from typing import Any

Block = dict[str, Any]

ARGUMENT = re.compile(
    r"^\s+(\w+): \{\n\s+value: (.*?),\n\s+isBlock: (true|false),\n"
    r'\s+type: "(\w+)",\n\s+storageClassType: "(\w+)",\n\s+\},',
    re.MULTILINE,
)
CLASS = re.compile(
    r"^class (\w+) extends cdktf\.Terraform(Resource|DataSource|Provider) \{\n(.*?)^\}", re.DOTALL | re.MULTILINE
)
FUNCTION = re.compile(r"^function (\w+)ToHclTerraform\(struct\) \{\n(.*?)^\}", re.DOTALL | re.MULTILINE)
INTERFACE = re.compile(r"export interface (\w+)[^{]*\{(.*?)\n\}", re.DOTALL)
PROPERTY = re.compile(r"#(\w+) \w+#\w+\}.*?\*/\s+readonly \w+(\??):", re.DOTALL)
GETTERS = (
    re.compile(r"get\w+\(\) \{\s+return (?:cdktf\.Fn\.tolist\()?this\.get(\w+)Attribute\('(\w+)'\)"),
    re.compile(r"get \w+\(\) \{\s+return (?:cdktf\.Fn\.tolist\()?this\.get(\w+)Attribute\('(\w+)'\)"),
)
NESTED = re.compile(r'new \w+(?:List|OutputReference|Map)\(this, "(\w+)"')
TYPES: dict[str, Any] = {
    "string": "string",
    "number": "number",
    "boolean": "bool",
    "stringMap": ["map", "string"],
    "numberMap": ["map", "number"],
    "booleanMap": ["map", "bool"],
    "stringList": ["list", "string"],
    "numberList": ["list", "number"],
    "booleanList": ["list", "bool"],
    "anyMap": ["map", "string"],
}
COMPUTED: dict[str, Any] = {
    "String": "string",
    "Number": "number",
    "Boolean": "bool",
    "List": ["list", "string"],
    "StringMap": ["map", "string"],
}
KINDS = {"Resource": "resource", "DataSource": "data", "Provider": "provider"}
DEEPEST = 12
"""Some blocks contain themselves."""


class Module:
    """What one resource's folder holds."""

    def __init__(self, javascript: str, declarations: str) -> None:
        self.javascript = javascript
        self.functions = dict(FUNCTION.findall(javascript))
        self.required = {
            name: {argument: not optional for argument, optional in PROPERTY.findall(body)}
            for name, body in INTERFACE.findall(declarations)
        }

    def schemas(self) -> dict[tuple[str, str], Block]:
        """(kind, type) → its schema"""
        found = {}
        for name, kind, body in CLASS.findall(self.javascript):
            named = re.search(name + r'\.tfResourceType = "(\w+)"', self.javascript)
            head, _, arguments = body.partition("synthesizeHclAttributes()")
            block = self._block(arguments, f"{name}Config", 0)
            _add_computed(block, head)
            found[KINDS[kind], named.group(1) if named else name] = block
        return found

    def _block(self, body: str, interface: str, depth: int) -> Block:
        block: Block = {"attributes": {}, "blocks": {}}
        for name, value, is_block, kind, storage in ARGUMENT.findall(body):
            required = self.required.get(interface, {}).get(name, False)
            if is_block == "false":
                shape = TYPES.get(storage, "dynamic")
                if kind == "set" and isinstance(shape, list) and shape[0] == "list":
                    shape = ["set", shape[1]]
                block["attributes"][name] = {"type": shape, "required": required}
            else:
                nesting = {"struct": "single"}.get(kind, kind)
                block["blocks"][name] = {"nesting": nesting, "required": required, "block": self._inner(value, depth)}
        return block

    def _inner(self, value: str, depth: int) -> Block:
        called = re.search(r"(\w+)ToHclTerraform", value)
        name = called.group(1) if called else ""
        if name not in self.functions or depth >= DEEPEST:
            return {"attributes": {}, "blocks": {}}
        return self._block(self.functions[name], name[0].upper() + name[1:], depth + 1)


def _add_computed(block: Block, head: str) -> None:
    known = block["attributes"].keys() | block["blocks"].keys()
    for getter in GETTERS:
        for kind, name in getter.findall(head):
            if name not in known:
                block["attributes"][name] = {"type": COMPUTED.get(kind, "dynamic"), "computed": True}
    for name in NESTED.findall(head):
        if name not in known:
            block["attributes"].setdefault(name, {"type": "dynamic", "computed": True})


def main(package: Path, out: Path) -> None:
    (archive,) = package.rglob("*.jsii.tgz")
    # Of each resource's folder: a large one keeps its blocks in files beside index.js.
    javascript: defaultdict[str, str] = defaultdict(str)
    declarations: defaultdict[str, str] = defaultdict(str)
    with tarfile.open(archive) as tar:
        for member in tar:
            found = re.match(r"package/lib/([^/]+)/.+?(\.js|\.d\.ts)$", member.name)
            if found and (file := tar.extractfile(member)):
                side = javascript if found.group(2) == ".js" else declarations
                side[found.group(1)] += file.read().decode() + "\n"
    schema: dict[str, dict[str, Block]] = {kind: {} for kind in KINDS.values()}
    for name, text in javascript.items():
        for (kind, terraform_type), block in Module(text, declarations[name]).schemas().items():
            schema[kind][terraform_type] = block
    if not schema["resource"]:
        sys.exit(f"{archive} holds no resource: CDKTF writes them in another form now")
    out.write_text(json.dumps(schema, separators=(",", ":")), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
