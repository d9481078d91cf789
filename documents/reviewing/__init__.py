"""Screens of the admin for those who look after the law: contradicting statuses, suggested relations."""
