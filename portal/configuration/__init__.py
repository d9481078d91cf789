"""The screens of Wagtail's admin on which an administrator keeps the tables that the portal reads: units, thresholds, papers, kinds."""
