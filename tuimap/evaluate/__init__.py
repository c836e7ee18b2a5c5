"""Which descriptor and which reducer make the better map of a collection: numbers, and pictures beside each other."""
