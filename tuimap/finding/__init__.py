"""Finding sounds: by the letters of their names, by what is known of them, by how alike they are."""
