"""What every resource of the API is made of: a document, a draft, actions, messages, and the machine that reads them."""
