"""Special campaigns (专项治理) over all streams: find, hear, order, look, strike off."""
