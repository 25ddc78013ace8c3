# Messages that only the command line uses.

verdict-word-verified = verified
verdict-word-unconfirmed = not fully checked
verdict-word-expired = expired
verdict-word-not_yet_valid = not yet valid
verdict-word-revoked = revoked
verdict-word-invalid = not valid

terminal-nameless = (a badge without a name)
terminal-assessment-facts = How it was earned
terminal-notes = Remarks
terminal-next-step = Next:
terminal-source = From { $source }, { $format }
terminal-inner = In this record:
terminal-endorsement-says = The endorser says: { $comment }
terminal-no-badges = You have no badges yet. Add one with `backpack import FILE`.
terminal-nothing-found = No badges match your search.
terminal-no-collections = You have no collections yet. Make one with `backpack collection new TITLE`.
terminal-no-identities = You haven’t added any addresses yet. Add one with `backpack identity add ADDRESS`.
terminal-empty-collection = The collection is empty. Add a badge with `backpack collection add`.
terminal-add = { $count ->
    [one] Keep this badge?
   *[other] Keep these { $count } badges?
} [y/N]
terminal-nothing-added = Nothing was kept.
terminal-add-needs-yes = Nothing was kept: there is no terminal where we can ask you. Add `--yes` to keep, or `--dry-run` to only check.
terminal-added = added: { $name }
terminal-already-held = already in your backpack: { $name }
terminal-not-added = not added: { $source }. { $why }
terminal-would-add = would be added: { $name }
terminal-failed = failed: { $source }: { $message }
terminal-summary = { $added } added, { $held } already in your backpack, { $failed } failed.
terminal-removed = Removed: { $name }. Restore it with `backpack remove --undo { $id }`.
terminal-restored = Restored: { $name }
terminal-identity-added = Added: { $identity }
terminal-identity-removed = Removed: { $identity }
terminal-identity-to-add = If it is yours, add it: `backpack identity add { $identity }`
terminal-collection-removed = The collection is removed. Its badges stay in your backpack.
terminal-exported = Written: { $path } ({ $count ->
    [one] one badge
   *[other] { $count } badges
}, { $size })
terminal-exported-next = Send this file. Anyone who gets it can check it with `backpack review`, or open it with any ZIP program.
terminal-holder = Holder: { $holder }
terminal-made-on = Made on { $date }
terminal-note-by-holder = The holder says: { $note }
terminal-doctor-well = No damage found: { $count ->
    [one] one badge
   *[other] { $count } badges
}, all readable and unchanged since they were saved.
terminal-doctor-damage = { $count ->
    [one] One badge is
   *[other] { $count } badges are
} readable. Damaged:
terminal-doctor-rebuilt = The index was rebuilt from your badges.
terminal-doctor-moved = The damaged index was moved, not deleted: { $path }
terminal-passphrase = Passphrase:
terminal-passphrase-new = This computer has no keyring (password store). Choose a passphrase for your backpack:
terminal-passphrase-again = The same passphrase again:
terminal-passphrase-differs = These two differ.
terminal-baked = Written: { $path }
terminal-phrase-warning = Anyone who has these words can open a copy of your backpack. Write them on paper.
terminal-phrase-noted = You wrote the recovery phrase down, so it is no longer stored on this computer.
terminal-log-empty = No website was contacted yet.
terminal-log-line = { $date }  { $host }  { $size }
terminal-log-no-host = no website
terminal-offline-on = No program that uses this backpack contacts any website now. `backpack offline off` changes that.
terminal-offline-off = Websites are contacted when you check badges.
terminal-host-allowed = { $host } is always allowed now. We won’t ask you first.
terminal-host-disallowed = { $host } is no longer always allowed. We ask you first.
terminal-hosts-none = No website is always allowed. Add one with `backpack host agree HOST`.
terminal-host-line = { $host }, since { $date }
terminal-trust-added = Added the list “{ $name }”: { $count ->
    [one] one issuer
   *[other] { $count } issuers
}. Badges are compared with it from now on.
terminal-trust-replaced = Replaced the list “{ $name }”: { $count ->
    [one] one issuer
   *[other] { $count } issuers
}.
terminal-trust-removed = Removed the list “{ $name }”.
terminal-trust-none = You have no lists of issuers. Add one with `backpack trust add FILE`.
terminal-trust-line = { $name } ({ $count ->
    [one] one issuer
   *[other] { $count } issuers
}, added { $date })
terminal-issuers-none = You don’t know any issuer yet. We remember an issuer when you keep a badge that it has been confirmed to have issued.
terminal-issuer-line = { $issuer }, known since { $date }
terminal-issuer-removed = Removed: { $issuer }. We remember it again when you keep its next badge.
terminal-report-checked-for = Checked for { $date }.
terminal-report-checks = Checks
terminal-report-issuer = Issuer
terminal-report-recipient = Recipient
terminal-report-valid-from = Valid from { $date }.
terminal-report-valid-until = Valid until { $date }.
terminal-report-rule = Rule: { $specification }, { $section }
terminal-report-document = Used { $url }
terminal-report-document-answered = answered by { $url }
terminal-report-document-fetched = fetched on { $date }, SHA-256 { $sha256 }
terminal-report-code = Code: { $code }
terminal-report-where = read at { $pointer }
terminal-report-outcome-passed = passed
terminal-report-outcome-failed = failed
terminal-report-outcome-unknown = not checked
terminal-report-outcome-absent = doesn’t apply
terminal-report-original = SHA-256 of the file: { $sha256 }
terminal-other-file-added = Kept with other files: { $name } ({ $what }). Nothing about it was checked, and it isn’t one of your badges. Its id is { $id }.
terminal-other-file-line = { $id }  { $date }  { $name } ({ $what })
terminal-other-file-written = Saved as you added it: { $name }
terminal-other-file-removed = Removed: { $name }. For 30 days you can restore it with `backpack record remove --undo { $id }`.
terminal-other-file-restored = Restored: { $name }
terminal-other-file-hint = You can still keep a file that isn’t a badge: `backpack record add FILE`.
terminal-other-files-none = There are no other files.
terminal-link-not-followed = There may be a badge behind { $link }. We didn’t contact it. To fetch the badge, add that link.
terminal-mail-links = { $count ->
    [one] One link to a badge was found. It was not opened.
   *[other] { $count } links to badges were found. None was opened.
} To fetch a badge, run `backpack import LINK`.
terminal-mail-hosts = No website was contacted. To check these badges in full, keep them and run `backpack recheck`. That contacts { $hosts }.
terminal-mail-searched = { $count ->
    [0] There were no new messages to search.
    [one] One message was searched. Nothing on the server was changed.
   *[other] { $count } messages were searched. Nothing on the server was changed.
}
terminal-backup-password = { $name } is a locked wallet backup. Type the password that you chose in the wallet app. It stays on this computer.
terminal-mail-password = We need the password of { $mailbox }. It goes only to that server, encrypted.
terminal-mail-no-password = The mail server wants a password, and there is no terminal where we can ask you. Use `--password-file FILE`.
terminal-mail-password-stored = The password is now in this computer’s keyring (its password store).
terminal-mail-password-not-stored = This computer’s keyring (its password store) didn’t save the password. We’ll ask you again next time.

## Offers
terminal-offer-badge = { "  " }Offered: “{ $name }”
terminal-offer-hosts = { "  " }To get it, we contact these websites: { $hosts }
terminal-offer-hint = { "  " }About the code, the issuer says: “{ $hint }”
terminal-offer-get = Get it from { $host }? [y/N]
terminal-offer-code = The code that the issuer gave you:
terminal-offer-needs-yes = To get an offered badge, add `--yes`.
