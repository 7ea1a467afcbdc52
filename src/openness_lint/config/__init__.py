"""Configuration: files found, read and checked once; settings in which every value knows where it comes from."""
