"""``python -m edge`` is ``gate``."""

from edge.cli.main import main

main()
