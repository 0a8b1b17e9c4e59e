"""Kubernetes' own schemas, strictly: reads [{where, object}], writes [{where, error}]. For build/tools' Python."""

import json
import sys

import kubernetes_validate

VERSIONS = ("1.34", "1.37")
"""The oldest that the charts say they run on (preStop.sleep), and the newest that we know of."""


def main() -> None:
    wrong = []
    for each in json.load(sys.stdin):
        for version in VERSIONS:
            try:
                kubernetes_validate.validate(each["object"], version, strict=True)
            except kubernetes_validate.ValidationError as error:
                place = ".".join(str(step) for step in error.path)
                wrong.append({"where": each["where"], "error": f"{place}: {error.message}".lstrip(": ")})
                break
            except kubernetes_validate.SchemaNotFoundError:
                wrong.append({"where": each["where"], "error": f"Kubernetes {version} has no such kind"})
                break
    json.dump(wrong, sys.stdout)


if __name__ == "__main__":
    main()
