//! The texts of commands: search arguments, strings, folder names and message sets.

use data_encoding::BASE64_NOPAD;
use jiff::civil::Date;

/// Which messages to fetch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Criteria {
    /// Only messages sent on this day or later.
    pub since: Option<Date>,
    /// Only messages from one of these senders: parts of an address. Empty means all senders.
    pub senders: Vec<String>,
}

impl Criteria {
    /// Returns the `SEARCH` arguments (RFC 3501, section 6.4.4) for messages after `last`.
    pub(super) fn search(&self, last: u32) -> String {
        let mut search = format!("UID {}:*", last.saturating_add(1));
        if let Some(since) = self.since {
            search.push_str(&since.strftime(" SINCE %-d-%b-%Y").to_string());
        }
        for (index, sender) in self.senders.iter().enumerate() {
            search.push_str(if index + 1 < self.senders.len() { " OR FROM " } else { " FROM " });
            search.push_str(&quoted_string(sender));
        }
        search
    }
}

/// Returns a quoted string (RFC 3501, section 4.3) without the characters that are not allowed in one.
pub(super) fn quoted_string(text: &str) -> String {
    let allowed = text.chars().filter(|c| !c.is_control());
    let escaped: String =
        allowed.flat_map(|c| matches!(c, '"' | '\\').then_some('\\').into_iter().chain([c])).collect();
    format!("\"{escaped}\"")
}

/// Returns a folder's name in modified UTF-7 (RFC 3501, section 5.1.3).
pub(super) fn mailbox_name(folder: &str) -> String {
    let mut name = String::new();
    let mut utf16 = Vec::new();
    for c in folder.chars() {
        if !(' '..='~').contains(&c) {
            utf16.extend(c.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_be_bytes()));
            continue;
        }
        push_base64(&mut name, &mut utf16);
        name.push(c);
        if c == '&' {
            name.push('-');
        }
    }
    push_base64(&mut name, &mut utf16);
    name
}

/// Writes the pending UTF-16 in modified base64, between `&` and `-`.
fn push_base64(name: &mut String, utf16: &mut Vec<u8>) {
    if !utf16.is_empty() {
        name.push_str(&format!("&{}-", BASE64_NOPAD.encode(utf16).replace('/', ",")));
        utf16.clear();
    }
}

pub(super) fn uid_set(uids: &[u32]) -> String {
    uids.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_folder_names() {
        let rows = [
            ("INBOX", "INBOX"),
            ("Entwürfe", "Entw&APw-rfe"),
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            ("A & B", "A &- B"),
            ("🎓", "&2Dzfkw-"),
        ];
        for (folder, name) in rows {
            assert_eq!(mailbox_name(folder), name, "{folder}");
        }
    }
}
