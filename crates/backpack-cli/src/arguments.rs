//! The command line's contract: every verb, argument and option, defined once. Help, man page and completions are
//! generated from here.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// Keeps your Open Badges on your own machine, says check by check what holds, and exports signed bundles.
#[derive(Debug, Parser)]
#[command(
    name = "backpack",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 all well, 1 done and some badge is not verified, 2 usage, 3 input could not be read, \
                  4 store or key unavailable, 5 network needed and not to be had."
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// Options of every verb.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// The backpack's folder.
    #[arg(long, global = true, value_name = "DIR", env = "BACKPACK_DATA_DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Print one JSON object a line instead of text.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Ask no host; what cannot be checked offline is said to be unknown.
    #[arg(long, global = true)]
    pub(crate) offline: bool,
    /// Also trust the certificate authorities in this PEM file.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) cacert: Option<PathBuf>,
    /// Use this address for this host and port, as curl does.
    #[arg(long, global = true, value_name = "HOST:PORT:ADDRESS")]
    pub(crate) resolve: Vec<String>,
    /// Allow hosts with private and loopback addresses.
    #[arg(long, global = true)]
    pub(crate) allow_private_network: bool,
    /// Read the passphrase of the backpack from the first line of this file (where there is no keyring).
    #[arg(long, global = true, value_name = "FILE", env = "BACKPACK_PASSPHRASE_FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Read the recovery phrase from this file, and open the backpack with it.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) recovery_phrase_file: Option<PathBuf>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Check badges without keeping them.
    Verify {
        /// Files, folders, archives, exports of other backpacks, links, or `-` for standard input.
        #[arg(required = true, value_name = "FILE|DIR|URL|-")]
        inputs: Vec<String>,
        /// Judge for this time instead of now (RFC 3339).
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
        /// Compare the recipient with this identity (an e-mail address, URL, telephone number or DID).
        #[arg(long, value_name = "ID")]
        recipient: Vec<String>,
        /// Compare the issuers with this list of issuers (a registry in JSON, or one id a line).
        #[arg(long, value_name = "FILE")]
        trust_list: Vec<PathBuf>,
        /// Tell each check in full: its rule, and the documents that it stood on.
        #[arg(long, conflicts_with = "json")]
        report: bool,
    },
    /// Check badges and keep them.
    Import {
        /// Files, folders, archives, exports of other backpacks, links, offers of badges, or `-` for standard input.
        #[arg(required = true, value_name = "FILE|DIR|URL|-")]
        inputs: Vec<String>,
        /// Of an offer: the code that the issuer gave you for it.
        #[arg(long, value_name = "CODE")]
        tx_code: Option<String>,
        /// Only say what would be kept.
        #[arg(long)]
        dry_run: bool,
        /// Keep without asking.
        #[arg(long, short = 'y')]
        yes: bool,
        /// Ask only the hosts that are always asked (`backpack host list`).
        #[arg(long)]
        agreed_hosts: bool,
        /// Read the password of a locked backup from the first line of this file.
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
    /// Find badges in mails, attached or linked; no host but a mail server is asked.
    Mail {
        /// Mails (.eml, .msg), mailboxes (.mbox), Maildirs, folders of them, `-` for standard input, or
        /// `imap://USER@HOST/FOLDER`, which is read over TLS and never changed.
        #[arg(required = true, value_name = "FILE|DIR|-|imap://…")]
        inputs: Vec<String>,
        /// Only say what was found.
        #[arg(long)]
        dry_run: bool,
        /// Keep every badge that is attached, without asking.
        #[arg(long, short = 'y', conflicts_with = "dry_run")]
        yes: bool,
        /// Of a mail server: only messages that came on this day or later (YYYY-MM-DD).
        #[arg(long, value_name = "DATE")]
        since: Option<String>,
        /// Of a mail server: only messages from this sender, or part of an address.
        #[arg(long, value_name = "SENDER")]
        from: Vec<String>,
        /// Of a mail server: only messages from the platforms that badges come from.
        #[arg(long)]
        platforms: bool,
        /// Of a mail server: from the beginning, not from where the last run stopped.
        #[arg(long)]
        again: bool,
        /// Read the password of the mail server from the first line of this file.
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
    /// List the badges of the backpack.
    List {
        /// Words that must all occur in name, issuer, description or tags.
        #[arg(value_name = "QUERY")]
        query: Vec<String>,
        /// List the badges that were removed and can still be brought back.
        #[arg(long)]
        removed: bool,
    },
    /// Show everything about one badge.
    Show {
        /// The badge's id, or the beginning of it.
        id: String,
        /// Print only the badge's own text, as it was issued.
        #[arg(long)]
        source: bool,
        /// Tell each check in full: its rule, and the documents that it stood on.
        #[arg(long, conflicts_with_all = ["json", "source"])]
        report: bool,
    },
    /// Remove a badge; it can be brought back for 30 days.
    Remove {
        /// The badge's id, or the beginning of it.
        id: String,
        /// Bring it back instead.
        #[arg(long)]
        undo: bool,
    },
    /// Check kept badges again.
    Recheck {
        /// Ids, or beginnings of them; all badges where none is given.
        ids: Vec<String>,
        /// Ask only the hosts that are always asked (`backpack host list`).
        #[arg(long)]
        agreed_hosts: bool,
    },
    /// The identities that badges are issued to.
    #[command(subcommand)]
    Identity(IdentityVerb),
    /// Lists of issuers that you rely on, and the issuers that you have met.
    #[command(subcommand)]
    Trust(TrustVerb),
    /// Unverified records: what you keep though it is no badge. Nothing about them is checked, and they are never shared.
    #[command(subcommand)]
    Record(RecordVerb),
    /// Collections of badges.
    #[command(subcommand)]
    Collection(CollectionVerb),
    /// Write a collection to a file.
    Export {
        /// The collection's title or id.
        collection: String,
        /// Where to write it.
        #[arg(long, short, value_name = "FILE")]
        output: PathBuf,
        /// In which form.
        #[arg(long, value_enum, default_value_t = ExportFormat::Bundle)]
        format: ExportFormat,
        /// For whom it is made.
        #[arg(long, value_name = "NAME")]
        audience: Option<String>,
        /// The reader's challenge, which shows that the file was made for this occasion.
        #[arg(long, value_name = "TEXT")]
        challenge: Option<String>,
        /// Until when it is meant (a date or an RFC 3339 time).
        #[arg(long, value_name = "DATE")]
        until: Option<String>,
        /// Disclose this identity, so that the reader can compare it with the badges' recipients.
        #[arg(long, value_name = "ID")]
        disclose: Vec<String>,
    },
    /// Check other people's bundles.
    Review {
        /// Bundles, or folders of bundles.
        #[arg(required = true, value_name = "BUNDLE|DIR")]
        bundles: Vec<PathBuf>,
        /// Also write one row a badge into this file, for a spreadsheet.
        #[arg(long, value_name = "FILE", conflicts_with = "json")]
        csv: Option<PathBuf>,
        /// The challenge that was given to the holder.
        #[arg(long, value_name = "TEXT")]
        challenge: Option<String>,
        /// Judge for this time instead of now (RFC 3339).
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
        /// Compare the issuers with this list of issuers (a registry in JSON, or one id a line).
        #[arg(long, value_name = "FILE")]
        trust_list: Vec<PathBuf>,
    },
    /// Put a badge into a picture.
    Bake {
        /// The badge: JSON or a compact JWS.
        credential: PathBuf,
        /// A PNG or SVG picture.
        image: PathBuf,
        /// Where to write the picture with the badge.
        #[arg(long, short, value_name = "OUT")]
        output: PathBuf,
    },
    /// Print the badge that is in a picture.
    Unbake {
        /// A PNG or SVG picture.
        image: PathBuf,
        /// Write it here instead.
        #[arg(long, short, value_name = "OUT")]
        output: Option<PathBuf>,
    },
    /// The learner's key.
    #[command(subcommand)]
    Key(KeyVerb),
    /// Show which hosts were asked: when, why, how much they answered, and what came of it. Newest first.
    #[command(visible_alias = "activity")]
    Log,
    /// Hosts that are asked without asking you first.
    #[command(subcommand)]
    Host(HostVerb),
    /// Say whether hosts are asked at all, or switch that: `on` means that nobody is asked, by any program on this
    /// backpack.
    Offline {
        /// To switch it; without it, how it is switched is shown.
        #[arg(value_enum)]
        switch: Option<Switch>,
    },
    /// Look for damage, and rebuild what can be rebuilt.
    Doctor,
    /// Print shell completions.
    Completions {
        /// For which shell.
        shell: Shell,
    },
    /// Print the manual page, or write the pages of all verbs into a folder.
    Man {
        /// The folder.
        dir: Option<PathBuf>,
    },
}

/// Forms of export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// A signed bundle.
    Bundle,
}

