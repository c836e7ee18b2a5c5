"""The network that learns to describe this very collection: the only place with Optax."""
