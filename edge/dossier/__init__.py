"""What a desk can defend: one inspection as a page that shows its evidence, sealed, and checked offline.

Pure: it is handed the filed event, the pictures and the gate's key, and gives bytes. ``writing`` makes a
dossier, ``checking`` says of one whether it is what a gate sealed.
"""
