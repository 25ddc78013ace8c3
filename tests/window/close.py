"""Closes the window with this title as its cross does, once it is there, and does not wait for what comes of it.

    python3 close.py TITLE
"""

import sys
import time

from onlooker import close, find
from Xlib import display


PATIENCE_SECONDS = 30


def main(title):
    screen = display.Display()
    end = time.monotonic() + PATIENCE_SECONDS
    while (window := find(screen.screen().root, title)) is None:
        if time.monotonic() > end:
            sys.exit(f"no window “{title}”")
        time.sleep(0.05)
    close(screen, window)
    screen.sync()
    print("done", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
