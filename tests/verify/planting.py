"""Several mistakes in one copy of the tree, since to look takes seconds; one that hides another is planted alone."""

import re
from collections.abc import Callable, Mapping

from ci.checks.findings import REPOSITORY
from tests.verify.conftest import Tree

Mistake = tuple[str, str, str, str, str]
"""The check that must see it, the file, what was there, what stands there now, and what must be said."""
TOGETHER = 8


def groups(planted: Mapping[str, Mistake]) -> list[list[str]]:
    """Names of mistakes that one check sees and that do not touch each other's text."""
    found: list[tuple[object, list[str], dict[str, str]]] = []
    for name, (check, file, before, after, told) in planted.items():
        kind = (check, "tftest" in told)  # Terraform's tests do not run where it finds something earlier
        for known, names, texts in found:
            text = texts.get(file) or (REPOSITORY / file).read_text("utf-8")
            if known == kind and len(names) < TOGETHER and before in text:
                texts[file] = text.replace(before, after, 1)
                names.append(name)
                break
        else:
            text = (REPOSITORY / file).read_text("utf-8")
            found.append((kind, [name], {file: text.replace(before, after, 1)}))
    return [names for _, names, _ in found]


def unseen(planted: Mapping[str, Mistake], names: list[str], new_tree: Callable[[], Tree]) -> dict[str, str]:
    """Those that were not refused as they should be, and what was said instead."""
    said = _said({name: planted[name] for name in names}, new_tree())
    hidden = [name for name in names if not re.search(planted[name][-1], said)]
    if len(names) > 1:
        return {name: said for name in hidden if (said := unseen(planted, [name], new_tree).get(name)) is not None}
    return dict.fromkeys(hidden, said or "nothing was said")


def _said(planted: Mapping[str, Mistake], tree: Tree) -> str:
    for check, file, before, after, _ in planted.values():
        tree.change(file, before, after)
        if file == "config/services.yaml" and check != "generated":
            tree = tree.read()
    return tree.said(check)
