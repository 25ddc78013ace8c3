//! The program: opens the window.

fn main() {
    badge_backpack::run();
}
