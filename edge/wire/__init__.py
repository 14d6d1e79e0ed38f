"""What leaves the gate, as JSON: the envelope, the retained payloads, their schemas and their topics.

The domain's frozen records are the event data word for word; this room only turns them to JSON and back.
It knows no network and no disk. ``python -m edge.wire`` writes the schema files that ship in the wheel.
"""
