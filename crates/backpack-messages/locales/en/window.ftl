# The words of the window's screens. Sentences about badges and errors are in checks.ftl and codes.ftl.
# Rules for messages: ui/README.md.

window-title = Badge Backpack
opening = Opening your backpack…
nav-label = Places
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
copy-failed = It could not be copied. Select the text and copy it yourself.
nameless = (a badge without a name)
drop-here = Let go to look at these files
drop-lists-here = Let go to add these lists

## Verdicts and outcomes, each in a word
verdict-word-verified = Verified
verdict-word-claimed = Signature holds
verdict-word-unconfirmed = Not confirmed
verdict-word-expired = Expired
verdict-word-not_yet_valid = Not valid yet
verdict-word-revoked = Revoked
verdict-word-invalid = Not valid
outcome-passed = Holds
outcome-failed = Does not hold
outcome-unknown = Not checked
outcome-absent = Nothing to check
check-rule = Where this rule is written
check-document = Stood on { $url }, fetched on { $when }
check-code = Code: { $code }
check-bundle-manifest = The file
check-bundle-presentation = Signature over the badges
check-bundle-audience = For whom
check-bundle-time = Until when

## Who issued a badge, in one line
issuer-proven = { $name } · { $domain }
issuer-claimed = calls itself “{ $name }”
issuer-named = { $name }
issuer-nameless = issuer not named

## Opening the backpack
unlock-locked = Your backpack is locked
unlock-passphrase-to-choose = Choose a passphrase
unlock-unavailable = Your backpack cannot be opened now
unlock-passphrase = Passphrase
unlock-passphrase-hint = At least { $count } characters. A few ordinary words in a row are easy to remember.
unlock-again = The same once more
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
phrase-reminder = Your recovery phrase is not written down yet. Without it, a broken computer means lost badges.
phrase-reminder-action = Write it down
search-label = Search your badges
search-placeholder = Search
search-clear = Show all badges
nothing-found-title = No badge fits
nothing-found-text = Try other words or fewer filters.
filter = { $count ->
    [0] Filter
   *[other] Filter ({ $count })
}
filter-verdict = Verdict
filter-assurance = What it rests on
filter-clear = Clear filters
order-label = Order
order-added = Newest first
order-date = By award date
order-name = By name
order-issuer = By issuer
order-verdict = By verdict
view-label = View
view-grid = As a grid
view-list = As a list
badges-label = Your badges
badges-found = { $count ->
    [one] 1 badge
   *[other] { $count } badges
}
superseded = A newer version is here

## Adding
add-title = Add a badge
drop-title = Drop badge files here
drop-text = Pictures (PNG, SVG), PDFs, mails, other files (JSON, JWT), ZIP archives and backups of other backpacks: one or many, or a whole folder.
pick = Choose files…
pick-title = Choose badge files
pick-folder = Choose a folder…
pick-folder-title = Choose a folder with badges
pick-files = Badges
pick-all-files = All files
paste-label = Or paste a link or the badge’s text
paste-hint = A link from an e-mail or a page, an offer of a badge, a text with links in it, JSON, or a long line of letters (a JWT). Ctrl+V works anywhere in this window.
paste-look = Look at it
add-promise = Nothing is kept before you have seen what it is, and nothing is fetched before you say yes.
add-mailbox-text = Are your badges in your e-mails?
add-mailbox = Look through a mailbox
look-title = Looking
look-text = Reading and checking what you handed over…
work-progress = { $done } of { $total }: { $current }
work-stop = Stop
work-stopping = Stopping…
found-title = { $found ->
    [0] No badge found
    [one] 1 badge found
   *[other] { $found } badges found
}
found-link-title = A link that was not followed yet
found-offer-title = A badge is offered to you
found-label = What was found
keep-this = Keep this badge
already-held = Already in your backpack
show-checks = Show the checks
not-fetched = Nothing was fetched yet. Say yes above to look behind this link.
keep = { $count ->
    [0] Keep
    [one] Keep this badge
   *[other] Keep { $count } badges
}
keep-none = Keep nothing
keep-title = Keeping
keep-text = Putting your badges into the backpack…
keep-stopped-text = You stopped this before their turn came. They can still be kept now.
keep-go-on = { $count ->
    [one] Go back to the one that is not kept
   *[other] Go back to the { $count } that are not kept
}
keep-hint = Any badge can be kept, whatever its verdict. It is shown with it.
add-other = Try something else
kept-title = What became of them
kept-added = { $count ->
    [one] Added to your backpack
   *[other] { $count } badges added to your backpack
}
kept-already-held = { $count ->
    [one] Was in your backpack already
   *[other] { $count } were in your backpack already
}
kept-failed = { $count ->
    [one] Not kept
   *[other] { $count } not kept
}
kept-stopped = { $count ->
    [one] Not kept yet
   *[other] { $count } not kept yet
}
show-backpack = Show my backpack
add-more = Add another

