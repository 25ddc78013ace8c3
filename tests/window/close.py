"""Waits for the window with this title, closes it as its close button does, and does not wait for the program to end.

    python3 close.py TITLE
"""

import sys
import time

from check_window import close, find
from Xlib import display


TIME_LIMIT_SECONDS = 30


def main(title):
    screen = display.Display()
    end = time.monotonic() + TIME_LIMIT_SECONDS
    while (window := find(screen.screen().root, title)) is None:
        if time.monotonic() > end:
            sys.exit(f"no window “{title}”")
        time.sleep(0.05)
    close(screen, window)
    screen.sync()
    print("done", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
