"""How often a body inspects whom: fewer times who keeps faith, more often who does not."""
