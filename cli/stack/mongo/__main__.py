"""SecantusDB's own command line, on our storage: ``python -m cli.stack.mongo --port 27017 --storage-path DIR``.

SPDX-License-Identifier: GPL-2.0-only
"""

import sys

from secantus import cli

from cli.stack.mongo.storage import install

if __name__ == "__main__":
    install()
    sys.exit(cli.main())
