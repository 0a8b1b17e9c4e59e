"""From a card to routes: the HTTP face that every service has, written once."""
