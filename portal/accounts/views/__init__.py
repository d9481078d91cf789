"""Screens of accounts, one module per subject."""
