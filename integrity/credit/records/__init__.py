"""The credit record: post, confirm, publish, expire, repair, withdraw; the file of a subject."""