/// What to do with identities.
#[derive(Debug, Subcommand)]
pub(crate) enum IdentityVerb {
    /// Add an identity: an e-mail address, URL, telephone number or DID.
    Add {
        /// The identity.
        identity: String,
    },
    /// List the identities.
    List,
    /// Remove an identity. Badges stay.
    Remove {
        /// The identity.
        identity: String,
    },
    /// Try whether a badge was issued to an identity, without adding it. It is compared here; nobody is asked.
    Try {
        /// The identity.
        identity: String,
        /// The badge's id, or the beginning of it; without it, all badges are compared.
        badge: Option<String>,
    },
    /// List the badges that depend on an identity, and say what to do before it ends.
    Badges {
        /// The identity.
        identity: String,
    },
}

/// What to do with unverified records.
#[derive(Debug, Subcommand)]
pub(crate) enum RecordVerb {
    /// Keep a file that is no badge. One that has a badge in it is refused: `backpack import` takes it.
    Add {
        /// The file, or `-` for standard input.
        #[arg(value_name = "FILE|-")]
        file: String,
        /// What to call it; without it, it is called like the file.
        #[arg(long)]
        name: Option<String>,
    },
    /// List the unverified records.
    List {
        /// List those that were removed and can still be brought back.
        #[arg(long)]
        removed: bool,
    },
    /// Change what an unverified record is called, or your note on it.
    Edit {
        /// The record's id, or the beginning of it.
        id: String,
        /// What to call it.
        #[arg(long)]
        name: Option<String>,
        /// A note, in your words.
        #[arg(long)]
        note: Option<String>,
    },
    /// Write the file as it was handed over.
    Export {
        /// The record's id, or the beginning of it.
        id: String,
        /// Where to write it.
        file: PathBuf,
    },
    /// Remove an unverified record; it can be brought back for 30 days.
    Remove {
        /// The record's id, or the beginning of it.
        id: String,
        /// Bring it back instead.
        #[arg(long)]
        undo: bool,
    },
}

