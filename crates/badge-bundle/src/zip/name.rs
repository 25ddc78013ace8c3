//! Entry names: plain relative paths that mean the same on every operating system.

use crate::limits;

/// Returns the reason why `name` is forbidden as an entry name (a restriction of APPNOTE.TXT 4.4.17), or `None` if it is allowed.
pub(super) fn find_fault(name: &[u8]) -> Option<&'static str> {
    if name.is_empty() || name.len() > limits::NAME_BYTES {
        return Some("length");
    }
    if !name.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        return Some("character outside printable ASCII");
    }
    if name.iter().any(|byte| br#"\:*?"<>|"#.contains(byte)) {
        return Some("character that is special on some operating system");
    }
    name.split(|byte| *byte == b'/').find_map(find_component_fault)
}

fn find_component_fault(component: &[u8]) -> Option<&'static str> {
    match component {
        [] => Some("empty part"),
        b"." | b".." => Some("part that leaves its folder"),
        [b' ', ..] | [.., b' ' | b'.'] => Some("part that begins with a space or ends with a space or dot"),
        _ if is_device_name(component) => Some("name of a device"),
        _ => None,
    }
}

/// Returns whether `component` is a device name on Windows, with any extension ("Naming Files, Paths, and Namespaces").
fn is_device_name(component: &[u8]) -> bool {
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
    fn accepts_only_plain_relative_paths() {
        let long = "a".repeat(300);
        let allowed = [
            "mimetype",
            "badges/01/original.png",
            "badges/01/documents/index.json",
            "a b",
            "CONSOLE.txt",
            "com10",
        ];
        let forbidden = [
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
        for name in allowed {
            assert_eq!(find_fault(name.as_bytes()), None, "{name:?}");
        }
        for name in forbidden {
            assert!(find_fault(name.as_bytes()).is_some(), "{name:?}");
        }
    }
}
