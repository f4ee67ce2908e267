"""What the public reports of serious acts of enterprises and organisations (S3 三（二）4)."""