/// What to do with lists of issuers and with issuers.
#[derive(Debug, Subcommand)]
pub(crate) enum TrustVerb {
    /// Add a list of issuers: a registry in JSON, or one id a line. A list of the same name is replaced.
    Add {
        /// The list, or `-` for standard input.
        #[arg(value_name = "FILE|-")]
        file: String,
        /// What to call it; without it, it is called like the file.
        #[arg(long)]
        name: Option<String>,
    },
    /// List the lists.
    List,
    /// Remove a list.
    Remove {
        /// Its name.
        name: String,
    },
    /// List the issuers that you have met: those of badges that you kept.
    Issuers,
    /// Forget an issuer, so that its next badge makes you meet it anew.
    Forget {
        /// The issuer's id.
        issuer: String,
    },
}

/// What to do with hosts.
#[derive(Debug, Subcommand)]
pub(crate) enum HostVerb {
    /// Always ask this host.
    Agree {
        /// The host, or an address at it.
        host: String,
    },
    /// List the hosts that are always asked.
    List,
    /// Do not ask this host any more without asking you first.
    Forget {
        /// The host.
        host: String,
    },
}

/// How a switch is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

/// What to do with collections.
#[derive(Debug, Subcommand)]
pub(crate) enum CollectionVerb {
    /// Make a collection.
    New {
        /// Its title.
        title: String,
        /// Its introduction.
        #[arg(long, default_value = "")]
        introduction: String,
    },
    /// Change title or introduction.
    Edit {
        /// The collection's title or id.
        collection: String,
        /// The new title.
        #[arg(long)]
        title: Option<String>,
        /// The new introduction.
        #[arg(long)]
        introduction: Option<String>,
    },
    /// Add badges, or change the note of one.
    Add {
        /// The collection's title or id.
        collection: String,
        /// Ids of badges, or beginnings of them.
        #[arg(required = true)]
        badges: Vec<String>,
        /// A note about the badge, in your words.
        #[arg(long)]
        note: Option<String>,
    },
    /// Take a badge out, or remove the whole collection. The badges stay in the backpack.
    Remove {
        /// The collection's title or id.
        collection: String,
        /// The badge's id, or the beginning of it; without it the whole collection is removed.
        badge: Option<String>,
    },
    /// Move a badge to another place.
    Move {
        /// The collection's title or id.
        collection: String,
        /// The badge's id, or the beginning of it.
        badge: String,
        /// The place, counted from 1.
        #[arg(value_parser = clap::value_parser!(u32).range(1..))]
        place: u32,
    },
    /// List the collections.
    List,
    /// Show one collection with its badges.
    Show {
        /// The collection's title or id.
        collection: String,
    },
}

/// What to do with the key.
#[derive(Debug, Subcommand)]
pub(crate) enum KeyVerb {
    /// Show the public key (a DID), which bundles are signed with.
    Show {
        /// Show the recovery phrase instead: whoever has it can open a copy of this backpack.
        #[arg(long)]
        recovery_phrase: bool,
    },
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Arguments;

    #[test]
    fn the_contract_is_consistent() {
        Arguments::command().debug_assert();
    }
}
