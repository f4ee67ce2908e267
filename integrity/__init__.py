"""The core: in here a file is a tool, a folder is a feature, a folder with a stream.py is a stream."""
