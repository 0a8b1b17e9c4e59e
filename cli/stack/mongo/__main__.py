"""SecantusDB's own command line, on our storage: ``python -m cli.stack.mongo --port 27017 --storage-path DIR``.

A hundred connections take turns on one thread: as threads, they spent half of their time waking each other up.

SPDX-License-Identifier: GPL-2.0-only
"""

import sys

from gevent import monkey

if __name__ == "__main__":
    monkey.patch_all()  # before anything else is loaded that waits

    from secantus import cli

    from cli.stack.mongo.storage import install

    install()
    sys.exit(cli.main())
