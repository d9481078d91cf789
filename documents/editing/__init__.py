"""How documents are written in the admin: fields, forms and their layout."""