## A locked backup
found-locked-title = A backup that is locked
locked-password = The password of this backup
locked-password-hint = You chose it in the other wallet. It stays on this computer. The credentials are opened, and none of the wallet’s keys.
locked-open = Open it

## A mailbox on a server
mailbox-title = Look through a mailbox
mailbox-text = Your mail server is asked for your mails, and what holds a badge, or a link to one, is shown to you. Mails are only read: none is changed, moved or marked as read, and no other host is asked.
mailboxes-title = Mailboxes that are remembered
mailbox-line = { $host }. The next look begins with the mails of { $when }.
mailbox-again = Look again
mailbox-again-label = Look again through the mailbox of { $user }
mailbox-forget = Forget the mailbox of { $user } and its password
mailbox-forgotten = Forgotten: the mailbox of { $user }. Its password is out of the keyring.
mailbox-user = User name
mailbox-user-hint = Often your e-mail address.
mailbox-password = Password
mailbox-password-hint = Many providers want one made for such programs: an “app password”.
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
mailbox-folders-hint = INBOX is where mails arrive. Put commas between several.
mailbox-port = Port
mailbox-port-hint = 993 is right nearly everywhere.
mailbox-remember = Remember this mailbox
mailbox-remember-hint = Its password is kept in this computer’s keyring, and nowhere else. The next look begins where this one ended.
mailbox-look = Look through it
mailbox-asks = { $host } is asked, encrypted from the first byte. It alone learns your password.
mailbox-working-title = Looking through your mailbox
mailbox-working = Asking { $host }…
mailbox-working-text = If you stop, what was found until then is shown.
mailbox-progress = { $done } of { $total } messages looked at. { $current }
mailbox-nothing = { $count ->
    [0] There are no messages to look at.
    [one] One message was looked at. There is no badge in it, and no link to one.
   *[other] { $count } messages were looked at. There is no badge in them, and no link to one.
}
mailbox-nothing-next = Look further back, or in other folders: mails that were filed away are not in the INBOX.
mailbox-looked = Your mailbox was looked through.
mailbox-show = Show what was found
mailbox-not-remembered = This computer’s keyring did not take the password, so the mailbox is not remembered.

## Asking hosts
hosts-title = { $count ->
    [one] Ask this host?
   *[other] Ask these hosts?
}
hosts-text = { $count ->
    [one] Some checks need an answer from it. It learns that somebody at your internet address is looking at this badge.
   *[other] Some checks need answers from them. Each learns that somebody at your internet address is looking at a badge.
}
hosts-ask = { $count ->
    [one] Ask this host
   *[other] Ask these hosts
}
hosts-decline = Not now
hosts-always = { $count ->
    [one] Always ask it from now on, without this question
   *[other] Always ask them from now on, without this question
}
hosts-told-which = { $host } would also learn which badge it is: the address that is asked there belongs to one badge alone.

## Offers
offer-host = Comes from
offer-what = What is offered
offer-name = “{ $name }”
offer-hosts = Asked to get it
offer-sends = What they learn
offer-ask-text = Nothing was asked yet. Ask { $hosts } what this is about? They learn that somebody at your internet address has this offer, and nothing else.
offer-ask = Ask what it is about
offer-code = The code for this badge
offer-code-hint = The issuer gave it to you apart from this offer: in a mail, a letter or a message.
offer-code-length = It has { $length } characters. The issuer gave it to you apart from this offer: in a mail, a letter or a message.
offer-code-says = The issuer says: “{ $hint }”
offer-get = Get this badge
offer-cancel = Cancel
offer-getting = Getting the badge
offer-getting-text = Asking for the badge that is offered to you…

## One badge
remove = Remove
removed = Removed: { $name }
restored = Back in your backpack: { $name }
recheck = Check again
recheck-working = Checking again…
rechecked = Checked again just now.
checked-at = Last checked on { $when }
collect = Add to a collection
issued-by = Who issued it
in-collections = In your collections
rests-on = What it rests on
checks-title = Checks
inner-title =
    { $count ->
        [one] One credential inside
       *[other] { $count } credentials inside
    }
inner-hint = Each was issued and checked by itself.
endorsements-title =
    { $count ->
        [one] One endorsement
       *[other] { $count } endorsements
    }
