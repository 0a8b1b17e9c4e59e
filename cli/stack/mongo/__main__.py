"""SecantusDB's own command line, on our storage: ``python -m cli.stack.mongo --port 27017 --storage-path DIR``.

SPDX-License-Identifier: GPL-2.0-only
"""

import sys

from secantus import cli, commands, server

from cli.stack.mongo.counting import counted
from cli.stack.mongo.storage import Storage

server.Storage = Storage
commands._HANDLERS["aggregate"] = counted(commands._HANDLERS["aggregate"])

if __name__ == "__main__":
    sys.exit(cli.main())
