//! Generates the permissions of the shell's own commands.

fn main() {
    tauri_build::build();
}
