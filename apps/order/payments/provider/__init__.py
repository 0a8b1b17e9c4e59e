"""Payment services: what is asked of them (``port``), over HTTP (``over_http``), and which there are (``known``)."""
