# Messages that only the window uses. Messages about badges and errors are in checks.ftl and codes.ftl.
# ui/README.md has the rules for messages.

window-title = Badge Backpack
opening = Opening your backpack…
nav-label = Main navigation
nav-backpack = Backpack
nav-add = Add a badge
nav-collections = Collections
nav-review = Review a file
nav-settings = Settings
back = Back
back-hint = Back (Esc)
cancel = Cancel
done = Done
undo = Undo
dismiss = Dismiss this message
try-again = Try again
next-step = What to do:
copy = Copy
copied = Copied.
copy-failed = Couldn’t copy. Select the text and press Ctrl+C.
nameless = (a badge without a name)
drop-here = Drop these files to check them
drop-lists-here = Drop these lists to add them

## Verdicts and outcomes
verdict-word-verified = Verified
verdict-word-claimed = Issuer not confirmed
verdict-word-unconfirmed = Not fully checked
verdict-word-expired = Expired
verdict-word-not_yet_valid = Not yet valid
verdict-word-revoked = Revoked
verdict-word-invalid = Not valid
outcome-passed = Passed
outcome-failed = Failed
outcome-unknown = Not checked
outcome-absent = Doesn’t apply
check-rule = Where this rule is written
check-document = Used { $url }, fetched on { $when }
check-code = Code: { $code }
check-bundle-manifest = File unchanged
check-bundle-presentation = Signature on the badges
check-bundle-audience = Made for
check-bundle-time = In date

## The issuer of a badge, in one line
issuer-proven = { $name } · { $domain }
issuer-claimed = calls itself “{ $name }”
issuer-named = { $name }
issuer-nameless = issuer not named

## Opening the backpack
unlock-locked = Your backpack is locked
unlock-passphrase-to-choose = Choose a passphrase
unlock-unavailable = Your backpack can’t be opened now
unlock-passphrase = Passphrase
unlock-passphrase-hint = At least { $count } characters. A few everyday words in a row are easy to remember.
unlock-again = The same passphrase again
unlock-differs = These two differ.
unlock-phrase = Recovery phrase
unlock-phrase-hint = The words that you wrote down, in order, with spaces between them.
unlock-by-phrase = Use the recovery phrase
unlock-by-passphrase = Use the passphrase
unlock = Unlock
unlock-choose = Open my backpack

## The backpack
backpack-title = Backpack
add-badge = Add a badge
backpack-empty-title = Your backpack is empty
backpack-empty-text = Add a badge that you were given: a picture, a file, or a link. It stays on this computer.
phrase-reminder = You haven’t written down your recovery phrase yet. Without it, you lose your badges if your computer breaks.
phrase-reminder-action = Write it down
search-label = Search your badges
search-placeholder = Search
search-clear = Show all badges
nothing-found-title = No badges match your search
nothing-found-text = Try other words or fewer filters.
filter = { $count ->
    [0] Filter
   *[other] Filter ({ $count })
}
filter-verdict = Status
filter-assurance = How it was earned
filter-clear = Clear filters
order-label = Order
order-added = Newest first
order-date = By award date
order-name = By name
order-issuer = By issuer
order-verdict = By status
view-label = View
view-grid = As a grid
view-list = As a list
badges-label = Your badges
badges-found = { $count ->
    [one] 1 badge
   *[other] { $count } badges
}
superseded = You have a newer version

