"""Maps made elsewhere: a table of points, shown as it is."""
