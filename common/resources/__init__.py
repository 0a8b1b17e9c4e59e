"""What every resource is made of: a document, a draft, actions, messages, and the machine that reads them."""
