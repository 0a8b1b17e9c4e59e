"""Images that merchants upload, kept here and shown to everybody who has their address."""
