"""One person's data: where it is held, a copy of it on request (UU 27/2022, articles 7 and 32), and who saw data in clear."""
