"""One possible order to a label: the least effort that brings a cluster as far as it can come by itself."""
