"""The joint sanction core: lists, entries, due process, pushes, responses, removal."""
