"""`python -m hoanhap` is the command `hoanhap`."""

from hoanhap.cli import main

main()
