"""Closes the window with this title as its cross does, and does not wait for what comes of it.

    python3 close.py TITLE
"""

import sys

from onlooker import close, find
from Xlib import display


def main(title):
    screen = display.Display()
    window = find(screen.screen().root, title)
    if window is None:
        sys.exit(f"no window “{title}”")
    close(screen, window)
    screen.sync()
    print("done", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
