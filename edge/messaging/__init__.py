"""The only room that talks to the network; ``mqtt.py`` alone knows paho.

``Publisher`` takes the outbox to the broker and keeps the retained topics up to date; ``Subscriber`` listens.
Both are driven by one loop of ours: paho runs no thread here, so nothing can end in silence.
"""
