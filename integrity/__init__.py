"""The core: in it a file is a tool, a folder a feature, a folder with a stream.py a stream."""
