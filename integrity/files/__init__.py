"""Bytes in and out: attachments, cleaning in the child process, sheets, imports, exports."""