endorsements-hint = What others say about this badge. Whatever they say, it does not change what was found about the badge itself.
notes-title = Remarks
history-title = Checks over time
awarded-title = To whom and when
awarded-to = To
awarded-on = Awarded
awarded-when = Awarded on { $when }
valid-until = Valid until
no-end = No end date
kind = Kind
description-title = What it is for
criteria-title = What had to be done
criteria-none = The issuer does not say what had to be done.
results-title = Results
result-nameless = Result
result-none = No value stated
evidence-title = Evidence
evidence-none = No evidence is attached.
alignments-title = Competencies
version-show = Show it
version-show-of = Show the one of { $when }
whose-title = Is it yours?
whose-label = An address to try
whose-try = Try it
whose-add = { $identity } is mine: add it
whose-added = Added to your addresses: { $identity }
source-title = Where it came from
source-added = { $container }, added on { $when }
source-format = Format: { $format }
source-show = Show the badge’s own text
source-text = The badge’s own text
call-title = Look at a link to { $host }?
call-offer-title = Look at an offer of a badge from { $host }?
call-offer-title-unknown = Look at an offer of a badge?
call-text = A web page or another program handed it over. Nothing has been asked there, and nothing is added before you say so.
call-replaces = What you are looking at now, and have not kept, goes away.
call-look = Look at it
call-leave = Not now
link-title = Open { $host } in your browser?
link-text = This leaves Badge Backpack. The page learns that you visit it.
link-open = Open { $host }

## Unverified records
records-title = Unverified records
records-text = You keep these though they are no badges. Nothing about them was checked, they are not among your badges, and they never go into a file that you send.
records-open = { $count ->
    [one] 1 unverified record
   *[other] { $count } unverified records
}
records-show = Show it
records-empty-title = No unverified records
records-empty-text = A certificate or a picture that is no badge can be kept here: add it, and choose to keep it as an unverified record.
record-keep = Keep it as an unverified record
record-keep-hint = It stays on this computer as it is. Nothing about it is checked, and it is not shown among your badges.
record-kept = AddOutcome as an unverified record. Nothing about it was checked.
record-about = Added on { $when }, { $size }: { $what }
record-save = Save a copy…
record-save-title = Save a copy
record-saved = Saved as it was handed over: { $name }
record-edit = Name and note
record-edit-done = Keep these words
record-name = What you call it
record-note = Your note
record-remove = Remove { $name }