## Adding
add-title = Add a badge
drop-title = Drop badge files here
drop-text = Pictures (PNG, SVG), PDFs, mails, other files (JSON, JWT), ZIP archives, and backups of other backpacks. Drop one, many, or a whole folder.
pick = Choose files…
pick-title = Choose badge files
pick-folder = Choose a folder…
pick-folder-title = Choose a folder with badges
pick-files = Badges
pick-all-files = All files
paste-label = Or paste a link or the badge’s text
paste-hint = A link, a badge offer, a text with links in it, JSON, or a long line of letters (a JWT). Ctrl+V works anywhere in this window.
paste-inspect = Check it
add-promise = You see everything before anything is kept. We contact no website before you say yes.
add-mailbox-text = Are your badges in your e-mails?
add-mailbox = Search a mailbox
inspect-title = Checking
inspect-text = Reading and checking what you added…
work-progress = { $done } of { $total }: { $current }
work-stop = Stop
work-stopping = Stopping…
found-title = { $found ->
    [0] No badge found
    [one] 1 badge found
   *[other] { $found } badges found
}
found-link-title = A link that we haven’t followed yet
found-offer-title = Someone offers you a badge
found-label = What we found
add-candidates-this = Keep this badge
already-held = Already in your backpack
show-checks = Show the checks
not-fetched = Nothing was fetched yet. Say yes above to see what is behind this link.
add-candidates = { $count ->
    [0] Keep
    [one] Keep this badge
   *[other] Keep { $count } badges
}
add-candidates-none = Keep nothing
add-candidates-title = Keeping
add-candidates-text = Adding your badges to your backpack…
add-candidates-stopped-text = You stopped before these were kept. You can still keep them now.
add-candidates-go-on = { $count ->
    [one] Go back to the badge that you haven’t kept
   *[other] Go back to the { $count } badges that you haven’t kept
}
add-candidates-hint = You can keep any badge. Its status always shows with it.
add-other = Try something else
add-result-title = Results
add-result-added = { $count ->
    [one] 1 badge kept
   *[other] { $count } badges kept
}
add-result-already-held = { $count ->
    [one] Was already in your backpack
   *[other] { $count } were already in your backpack
}
add-result-failed = { $count ->
    [one] Not kept
   *[other] { $count } not kept
}
add-result-stopped = { $count ->
    [one] Not kept yet
   *[other] { $count } not kept yet
}
show-backpack = Show my backpack
add-more = Add another

## A locked backup
found-locked-title = A locked backup
locked-password = The password of this backup
locked-password-hint = You chose it in the wallet app. It stays on this computer. We open only the credentials, not the wallet’s keys.
locked-open = Open it

## A mailbox on a server
mailbox-title = Search a mailbox
mailbox-text = We search your mails for badges and links to badges. We only read your mails: none is changed, moved or marked as read. No other website is contacted.
mailboxes-title = Remembered mailboxes
mailbox-line = { $host }. The next search starts with the mails of { $when }.
mailbox-again = Search again
mailbox-again-label = Search the mailbox of { $user } again
mailbox-remove = Remove the mailbox of { $user } and its password
mailbox-removed = Removed: the mailbox of { $user }. Its password is deleted from the keyring.
mailbox-user = User name
mailbox-user-hint = Often your e-mail address.
mailbox-password = Password
mailbox-password-hint = Many providers require a separate “app password” for programs like this.
mailbox-host = Mail server
mailbox-host-hint = Your provider calls it the server for incoming mail (IMAP).
mailbox-reach = How far back
mailbox-reach-all = All mails
mailbox-reach-year = Mails of the last year
mailbox-reach-years = Mails of the last three years
mailbox-reach-day = Mails since a day…
mailbox-since = Since this day
mailbox-more = Folders and port
mailbox-folders = Folders
mailbox-folders-hint = New mails arrive in INBOX. Put commas between folders.
mailbox-port = Port
mailbox-port-hint = 993 is almost always right.
mailbox-remember = Remember this mailbox
mailbox-remember-hint = We store its password only in this computer’s keyring (its password store). The next search starts where this one ended.
mailbox-search = Search it
mailbox-contacts = We contact only { $host }, over an encrypted connection. No one else gets your password.
mailbox-working-title = Searching your mailbox
mailbox-working = Contacting { $host }…
mailbox-working-text = If you stop, you see what we found so far.
mailbox-progress = { $done } of { $total } messages searched. { $current }
mailbox-nothing = { $count ->
    [0] There are no messages to search.
    [one] We searched one message. It contains no badge and no link to one.
   *[other] We searched { $count } messages. They contain no badge and no link to one.
}
mailbox-nothing-next = Search further back, or in other folders. Mails that you moved aren’t in the INBOX.
mailbox-searched = We searched your mailbox.
mailbox-show = Show what we found
mailbox-not-remembered = This computer’s keyring (its password store) didn’t save the password, so we can’t remember the mailbox.

## Permission to contact websites
hosts-title = { $count ->
    [one] Ask this website about this badge?
   *[other] Ask these websites about the badges?
}
hosts-text = { $count ->
    [one] Some checks need its answer. It learns that someone at your internet address is checking this badge.
   *[other] Some checks need their answers. Each learns that someone at your internet address is checking a badge.
}
hosts-contact = { $count ->
    [one] Ask this website
   *[other] Ask these websites
}
hosts-decline = Not now
hosts-always = { $count ->
    [one] Always allow this website
   *[other] Always allow these websites
}
hosts-learning-badge = { $host } would also learn which badge it is, because the web address belongs to this badge alone.

