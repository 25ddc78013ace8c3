# The command line's own messages.

verdict-word-verified = verified
verdict-word-unconfirmed = unconfirmed
verdict-word-expired = expired
verdict-word-not_yet_valid = not yet valid
verdict-word-revoked = revoked
verdict-word-invalid = invalid

terminal-nameless = (a badge without a name)
terminal-rests-on = What it rests on
terminal-notes = Remarks
terminal-next-step = Next:
terminal-source = From { $source }, { $format }
terminal-inner = In this record:
terminal-endorsement-says = The endorser says: { $comment }
terminal-no-badges = You have no badges yet. Add one with `backpack import FILE`.
terminal-nothing-found = No badge fits these words.
terminal-no-collections = You have no collections yet. Make one with `backpack collection new TITLE`.
terminal-no-identities = You have not added any addresses yet. Add one with `backpack identity add ADDRESS`.
terminal-empty-collection = The collection is empty. Add a badge with `backpack collection add`.
terminal-keep = { $count ->
    [one] Keep this badge?
   *[other] Keep these { $count } badges?
} [y/N]
terminal-not-kept = Nothing was kept.
terminal-keep-needs-yes = Nothing was kept: there is no terminal to ask on. Say `--yes` to keep, or `--dry-run` only to look.
terminal-added = added: { $name }
terminal-already-held = already in your backpack: { $name }
terminal-not-added = not added: { $source }. { $why }
terminal-would-add = would be added: { $name }
terminal-failed = failed: { $source }: { $message }
terminal-summary = { $added } added, { $held } already in your backpack, { $failed } failed.
terminal-removed = Removed: { $name }. Bring it back with `backpack remove --undo { $id }`.
terminal-restored = Back again: { $name }
terminal-identity-added = Added: { $identity }
terminal-identity-removed = Removed: { $identity }
terminal-identity-to-add = If it is yours, add it: `backpack identity add { $identity }`
terminal-collection-removed = The collection is removed. Its badges stay in your backpack.
terminal-exported = Written: { $path } ({ $count ->
    [one] one badge
   *[other] { $count } badges
}, { $size })
terminal-exported-next = Send this file. Whoever gets it can check it with `backpack review`, or open it with any ZIP program.
terminal-holder = Holder: { $holder }
terminal-made-on = Made on { $date }
terminal-note-by-holder = The holder says: { $note }
terminal-doctor-well = Everything is well: { $count ->
    [one] one badge
   *[other] { $count } badges
}, each readable and as it was kept.
terminal-doctor-damage = { $count ->
    [one] One badge is
   *[other] { $count } badges are
} readable. Damaged:
terminal-doctor-rebuilt = The index was rebuilt from your badges.
terminal-doctor-moved = The damaged index was moved aside, not deleted: { $path }
terminal-passphrase = Passphrase:
terminal-passphrase-new = This computer has no keyring. Choose a passphrase for your backpack:
terminal-passphrase-again = The same once more:
terminal-passphrase-differs = These two differ.
terminal-baked = Written: { $path }
terminal-phrase-warning = Whoever has these words can open a copy of your backpack. Write them on paper.
terminal-phrase-noted = The recovery phrase was written down, and is not kept on this computer any more.
terminal-log-empty = No host was asked yet.
terminal-log-line = { $date }  { $host }  { $size }
terminal-log-no-host = no host
terminal-offline-on = No host is asked any more, by any program on this backpack. `backpack offline off` changes that.
terminal-offline-off = Hosts are asked when you check badges.
terminal-host-agreed = { $host } is asked from now on without asking you first.
terminal-host-forgotten = Forgotten: { $host }. You are asked before it is.
terminal-hosts-none = There is no host that is always asked. Add one with `backpack host agree HOST`.
terminal-host-line = { $host }, since { $date }
terminal-trust-added = Added the list “{ $name }”: { $count ->
    [one] one issuer
   *[other] { $count } issuers
}. Badges are compared with it from now on.
terminal-trust-replaced = The list “{ $name }” is replaced: { $count ->
    [one] one issuer
   *[other] { $count } issuers
}.
terminal-trust-removed = The list “{ $name }” is removed.
terminal-trust-none = You have no lists of issuers. Add one with `backpack trust add FILE`.
terminal-trust-line = { $name } ({ $count ->
    [one] one issuer
   *[other] { $count } issuers
}, added { $date })
terminal-issuers-none = You do not know any issuer yet. An issuer is remembered when you keep a badge that it is shown to have issued.
terminal-issuer-line = { $issuer }, known since { $date }
terminal-issuer-forgotten = Forgotten: { $issuer }. It is remembered anew with the next badge of it that you keep.
terminal-report-checked-for = Checked for { $date }.
terminal-report-checks = Checks
terminal-report-issuer = Issuer
terminal-report-recipient = Recipient
terminal-report-valid-from = Valid from { $date }.
terminal-report-valid-until = Valid until { $date }.
terminal-report-rule = Rule: { $specification }, { $section }
terminal-report-document = Stood on { $url }
terminal-report-document-answered = answered by { $url }
terminal-report-document-had = had on { $date }, SHA-256 { $sha256 }
terminal-report-code = Code: { $code }
terminal-report-where = read at { $pointer }
terminal-report-outcome-passed = holds
terminal-report-outcome-failed = does not hold
terminal-report-outcome-unknown = could not be checked
terminal-report-outcome-absent = nothing to check
terminal-report-original = SHA-256 of the file: { $sha256 }
terminal-record-added = AddOutcome as an unverified record: { $name } ({ $what }). Nothing about it was checked, and it is not among your badges. Its id is { $id }.
terminal-record-line = { $id }  { $date }  { $name } ({ $what })
terminal-record-written = Written as it was handed over: { $name }
terminal-record-removed = Removed: { $name }. For 30 days `backpack record remove --undo { $id }` brings it back.
terminal-record-restored = Back: { $name }
terminal-record-hint = What is no badge can be kept all the same, as an unverified record: `backpack record add FILE`.
terminal-records-none = There are no unverified records.
terminal-link-not-followed = There may be a badge behind { $link }. It was not asked; to add it, hand over that link.
terminal-mail-links = { $count ->
    [one] One link to a badge was found. It was not opened.
   *[other] { $count } links to badges were found. None was opened.
} To fetch a badge, say `backpack import LINK`.
terminal-mail-hosts = No host was asked. To check these badges in full, keep them and say `backpack recheck`; that asks { $hosts }.
terminal-mail-looked = { $count ->
    [0] There were no new messages to look through.
    [one] One message was looked through. Nothing on the server was changed.
   *[other] { $count } messages were looked through. Nothing on the server was changed.
}
terminal-backup-password = { $name } is a wallet’s backup that is locked. The password that you gave it there opens it; it goes nowhere.
terminal-mail-password = The password of { $mailbox } is needed. It goes to that server, encrypted, and to nobody else.
terminal-mail-no-password = The mail server wants a password, and there is no terminal to ask on. Say `--password-file FILE`.
terminal-mail-password-kept = The password is in this computer’s keyring now.
terminal-mail-password-not-kept = This computer’s keyring did not take the password, so you will be asked again the next time.

## Offers
terminal-offer-badge = { "  " }Offered: “{ $name }”
terminal-offer-hosts = { "  " }To get it, these hosts are asked: { $hosts }
terminal-offer-hint = { "  " }About the code, the issuer says: “{ $hint }”
terminal-offer-get = Get it from { $host }? [y/N]
terminal-offer-code = The code that the issuer gave you:
terminal-offer-needs-yes = Getting what is offered needs a yes: add `--yes`.
