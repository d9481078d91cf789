"""Sending documents' files."""