## Offers
offer-host = Comes from
offer-what = What is offered
offer-name = “{ $name }”
offer-hosts = Websites that we contact to get it
offer-sends = What they learn
offer-ask-text = We haven’t contacted any website yet. Ask { $hosts } about this offer? They learn only that someone at your internet address has it.
offer-ask = Ask about this offer
offer-code = The code for this badge
offer-code-hint = The issuer sent it to you separately: in a mail, a letter or a message.
offer-code-length = It has { $length } characters. The issuer sent it to you separately: in a mail, a letter or a message.
offer-code-says = The issuer says: “{ $hint }”
offer-get = Get this badge
offer-cancel = Cancel
offer-getting = Getting the badge
offer-getting-text = Getting the badge that was offered to you…

## One badge
remove = Remove
removed = Removed: { $name }
restored = Back in your backpack: { $name }
reverify = Check again
reverify-working = Checking again…
reverified = Checked again just now.
reverify-stopped = You stopped the check. The earlier result stays.
checked-at = Last checked on { $when }
collect = Add to a collection
issued-by = Who issued it
in-collections = In your collections
assessment-facts = How it was earned
checks-title = Checks
inner-title =
    { $count ->
        [one] One credential inside
       *[other] { $count } credentials inside
    }
inner-hint = Each was issued and checked separately.
endorsements-title =
    { $count ->
        [one] One endorsement
       *[other] { $count } endorsements
    }
endorsements-hint = What others say about this badge. It doesn’t change the result of the badge’s own checks.
notes-title = Remarks
history-title = Checks over time
awarded-title = Who received it, and when
awarded-to = To
awarded-on = Awarded
awarded-when = Awarded on { $when }
valid-until = Valid until
no-end = No end date
kind = Kind
description-title = What it is for
criteria-title = What it took
criteria-none = Not stated by the issuer.
results-title = Results
result-nameless = Result
result-none = No value stated
evidence-title = Evidence
evidence-none = No evidence is attached.
alignments-title = Skills
version-show = Show it
version-show-of = Show the version of { $when }
recipient-title = Is it yours?
recipient-label = An address to try
recipient-try = Try it
recipient-add = { $identity } is mine: add it
recipient-added = Added to your addresses: { $identity }
source-title = Where it came from
source-added = { $container }, added on { $when }
source-format = Format: { $format }
source-show = Show the badge’s source text
source-text = The badge’s source text
deep-link-title = Check a link to { $host }?
deep-link-offer-title = Check a badge offer from { $host }?
deep-link-offer-title-unknown = Check a badge offer?
deep-link-text = A web page or another program sent it. Nothing was fetched yet, and nothing is added before you say so.
deep-link-replaces = This replaces what you are checking now and haven’t kept.
deep-link-inspect = Check it
deep-link-decline = Not now
link-title = Open { $host } in your browser?
link-text = This leaves Badge Backpack. The website learns that you visit it.
link-open = Open { $host }

## Other files
other-files-title = Other files
other-files-text = These files aren’t badges, and nothing about them was checked. They’re never part of a file that you send.
other-files-open = { $count ->
    [one] 1 other file
   *[other] { $count } other files
}
other-files-show = Show it
other-files-empty-title = No other files
other-files-empty-text = You can keep a certificate or a picture here that isn’t a badge. Add it, and choose to keep it with other files.
other-file-add = Keep with other files
other-file-add-hint = It stays unchanged on this computer. Nothing about it is checked, and it isn’t shown among your badges.
other-file-added = Kept with other files. Nothing about it was checked.
other-file-about = Added on { $when }, { $size }: { $what }
other-file-save = Save a copy…
other-file-save-title = Save a copy
other-file-saved = Saved as you added it: { $name }
other-file-edit = Name and note
other-file-edit-done = Save name and note
other-file-name = What you call it
other-file-note = Your note
other-file-remove = Remove { $name }

