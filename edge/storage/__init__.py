"""The only room that touches the disk: what was inspected, what waits for the broker, and the evidence.

``Store`` is its door: ``Store.open(folder, source=...)``. The invariants of the disk format stand in
``edge.storage.format``.
"""