## Collections
collections-title = Collections
collections-empty-title = No collections yet
collections-empty-text = A collection is what you show to somebody: badges that you choose, in your order, with your own words.
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
collection-empty-text = Add those that you want to show, then put them in order.
collection-remove = Remove this collection
collection-removed = The collection is removed. Its badges stay in your backpack.
introduction-label = Introduction
introduction-hint = In your own words: who you are, and what this shows.
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
preview-text = This is what others will see, with the checks that their own program makes.
preview-label = Preview
picker-title = Choose badges
picker-empty = There is no other badge.
picker-more = { $count ->
    [one] One more is not shown. Search to find it.
   *[other] { $count } more are not shown. Search to find them.
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
audience-label = For whom
audience-hint = Whoever opens the file sees for whom you made it. You may leave this empty.
audience-placeholder = City Hospital, personnel office
until-label = This file is meant until
until-hint = This ends the file, not your badges.
until-none = No end date chosen.
until-set = Until the end of { $when }.
disclose-label = Show these addresses
disclose-hint = So that the reader can compare them with the addresses that the badges were issued to.
export-save = Choose where to save…
export-working = Making the file…
export-stopped = You stopped this. No file was made.
save-title = Save the file
bundle-files = Badge bundles
bundle-name = My badges
exported-title = The file is ready
exported-text = { $count ->
    [one] 1 badge, { $size }. It is signed, so any change to it is noticed.
   *[other] { $count } badges, { $size }. It is signed, so any change to it is noticed.
}
exported-next-title = What to do now
exported-next-send = Send this file by e-mail, or upload it where you were asked to.
exported-next-check = Whoever gets it opens it in Badge Backpack under “Review a file”, and sees each badge checked anew.
exported-next-print = It is also an ordinary ZIP file: any program can open it and find the badges inside.
copy-path = Copy the file’s place

## Review
review-title = Review a file
review-empty-title = Check someone else’s badges
review-empty-text = Open a .badgebundle file that you were sent. Nothing of it is kept, and nothing is fetched before you say yes.
review-pick = Choose a file…
review-other = Choose another file
review-pick-title = Choose a badge bundle
review-working = Opening the file and checking each badge…
review-words = In the holder’s own words
review-made = Made on
review-audience = Made for
review-until = Meant until
review-holder = Signed by
review-file = The file itself
review-badges = { $count ->
    [0] No badges
    [one] 1 badge
   *[other] { $count } badges
}
review-promise = Every badge was checked here and now. What the holder’s program said is shown only where it differs.
holder-passed = It is the holder’s.
holder-failed = It is not shown to be the holder’s.
holder-unknown = It is not shown to be the holder’s.
holder-absent = It names nobody.
holder-note = The holder’s note

## Settings
settings-title = Settings
identities-title = Your addresses
identities-text = Badges are issued to an address. Add every one that you have or had, also old school or work addresses; they stay on this computer.
identity-label = A new address
identity-placeholder = E-mail address, web address, phone number or DID
identity-add = Add
identity-remove = Remove { $identity }
identity-removed = Removed: { $identity }
identity-badges = { $count ->
    [0] No badge depends on it
    [one] 1 badge depends on it
   *[other] { $count } badges depend on it
}
leaving-title = Before this address ends
leaving-links = Links to badges in mails to this address, which are not in your backpack:
depending-title = { $count ->
    [one] 1 badge was issued to it
   *[other] { $count } badges were issued to it
}
phrase-title = Recovery phrase
phrase-text-new = These words open your backpack when this computer’s keyring is gone. Write them on paper now.
phrase-text = These words open your backpack when this computer’s keyring is gone. You have written them down, and they are not kept on this computer any more.
phrase-show = Show the recovery phrase
phrase-label = Recovery phrase
phrase-warning = Whoever has these words can open a copy of your backpack. Write them on paper, not into a file or a picture.
phrase-written = I have written all of these words on paper
phrase-done = Done, hide them
phrase-hide = Hide
phrase-noted = Good. Keep the paper in a safe place.
network-title = Asking hosts
offline-label = Never ask any host
offline-hint = Checks that need an answer from elsewhere then stay “not checked”. Otherwise you are asked first, unless a host may always be asked.
hosts-open = Hosts and what was asked
issuers-title = Issuers you know
issuers-text = Lists that tell who an issuer is, and the issuers whose badges you have kept.
issuers-open = Show lists and issuers
removed-title = Removed badges
removed-title-both = Removed badges and records
removed-text = They can be brought back for 30 days.
removed-restore = Bring back
about-title = About
about-text = Badge Backpack { $version }. Your badges stay on this computer; there is no account and no server.
did-label = Your own key
did-hint = Files that you export are signed with it.

## Hosts

agreed-title = Hosts that are always asked
agreed-text = Checks ask these without a question each time. Each learns that somebody at your internet address is looking at a badge.
agreed-none = None: you are asked each time.
agreed-line = Since { $when }
agreed-label = A host, or a link to it
agreed-add = Always ask it
host-forget = Ask me again before { $host } is asked
host-forgotten = You are asked again before { $host } is.
requests-title = What was asked
requests-text = Every request that this program made, or was told not to make. The list stays on this computer.
requests-none = Nothing was asked yet.
requests-no-host = An address without a host
requests-sent = { $size } were sent.
requests-size = { $size } came.
requests-address = The whole address
requests-older = Show older ones

## Issuers
lists-title = Lists of issuers
lists-text = A school network, a ministry or an employer may publish a list of the issuers that they stand for. A badge of a listed issuer says so from its next check on. A list never makes a badge that does not hold a good one.
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
list-ask-text = The host learns that somebody at your internet address fetches it. The list is kept as it is now, and is not fetched again by itself.
list-ask-yes = Fetch it from { $host }
known-title = Issuers you have met
known-text = An issuer is remembered when you keep a badge that it is shown to have issued. If it signs with another key later, you are told.
known-none = None yet. Keep a badge, and its issuer is remembered.
known-line = { $count ->
    [0] Known since { $when }, no badge kept
    [one] Known since { $when }, 1 badge kept
   *[other] Known since { $when }, { $count } badges kept
}
known-changed = It signs with another key than when you met it. Ask the issuer before you rely on its newer badges.
known-forget = Forget
known-forget-this = Forget { $issuer }
known-forgotten = Forgotten: { $issuer }

## What can go wrong in the window itself
code-LINK_BLOCKED = This address is not opened from here: only plain https links are.
    .next = If you trust it, copy it into your browser yourself.
code-LINK_NOT_OPENED = Your browser could not be started.
    .next = Copy the address into your browser yourself.
code-WORK_STOPPED = This work stopped before it was done. Nothing that you have is lost.
    .next = Try it once more. If it stops again, please report it.
code-UNEXPECTED = Something went wrong in the program itself. Nothing that you have is lost.
    .next = Try it once more. If it happens again, please report it.