## Collections
collections-title = Collections
collections-empty-title = No collections yet
collections-empty-text = A collection is what you show to someone: badges that you choose, in your order, with your own words.
collection-new = New collection
collection-make = Make it
collection-title-label = Title
collection-title-hint = Others see it at the top. You can change it later.
collection-title-placeholder = For my application at…
collection-count = { $count ->
    [0] empty
    [one] 1 badge
   *[other] { $count } badges
}
collection-changed = Changed on { $when }
collection-badges = { $count ->
    [0] Badges
    [one] 1 badge
   *[other] { $count } badges
}
collection-add = Add badges
collection-empty-title = No badges in it yet
collection-empty-text = Add the badges that you want to show, then put them in order.
collection-remove = Remove this collection
collection-removed = The collection is removed. Its badges stay in your backpack.
introduction-label = Introduction
introduction-hint = In your own words: who you are, and what these badges show.
note-label = Your note on this badge
badge-gone = (no longer in your backpack)
grip = Drag to move
move-up = Move { $name } up
move-up-hint = Move up (Alt+↑)
move-down = Move { $name } down
move-down-hint = Move down (Alt+↓)
moved = Now at place { $place } of { $count }
take-out = Take { $name } out
take-out-hint = Take out of this collection
taken-out = Taken out. The badge stays in your backpack.
preview-open = What others will see
preview-close = Back to editing
preview-text = Others will see this. Their own program makes the checks again.
preview-label = Preview
picker-title = Choose badges
picker-empty = There are no other badges.
picker-more = { $count ->
    [one] One more badge isn’t shown. Search to find it.
   *[other] { $count } more badges aren’t shown. Search to find them.
}
picker-add = { $count ->
    [0] Add
    [one] Add 1 badge
   *[other] Add { $count } badges
}
collect-title = Add to which collection?
collect-new = A new collection
collect-make = Make it and add the badge
collected = Added to { $title }.
collected-show = Show it

## Export
export = Export…
export-title = Make a file to send
audience-label = Who is it for?
audience-hint = Anyone who opens the file sees this. You can leave it empty.
audience-placeholder = City Hospital, personnel office
until-label = How long is it good for?
until-hint = Your badges don’t expire with it.
until-none = No end date chosen.
until-set = Until the end of { $when }.
disclose-label = What they’ll learn about you
disclose-hint = These addresses let the reader check that the badges were issued to you.
export-save = Choose where to save…
export-working = Making the file…
export-stopped = You stopped this. No file was made.
save-title = Save the file
bundle-files = Badge bundles
bundle-name = My badges
exported-title = The file is ready
exported-text = { $count ->
    [one] 1 badge, { $size }. The file is signed, so a changed copy is detected.
   *[other] { $count } badges, { $size }. The file is signed, so a changed copy is detected.
}
exported-next-title = What to do now
exported-next-send = Send this file by e-mail, or upload it where you were asked to.
exported-next-check = The reader opens it in Badge Backpack under “Review a file”, which checks each badge again.
exported-next-print = It is also an ordinary ZIP file. Any ZIP program can open it and show the badges inside.
copy-path = Copy the file’s location

## Review
review-title = Review a file
review-empty-title = Check someone else’s badges
review-empty-text = Open a .badgebundle file that you were sent. Nothing in it is kept, and we contact no website before you say yes.
review-pick = Choose a file…
review-other = Choose another file
review-pick-title = Choose a badge bundle
review-working = Opening the file and checking each badge…
review-words = In the holder’s own words
review-made = Made on
review-audience = Made for
review-until = Good until
review-holder = Signed by
review-file = The file itself
review-badges = { $count ->
    [0] No badges
    [one] 1 badge
   *[other] { $count } badges
}
review-promise = We checked every badge here and now. We show the holder’s own result only where it differs.
holder-passed = Issued to the holder.
holder-failed = Not shown to be theirs.
holder-unknown = Not shown to be theirs.
holder-absent = It doesn’t say who it was issued to.
holder-note = The holder’s note

