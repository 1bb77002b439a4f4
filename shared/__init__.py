"""What two services need: contracts, the catalogue's model, and plumbing. Never a business rule."""
