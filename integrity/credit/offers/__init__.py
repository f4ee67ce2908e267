"""What good credit brings (信易+): who offers what, to whom, until when, and how to claim it."""