## Settings
settings-title = Settings
identities-title = Your addresses
identities-text = Badges are issued to an address. Add every address that you have or had, including old school or work addresses. They stay on this computer.
identity-label = A new address
identity-placeholder = E-mail address, web address, phone number or DID
identity-add = Add
identity-remove = Remove { $identity }
identity-removed = Removed: { $identity }
identity-badges = { $count ->
    [0] No badge was issued to it
    [one] 1 badge was issued to it
   *[other] { $count } badges were issued to it
}
address-ending-title = Before this address ends
address-ending-links = Links in mails to this address, to badges that aren’t in your backpack:
depending-title = { $count ->
    [one] 1 badge was issued to it
   *[other] { $count } badges were issued to it
}
phrase-title = Recovery phrase
phrase-text-new = These words open your backpack if this computer’s keyring (its password store) is lost. Write them on paper now.
phrase-text = These words open your backpack if this computer’s keyring (its password store) is lost. You wrote them down, and they’re no longer stored on this computer.
phrase-show = Show the recovery phrase
phrase-label = Recovery phrase
phrase-warning = Anyone who has these words can open a copy of your backpack. Write them on paper, not in a file or a picture.
phrase-written = I have written all of these words on paper
phrase-done = Done, hide them
phrase-hide = Hide
phrase-noted = Good. Keep the paper in a safe place.
network-title = Contacting websites
offline-label = Never contact any website
offline-hint = Checks that need a website then stay “not checked”. Otherwise we ask you first, unless you always allow a website.
hosts-open = Allowed websites and requests
issuers-title = Issuers you know
issuers-text = Lists that say who an issuer is, and the issuers whose badges you have kept.
issuers-open = Show lists and issuers
removed-title = Removed badges
removed-title-both = Removed badges and other files
removed-text = You can restore them for 30 days.
removed-restore = Restore
about-title = About
about-text = Badge Backpack { $version }. Your badges stay on this computer. There is no account and no server.
did-label = Your own key
did-hint = Files that you export are signed with it.

## Websites

allowed-hosts-title = Websites that are always allowed
allowed-hosts-text = Checks contact these without asking you each time. Each learns that someone at your internet address is checking a badge.
allowed-hosts-none = None. We ask you each time.
allowed-hosts-line = Since { $when }
allowed-hosts-label = A website, or a link to it
allowed-hosts-add = Always allow it
host-disallow = Ask me again before contacting { $host }
host-disallowed = We’ll ask you again before we contact { $host }.
requests-title = Requests
requests-text = Every request that this program made or was not allowed to make. The list stays on this computer.
requests-none = No website was contacted yet.
requests-no-host = An address without a website
requests-sent = { $size } were sent.
requests-size = { $size } were received.
requests-address = The whole address
requests-older = Show older requests

## Issuers
lists-title = Lists of issuers
lists-text = A school network, a ministry or an employer may publish a list of issuers that it vouches for. A badge of a listed issuer shows that after its next check. A list never makes up for a failed check.
list-line = { $count ->
    [one] 1 issuer, added on { $when }
   *[other] { $count } issuers, added on { $when }
}
list-remove = Remove the list { $name }
list-removed = Removed: { $name }
list-added = { $count ->
    [one] Added { $name }: 1 issuer.
   *[other] Added { $name }: { $count } issuers.
}
list-replaced = { $count ->
    [one] Replaced { $name }: 1 issuer.
   *[other] Replaced { $name }: { $count } issuers.
}
list-pick = Choose files…
list-pick-title = Choose lists of issuers
list-pick-files = Lists of issuers
list-drop = Or drop them here: a registry (JSON), or a text with one address or DID on each line.
list-link-label = Or paste the link to a list
list-fetch = Fetch it…
list-fetching = Fetching…
list-ask-title = Fetch this list from { $host }?
list-ask-text = The website learns that someone at your internet address fetches the list. You keep this copy. We fetch the list again only when you ask.
list-ask-yes = Fetch it from { $host }
known-title = Issuers you have met
known-text = We remember an issuer when you keep a badge that it has been confirmed to have issued. If it signs with another key later, we tell you.
known-none = None yet. Keep a badge with a confirmed issuer, and we remember that issuer.
known-line = { $count ->
    [0] Known since { $when }, no badge kept
    [one] Known since { $when }, 1 badge kept
   *[other] Known since { $when }, { $count } badges kept
}
known-changed = It now signs with a different key than when you first met it. Ask the issuer before you rely on its newer badges.
issuer-remove = Remove
issuer-remove-this = Remove { $issuer }
issuer-removed = Removed: { $issuer }

## Errors of the window itself
code-LINK_BLOCKED = We don’t open this address from here: it isn’t a plain https link.
    .next = If you trust it, copy it into your browser yourself.
code-LINK_NOT_OPENED = Your browser couldn’t be started.
    .next = Copy the address into your browser yourself.
code-WORK_STOPPED = This stopped before it was done. Nothing is lost.
    .next = Try again. If it stops again, report it to us.
code-UNEXPECTED = Something went wrong. Nothing is lost.
    .next = Try again, or send us a report.
