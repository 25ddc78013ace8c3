//! Which names an entry may have: plain relative paths that mean the same on every system.

use crate::limits;

/// Why `name` is no name for an entry of a bundle (APPNOTE.TXT 4.4.17, narrowed), or `None` where it is one.
pub(crate) fn fault(name: &[u8]) -> Option<&'static str> {
    if name.is_empty() || name.len() > limits::NAME_BYTES {
        return Some("length");
    }
    if !name.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        return Some("character outside printable ASCII");
    }
    if name.iter().any(|byte| br#"\:*?"<>|"#.contains(byte)) {
        return Some("character that some system gives a meaning to");
    }
    name.split(|byte| *byte == b'/').find_map(component_fault)
}

fn component_fault(component: &[u8]) -> Option<&'static str> {
    match component {
        [] => Some("empty part"),
        b"." | b".." => Some("part that walks the tree"),
        [b' ', ..] | [.., b' ' | b'.'] => Some("part that begins with a space or ends with a space or dot"),
        _ if is_device(component) => Some("name of a device"),
        _ => None,
    }
}

/// Whether Windows takes `component` for a device, whatever its extension ("Naming Files, Paths, and Namespaces").
fn is_device(component: &[u8]) -> bool {
    let stem = component.split(|byte| *byte == b'.').next().unwrap_or(component);
    let stem = String::from_utf8_lossy(stem).trim_end().to_ascii_uppercase();
    match stem.as_str() {
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" => true,
        stem => stem
            .strip_prefix("COM")
            .or_else(|| stem.strip_prefix("LPT"))
            .is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9'])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_relative_paths_are_names() {
        let long = "a".repeat(300);
        let good = [
            "mimetype",
            "badges/01/original.png",
            "badges/01/documents/index.json",
            "a b",
            "CONSOLE.txt",
            "com10",
        ];
        let bad = [
            "",
            ".",
            "..",
            "../x",
            "/etc/x",
            r"C:\x",
            "C:x",
            "a/../../x",
            r"a\..\x",
            "a//b",
            "a/",
            "./a",
            "a/.",
            "x\0y",
            "x ",
            " x",
            "x.",
            "a /b",
            "CON",
            "con.txt",
            "a/NUL",
            "Aux.tar.gz",
            "COM1",
            "lpt9.x",
            "CON .txt",
            "x\ny",
            "é",
            "x:y",
            "a?",
            &long,
        ];
        for name in good {
            assert_eq!(fault(name.as_bytes()), None, "{name:?}");
        }
        for name in bad {
            assert!(fault(name.as_bytes()).is_some(), "{name:?}");
        }
    }
}
