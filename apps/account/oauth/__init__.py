"""OAuth 2 as commercetools speaks it: tokens for API clients, for their customers and for anonymous shoppers.

https://docs.commercetools.com/api/authorization
"""
