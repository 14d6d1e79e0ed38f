"""The nouns of the house: frozen values and arithmetic, and the short exception tree.

Conventions, stated once: pixels are of the full-resolution frame, x right, y down, boxes half-open;
images are uint8 (H, W, 3) in OpenCV's BGR order; scores are floats in [0, 1]; times are integer
nanoseconds of the monotonic clock unless the name ends in ``_at`` (aware UTC); durations end in
``_s`` or ``_ms``.
"""
