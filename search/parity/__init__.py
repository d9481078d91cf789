"""Is it one search, whichever engine answers? What `manage.py search_parity` and the contract tests compare."""
