"""One page about the last weeks of a store: what came, from where, how well, and which sites need a hand."""
