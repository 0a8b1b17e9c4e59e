"""What several suites share: servers, waiting, clients, factories."""
