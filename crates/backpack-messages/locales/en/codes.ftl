# One entry for each code: what happened, in one plain sentence. `.detail` adds the facts, where they are known. `.next`
# says what to do next, where there is something to do. Codes are stable; the words may change.

## Any input
code-IMPORT_EMPTY = The file is empty.
    .next = Download the badge again, or ask the issuer to send it once more.
code-IMPORT_TOO_LARGE = The file is larger than any badge (more than 10 MB).
    .next = Choose the badge itself: a picture, or a small .json or .jwt file.
code-IMPORT_NOT_A_FILE = This is not a file that can be read.
    .next = Choose a file, or a folder with badge files in it.
code-IMPORT_SYMLINK = This is only a pointer to another place, so it was not followed.
    .next = If you want the badge behind it, choose that file itself.
code-IMPORT_UNRECOGNISED = This is not a badge, and not anything that can hold one.
    .detail = It is { $found }.
    .next = A badge is usually a PNG or SVG picture, or a .json or .jwt file. Look for “Download badge” on the page where you saw it.
code-IMPORT_UNREADABLE = The file could not be read.
    .detail = The computer says: { $found }.
    .next = Check that it still exists and that you may open it, then try again.
code-TYPE_NAME_MISMATCH = The file’s name says another type than its content; the content was believed.
code-ALREADY_HELD = This badge is already in your backpack.
code-FIELD_MISSING = The badge lacks a part that its standard requires.
    .detail = Missing: { $pointer }
    .next = Tell the issuer; only they can issue it correctly.
code-FIELD_TYPE = A part of the badge has a form that its standard does not allow.
    .detail = At { $pointer }
    .next = Tell the issuer; only they can issue it correctly.
code-FORMAT_UNSUPPORTED = This is a badge of a form that is shown here, but not checked.
    .next = Keep it; a later version of this program may check it.
code-CANCELLED = You stopped this before it was done.
    .next = Nothing that was finished is lost. Start again when you like.

## Pictures
code-PNG_MALFORMED = The picture is damaged or cut short.
    .next = Download it again from the place where you got it.
code-PNG_DIMENSIONS = The picture is too large to be drawn safely.
    .next = Ask the issuer for a smaller picture.
code-PNG_TEXT_BOMB = The picture hides far more text than a badge needs.
    .next = Do not use this file; ask the issuer for a fresh one.
code-PNG_LIMIT = The picture is made of far more parts than a badge needs.
    .next = Do not use this file; ask the issuer for a fresh one.
code-PNG_MULTIPLE_BADGES = This picture carries more than one badge, so none was chosen for you.
    .next = Ask the issuer for a picture with one badge.
code-PNG_CRC = The picture was damaged on its way: a checksum does not fit.
    .next = Download it again.
code-PNG_NO_BADGE = This picture carries no badge: it is only a picture.
    .next = On the page where you saw it, look for “Download badge” or “Share”; saving the picture with the right mouse button often loses the badge.
code-PNG_TRAILING_DATA = There is more data behind the end of the picture; it was ignored.
code-IMAGE_NOT_SIGNED = The picture itself is not protected by the signature; the words shown here are the signed ones.
code-PREVIEW_GAVE_UP = The picture was too much work to draw, so a plain one is shown.
code-PICTURE_UNREADABLE = The picture could not be drawn, so a plain one is shown.
code-PDF_MALFORMED = The PDF is damaged or cut short.
    .next = Download it again from the place where you got it.
code-PDF_ENCRYPTED = The PDF is locked with a password, so nobody can look for a badge in it.
    .next = Open it with the password, save it without one, and try again.
code-PDF_LIMIT = The PDF is made of far more parts than a document with a badge needs.
    .next = Do not use this file; ask the issuer for a picture or a small .json file.
code-PDF_NO_BADGE = This PDF carries no badge: it is only a document.
    .next = A printed certificate is not a badge. On the page where you got it, look for “Download badge”.
code-PDF_MULTIPLE_BADGES = This PDF carries more than one badge.
    .detail = There are { $found }.
    .next = Add it to your backpack: each badge is shown there by itself.
code-PDF_NOT_SIGNED = The pages of the PDF are not protected by the signature; the words shown here are the signed ones.
code-SVG_MALFORMED = The picture is damaged: it is not a well-formed SVG.
    .next = Download it again from the place where you got it.
code-SVG_DTD = The picture contains definitions that badges never need and that can do harm.
    .next = Ask the issuer for a PNG, or for an SVG without a document type.
code-SVG_LIMIT = The picture is made of far more parts than a badge needs.
    .next = Ask the issuer for a PNG.
code-SVG_NO_BADGE = This picture carries no badge: it is only a picture.
    .next = On the page where you saw it, look for “Download badge”.
code-SVG_MULTIPLE_BADGES = This picture carries more than one badge, so none was chosen for you.
    .next = Ask the issuer for a picture with one badge.
code-SVG_EXTERNAL_REF = The picture refers to other files; they were not loaded.
code-SVG_ACTIVE_CONTENT = The picture contains a program; it was not run.

## JSON and text
code-JSON_SYNTAX = The text is damaged: it is not complete JSON.
    .next = Copy it again from beginning to end, or download the file again.
code-JSON_DEPTH = The text is nested far deeper than a badge needs.
    .next = Ask the issuer for a correct badge.
code-JSON_LIMIT = The text is far larger than a badge needs.
    .next = Choose the badge itself.
code-JSON_DUP_KEY = The badge states the same thing twice, so it could be read in two ways.
    .detail = Stated twice: { $found }.
    .next = Do not rely on it; ask the issuer for a correct badge.
code-JSON_NUMBER = The badge has a number that programs would read differently.
    .next = Ask the issuer for a correct badge.
code-JSON_NOT_A_BADGE = This is data, but not a badge.
    .detail = It is { $found }.
    .next = Look for the badge itself on the page where you got this.
code-TEXT_ENCODING = The text has characters that are not valid.
    .next = Download the file again, or ask the issuer for a correct badge.
code-TEXT_BOM = The text began with an invisible mark; it was skipped.
code-TEXT_BIDI = The badge uses invisible marks that change the direction of writing; they are shown as visible signs.

## Signatures in compact form
code-JWT_FORMAT = The signed text is damaged: it does not have three sound parts.
    .next = Copy it again from beginning to end.
code-JWT_ALG_FORBIDDEN = The badge is signed in a way that proves nothing, or not signed at all.
    .detail = The method it names: { $detail }
    .next = Do not rely on it; ask the issuer for a correct badge.
code-JWT_ALG_KEY_MISMATCH = The signature’s method does not fit the issuer’s key.
    .next = Do not rely on it; ask the issuer.
code-JWT_KID_SCOPE = The badge names a key on somebody else’s site; that site was not asked.
    .next = Do not rely on it; ask the issuer.
code-JWT_HEADER_FORBIDDEN = The signature carries an instruction that its standard does not allow.
    .detail = It is called “{ $header }”.
    .next = Tell the issuer; only they can issue it correctly.
code-JWT_HEADER_MISSING = The signature does not say which of the issuer’s keys was used.
    .next = Tell the issuer; only they can issue it correctly.
code-JWT_CRIT = The signature demands a rule that this program does not know, so it cannot be accepted.
    .next = Tell the issuer; only they can issue it correctly.
code-JWT_CLAIM_MISMATCH = The signed envelope and the badge inside say different things.
    .detail = They differ in: { $claim }
    .next = Do not rely on it; ask the issuer.
code-JWT_CLAIM_MISSING = The signed envelope lacks a statement that its standard requires.
    .detail = Missing: { $claim }
    .next = Tell the issuer; only they can issue it correctly.
code-JWT_SIG_INVALID = The signature does not match: the badge was changed or damaged.
    .next = Get the badge again from its issuer; do not rely on this copy.

## Keys
code-KEY_WEAK = The issuer’s key is too weak to rely on.
    .next = Tell the issuer.
code-KEY_LIMIT = The issuer’s key is larger than any real key.
code-KEY_UNSUPPORTED = The issuer’s key is of a kind that this program does not know.
    .detail = It is a key for { $family }.
    .next = Keep the badge; a later version of this program may check it.
code-KEY_PRIVATE_EXPOSED = The issuer’s secret key was published, so anybody could have signed this.
    .next = Tell the issuer at once.
code-KEY_NOT_AUTHORISED = The issuer lists this key, but not for issuing badges.
    .next = Ask the issuer.
code-ISSUER_KEY_UNBOUND = The key that signed this badge does not belong to the issuer it names.
    .next = Do not rely on it; ask the issuer whether they issued it.
code-ISSUER_KEY_UNPROVEN = The key that signed this badge is kept at another place than its issuer’s, and nothing shows whose key it is.
    .detail = The key is at { $url }.
    .next = Ask the issuer whether they issued it.
code-ISSUER_KEY_BY_HOST = The key that signed this badge is kept at its issuer’s own address, and the issuer’s page does not name it. Badges as old as this one cannot show more.
code-ISSUER_UNAVAILABLE = The issuer’s own page could not be asked, so it is not shown that the issuer signed this.
    .next = Check again later, when you are online.
code-ISSUER_ID_MISMATCH = The issuer’s page says that it belongs to somebody else.
    .next = Do not rely on it; ask the issuer.
code-ISSUER_METHOD_UNSUPPORTED = The issuer is named in a way that this program cannot follow.
    .detail = It is named as { $issuer }.
code-ISSUER_SELF_ASSERTED = The signature proves only that one and the same key signed this; the issuer’s name is its own claim.
code-ISSUER_UNPROVEN = Somebody else on the same site is on one of your lists; this issuer is not.
    .detail = The list “{ $list }” names { $listed }; this badge is by { $issuer }.
code-ISSUER_CHANGED = This issuer signs with another key than when you first met it.
    .detail = You first met it on { $since }.
    .next = Ask the issuer whether they have a new key.
code-ISSUER_LOOKALIKE = This issuer is easily mistaken for another one that you know, and is not the same.
    .detail = “{ $seen }” looks like “{ $known }”, which is { $issuer }.
    .next = Compare the addresses letter by letter before you rely on it.
code-ACHIEVEMENT_NOT_ISSUERS = Somebody else than the issuer defined this achievement; that they agreed is not shown.
    .detail = Defined by { $creator }, awarded by { $issuer }.
code-DID_INVALID = The issuer’s identifier is not a valid one.
    .next = Tell the issuer; only they can issue it correctly.

## Lists of issuers
code-TRUST_LIST_FORMAT = This file is not a list of issuers.
    .next = Use a registry in JSON, or a text file with one address or DID on each line.
code-TRUST_LIST_LIMIT = This list is larger than any real list of issuers.
    .next = Split it, or ask whoever keeps it.
code-TRUST_LIST_ID = The list names an issuer by something that is no DID and no https address.
    .detail = It is { $detail }.
    .next = Correct that entry, or ask whoever keeps the list.
code-TRUST_LIST_DUPLICATE = The list names the same issuer twice.
    .detail = It is { $detail }.
    .next = Take one of the two out, or ask whoever keeps the list.
code-TRUST_LIST_LOOKALIKE = The list names two issuers whose addresses look the same and are not.
    .detail = They are { $detail }.
    .next = Do not use this list before whoever keeps it has told you which one is meant.

## Data Integrity
code-DI_TERM_DROPPED = The badge has a part that the signature does not cover, so somebody may have added it.
    .detail = The part is { $pointer }.
    .next = Get the badge again from its issuer; do not rely on this copy.
code-DI_CONTEXT_UNKNOWN = The badge uses a vocabulary that this program does not know, so its signature cannot be checked.
    .detail = The vocabulary is { $context }.
    .next = Ask the issuer whether the badge follows Open Badges 3.0.
code-DI_NO_PROOF = The badge is not signed: anybody could have written it.
    .next = Ask the issuer for the signed badge.
code-DI_PURPOSE = The signature was made for another purpose than issuing a badge.
    .next = Do not rely on it; ask the issuer.
code-DI_CHAIN = One signature builds on another one that is missing, or that is not shown to hold.
    .detail = It is the one named { $term }.
    .next = Tell the issuer; only they can issue it correctly.
code-DI_SUITE_UNSUPPORTED = The badge is signed with a method that this program does not know.
    .detail = The method is { $suite }.
code-DI_GRAPH_BUDGET = The badge is built in a way that no honest badge needs, so the check was given up.
    .next = Do not rely on it; ask the issuer.
code-DI_NOT_COMPACT = The badge hides a part under a name that readers do not look for.
    .detail = The part is { $term }.
    .next = Get the badge again from its issuer; do not rely on this copy.
code-DI_MALFORMED = The signature’s own data is malformed.
    .next = Tell the issuer; only they can issue it correctly.
code-DI_TIME = The signature is dated in the future, or has ended.
    .next = Check your computer’s clock; if it is right, ask the issuer.
code-DI_BASE_PROOF = The badge is in the form that only its owner keeps, to make copies for showing; this form itself cannot be checked.
    .next = Make a copy for showing with the program that you received the badge with, or ask the issuer for one.
code-DI_DISCLOSURE = This badge is signed so that its owner may leave out parts of it. What is shown is as it was signed; what was left out cannot be seen.
code-SIG_INVALID = The signature does not match: the badge was changed or damaged.
    .next = Get the badge again from its issuer; do not rely on this copy.

## Learner records, endorsements, presentations, other credentials
code-CLR_INNER_INVALID = This record holds a credential that does not hold.
    .detail = It is about: { $names }
    .next = Look at the credentials below one by one, and ask who made this record for a corrected one.
code-CLR_INNER_UNCONFIRMED = This record holds a credential that could not be confirmed.
    .detail = It is about: { $names }
    .next = Look at the credentials below one by one; each says what could not be checked.
code-CLR_INNER_ENDED = This record holds a credential that was taken back or is outside its time. The record itself is not touched by that.
    .detail = It is about: { $names }
code-CLR_PARTIAL = This record is only a part of what its maker knows about the learner; the maker says so.
code-CLR_ASSOCIATION = This record ties together achievements of which one is not in it.
    .detail = At { $pointer }: { $id }
code-CLR_LIMIT = This record holds more than was looked at.
    .detail = { $detail }
code-ENDORSEMENT_SELF = The issuer endorses itself.
    .detail = Endorser and issuer are { $issuer }.
code-ENDORSEMENT_SUBJECT = This endorsement is about something else than this badge.
    .detail = It endorses { $endorsed }.
    .next = Do not count it for this badge.
code-ENDORSEMENT_LIMIT = The badge carries more endorsements than were looked at.
    .detail = There are { $count }; the first { $checked } were checked.
code-ENDORSEMENT_UNREADABLE = The badge carries an endorsement that could not be read.
    .detail = It is { $found }.
code-CREDENTIAL_NOT_A_BADGE = This is a credential, and not an Open Badge. It was checked in the same way.
code-PRESENTATION_EMPTY = This is an envelope for showing badges, and there is none in it.
    .next = Ask whoever sent it to put their badges in again.
code-PRESENTATION_MULTIPLE_BADGES = This is an envelope with more than one badge in it.
    .detail = There are { $found }.
    .next = Add it to your backpack: each badge is shown there by itself.
code-PRESENTATION_LIMIT = This is an envelope with more in it than anybody can look at.
    .detail = It is { $found }.
    .next = Ask whoever sent it for fewer badges at a time.
code-PRESENTATION_MALFORMED = The envelope that this badge came in is not as its standard asks for.
    .detail = At { $pointer }
    .next = The badge itself is not touched by that. Whoever sent it should know that other programs may refuse the envelope.
code-PRESENTATION_HOLDER = Whoever sent this badge says to be somebody, and did not show it: the signature around the badge does not match.
    .detail = The envelope names { $holder }.
    .next = The badge itself is not touched by that. Ask the sender to send it again.

## Hosted badges
code-HOSTED_MISMATCH = The issuer’s page says something else than this copy. The issuer’s page counts.
    .detail = They differ in: { $fields }
    .next = Get the badge again from its issuer.
code-HOSTED_SCOPE = This badge is kept at an address from which its issuer does not issue badges.
    .next = Do not rely on it; ask the issuer.
code-HOSTED_UNAVAILABLE = The issuer’s page could not be asked, so nothing confirms this badge now.
    .detail = The page is { $url }.
    .next = Check again later. The badge is kept as it is.
code-HOSTED_NOWHERE = The badge does not say where its issuer keeps it, so nobody could be asked about it.
    .next = If you have the link to the badge, add it by that link: then the page behind it can be asked. Otherwise ask the issuer for the badge as a picture; pictures of that time carry the address.
code-HOSTED_ID_MISMATCH = The page at the badge’s address is about another badge.
    .next = Get the badge again from its issuer.
code-HOSTED_CYCLE = The badge’s pages refer to each other in a circle.
    .next = Tell the issuer; only they can mend it.
code-NET_CLEARTEXT = The issuer’s page is not protected, so somebody on the way could have changed it.
    .next = Ask the issuer to use https.

## Status
code-REVOKED = The issuer has taken this badge back.
    .detail = Reason: { $reason }
    .next = Ask the issuer if you do not know why.
code-SUSPENDED = The issuer has suspended this badge for now.
    .detail = Reason: { $reason }
    .next = Ask the issuer.
code-STATUS_LIST_ISSUER = The list of revoked badges is not the issuer’s own, so it does not count.
code-STATUS_LIST_INVALID = The issuer’s list of revoked badges is damaged, so it does not count.
code-STATUS_BOMB = The issuer’s list of revoked badges is far larger than any real list, so it was not read.
code-STATUS_SHORT = The issuer’s list of revoked badges is shorter than the standard asks for, which protects your privacy less. Its answer counts.
code-STATUS_RANGE = The badge’s place in the issuer’s list does not exist.
code-STATUS_PURPOSE = The issuer’s list answers another question than whether the badge is revoked.
code-STATUS_UNKNOWN = It could not be asked whether the issuer has taken this badge back.
    .detail = It was last asked on { $last }.
    .next = Check again later, when you are online.
code-STATUS_ROLLBACK = The list of revoked badges that was handed out is older than one seen before, so it may hide what the issuer said since.
    .detail = It is from { $from }; one from { $newest } was seen before.
    .next = Check again later. If it stays so, ask the issuer.
code-STATUS_STALE = The copy of the issuer’s list of revoked badges is older than the list allows.
    .detail = It was had on { $had }.
    .next = Check again when you are online.
code-STATUS_REINSTATED = The issuer had taken this badge back before, and no longer says so.
code-STATUS_MESSAGE = The issuer left a message about this badge. It does not make the badge less valid.
    .detail = It says “{ $message }”.
code-STATUS_REFRESH = The issuer says that there is a newer edition of this badge.
    .next = Ask the issuer for it.
code-STATUS_MESSAGE_UNKNOWN = The issuer keeps a message about this badge, which could not be read.
    .next = Check again later, when you are online.
code-PRIVACY_UNIQUE_STATUS = Asking whether this badge was taken back tells the list’s host which badge you look at: the list’s address is for this badge alone.
    .detail = The address is { $url }.
code-STATUS_TYPE_UNSUPPORTED = The issuer keeps track of revoked badges in a way that this program does not know.
    .detail = It is called { $type }.

## Schemas
code-SCHEMA_MISMATCH = The badge names a description of the form that it should have, and does not have that form.
    .detail = It differs at { $pointer }; the description is at { $url }.
    .next = Show this to the issuer; only they can mend it.
code-SCHEMA_UNKNOWN = The description of the form that this badge should have could not be read.
    .detail = It should be at { $url }.
    .next = Check again later, when you are online.
code-SCHEMA_INVALID = What the badge names as the description of its form is none that can be used.
    .detail = It is at { $url }.
    .next = Tell the issuer. It says nothing against the badge.
code-SCHEMA_UNSUPPORTED = The description of the form that this badge should have uses something that this program does not check.
    .detail = It uses { $keyword }.
    .next = Another program may be able to compare them. It says nothing against the badge.
code-SCHEMA_BUDGET = Comparing the badge with the description of its form would take far more work than any real description needs, so it was not done.
    .next = Be careful: it may be made to keep programs busy.
code-SCHEMA_TYPE_UNSUPPORTED = The badge names a description of its form of a kind that this program does not know.
    .detail = It is called { $type }.

## What a badge refers to
code-RELATED_MISMATCH = Something that the badge refers to was changed after the badge was issued.
    .detail = It is at { $url }.
    .next = Do not rely on it; ask the issuer.
code-RELATED_UNKNOWN = Something that the badge refers to could not be compared with what the issuer signed.
    .detail = It is at { $url }.
    .next = Check again later, when you are online.
code-SUPERSEDED = The issuer has a newer edition of this badge.
    .detail = It holds from { $from }.
    .next = Add the newer edition from { $url }. This one stays as it is.
code-REFRESH_UNKNOWN = It could not be asked whether there is a newer edition of this badge.
    .next = Check again later, when you are online.
code-REFRESH_INVALID = What the issuer’s address handed out is no newer edition of this badge, so it does not count.
    .next = This badge stays as it is.

## Time
code-EXPIRED = The badge’s time is over.
    .detail = It ended on { $until }.
code-NOT_YET_VALID = The badge’s time has not begun.
    .detail = It begins on { $from }.
code-TIME_ORDER = The badge ends before it begins.
    .next = Tell the issuer; only they can issue it correctly.
code-TIME_FORMAT = The badge has a date that is not a valid one.
    .detail = It says “{ $value }”.
    .next = Tell the issuer; only they can issue it correctly.

## Recipient
code-RECIPIENT_MISMATCH = Issued to an address that you have not added.
    .next = If it is yours, add your other addresses under “Your addresses”.
code-RECIPIENT_FORMAT = The badge states its recipient in a form that its standard does not allow.
    .next = Tell the issuer; only they can issue it correctly.
code-RECIPIENT_PARTIAL = The badge names several identities; one of them was compared and matches.
    .detail = It is { $identity }.
code-RECIPIENT_VARIANT = Issued to one of your addresses, written another way.
    .detail = The badge has { $identity }, and you have { $asked }.
code-RECIPIENT_NOT_ASKED = Not compared with any address: none was given.
    .next = Add your addresses under “Your addresses”.
code-BEARER = The badge does not say to whom it was issued: anyone who holds the file can show it.
code-WEAK_HASH = The recipient is hidden with an outdated method that is easy to undo.

## Network
code-NET_SCHEME = This kind of address is never opened.
    .next = Use a link that begins with https://.
code-NET_BLOCKED_ADDRESS = This address leads into a private network, so it was not opened.
    .next = If it is your own server, allow private networks for this one check.
code-NET_REDIRECT = The address sent us around in circles or nowhere.
    .next = Check the link; tell the issuer if it is theirs.
code-NET_DOWNGRADE = A protected address sent us to an unprotected one, so we stopped.
    .next = Do not rely on this address; tell the issuer.
code-NET_TLS = The connection to the host is not trustworthy: its certificate does not hold.
    .next = Do not rely on this address; tell the issuer.
code-NET_TOO_LARGE = The answer was larger than it may be.
    .next = Tell the issuer that its page cannot be read; try again later.
code-NET_TIMEOUT = The host took too long to answer.
    .next = Try again later.
code-NET_LIMIT = The answer had more headers than any answer needs.
    .next = Do not rely on this address; tell the issuer.
code-NET_CONTENT_TYPE = The host answered with something else than a badge.
    .next = Open the link in your browser. If a page asks you to sign in to the network, do that and check again.
code-NET_BUDGET = The badge asks for more documents than any check needs.
    .next = Do not rely on this badge; ask the issuer for a new one.
code-NET_URL_INVALID = This is not an address that can be opened.
    .next = Check the link.
code-NET_UNAVAILABLE = The host could not be reached, or answered with an error.
    .detail = { $detail }
    .next = Check your connection and try again later.
code-NET_OFFLINE = Not asked: this program is set to ask no hosts.
    .next = Go online and check again.

code-NET_CONSENT = Not asked: nobody agreed to ask this host.
    .next = Check again, and agree to ask it.
code-NET_NOT_FOUND = The host has no page at this address.
    .next = Check the link; ask the issuer if it moved.

## Links that lead to no badge
code-LINK_NO_BADGE = There is a page behind this link, but no badge in it.
    .detail = It is a page of { $platform }.
    .next = On the page look for “Download badge”, save the picture or file, and add that here. If there is none, ask the issuer for it.
code-LINK_SIGN_IN = This link leads to a page that only you can open, so it was not asked.
    .detail = It is a page of { $platform }.
    .next = Open it in your browser, sign in, download the badge there, and add that file here.
code-LINK_GONE = The issuer says that this badge no longer exists. It was probably taken back.
    .detail = It was at { $platform }.
    .next = If you have the badge as a file or a picture, you can still add that. Otherwise ask the issuer.
code-DEEPLINK_REJECTED = A web page or another program called Badge Backpack in a way that it does not answer. Nothing was done.
    .detail = It asked for { $detail }.
    .next = If you expected a badge, copy the link to it on the page where you found it, and paste it here.
code-RECIPIENT_HINT = The link or the mail that it came with and the badge agree to whom it was issued, and that is not among your addresses.
    .detail = It was issued to { $identity }.
    .next = If that is you, add this address, and the badge is shown as yours.

## What is no Open Badge
code-CREDENTIAL_OFFER = This is not a badge yet, so nothing was asked and nothing was added.
    .detail = It is { $what }.
code-NOT_AN_OPEN_BADGE = This is not an Open Badge.
    .detail = It is { $what }.
code-RECORD_REFUSED = This cannot be kept as an unverified record: there is a badge in it or the way to one, or it is not whole.
    .next = Add it like a badge: look at it, and see what is in it.

## Archives and exports
code-ARCHIVE_UNREADABLE = The archive cannot be opened.
    .detail = { $detail }
    .next = Download it again. If that does not help, unpack it yourself and add the files.
code-ARCHIVE_ENCRYPTED = Something in the archive is locked with a password.
    .detail = It is { $name }.
    .next = Unpack the archive with its password, and add the files in it.
code-ARCHIVE_LIMIT = The archive has more in it than is looked at.
    .detail = { $detail }
    .next = Unpack it yourself, and add the badges in it.
code-BACKUP_LOCKED = This backup of a wallet is locked with a password.
    .detail = Credentials in it: { $count }.
    .next = Add it to your backpack and type the password that you gave it there. Only the credentials are opened, and none of the wallet’s keys.
code-BACKUP_PASSWORD = This password does not open the backup.
    .next = Type it once more: small and capital letters are told apart. Without it, save the credentials one by one in that wallet.
code-EXPORT_EMPTY = This is a backup of another backpack, and there is no badge in it.
    .next = Check in that backpack whether your badges are there, and make the backup again.
code-EXPORT_LIMIT = The backup holds more badges than are taken at once.
    .detail = { $count } were left out.
    .next = Save the others in that backpack one by one, or in smaller backups.

## The backpack
code-STORE_FULL = The disk is full, so nothing was saved.
    .next = Free some space and try again. What you had is untouched.
code-STORE_IO = The computer could not read or write the backpack’s files, so this was not done.
    .detail = It says about { $path }: { $reason }.
    .next = Check the disk, and that the folder is yours, then try again. Run `backpack doctor` to see that everything else is well.
code-STORE_INDEX_FAILED = Your badges are safely kept, but the disk reported an error beside them, so it may be about to fail.
    .detail = The computer says: { $reason }.
    .next = Copy the backpack’s folder to another disk soon, and have this disk checked.
code-STORE_LOCKED_BY_OTHER = The backpack is already open in another window or program.
    .next = Use that one, or close it first.
code-STORE_READONLY = The backpack’s folder cannot be written to, so it can only be looked at.
    .next = Make the folder writable, then try again.
code-STORE_PERMISSION = The backpack’s folder is not safely yours, so it was not opened.
    .detail = { $problem ->
        [others-may-write] Other people on this computer could change { $path }.
        [other-owner] { $path } belongs to somebody else on this computer.
        [symbolic-link] { $path } is only a pointer to another place.
        [not-a-folder] { $path } is not a folder.
        [no-home] This user of the computer has no home folder that it could be in.
       *[unreadable] The computer does not let you into { $path }.
    }
    .next = { $problem ->
        [no-home] Name a folder of your own with `--data-dir`.
       *[other] Make the folder yours alone, then try again.
    }
code-STORE_NEWER = A newer version of this program wrote this backpack. Nothing was changed.
    .detail = The backpack is of version { $version }; this program knows { $known }.
    .next = Update this program.
code-STORE_DAMAGED = Part of the backpack is damaged.
    .detail = It is { $what }.
    .next = Run `backpack doctor`: it names what is damaged and rebuilds what can be rebuilt.
code-KEY_UNAVAILABLE = The key to your backpack could not be had from this computer’s keyring.
    .next = Unlock the keyring and try again, or open the backpack with your recovery phrase. Nothing is lost.
code-KEY_MISMATCH = This is not the key to this backpack.
    .next = Check the passphrase or the recovery phrase, and try again.
code-PASSPHRASE_NEEDED = This computer has no keyring, so the backpack needs a passphrase.
    .next = Choose a passphrase that you will remember. On the command line, set it with `--passphrase-file`.
code-NOT_FOUND = There is nothing of that name here.
    .detail = Looked for: { $what }
    .next = See what there is with `backpack list` or `backpack collection list`.
code-AMBIGUOUS_ID = That beginning fits more than one.
    .next = Give a few more characters of it.
code-INPUT_INVALID = That could not be understood.
    .detail = { $detail }
code-FILE_NOT_WRITTEN = The file could not be written.
    .detail = { $detail }
    .next = Choose another place and try again.
code-COLLECTION_EMPTY = The collection is empty.
    .next = Add a badge to it first.

## Bundles
code-BUNDLE_UNRECOGNISED = This is not a bundle of badges.
    .next = Ask the sender for the file that ends in .badgebundle.
code-BUNDLE_PATH = The bundle contains a name that could do harm, so it was not opened.
    .detail = The name is { $entry }.
    .next = Do not rely on it; ask the sender.
code-BUNDLE_LIMIT = The bundle is far larger than any real one, so it was not opened.
    .next = Ask the sender.
code-BUNDLE_MANIFEST = The bundle was changed after it was signed, or damaged.
    .detail = It concerns { $entry }.
    .next = Do not rely on it; ask the sender for a fresh one.
code-BUNDLE_NEWER = A newer version of this program made this bundle.
    .next = Update this program.
code-BUNDLE_AUDIENCE = This bundle was made for somebody else.
    .detail = It was made for { $made_for }.
    .next = Ask the sender for one that is made for you.
code-BUNDLE_EXPIRED = The sender made this bundle for a time that is over. The badges inside may still be good.
    .detail = It ended on { $expires }.
    .next = Ask the sender for a fresh one.
code-HOLDER_UNBOUND = It is not shown that this badge was issued to the person who made this bundle.
    .next = Ask the sender how they can show that it is theirs.
code-BUNDLE_MALFORMED = The file is damaged or cut short.
    .next = Ask the sender to send it again.
code-BUNDLE_PRESENTATION = The file’s signed presentation holds something else than its badges.
    .next = Do not rely on it; ask the sender for a fresh one.
code-BUNDLE_AUDIENCE_NOT_ASKED = The file says for whom it was made. Is that you?
    .detail = It was made for { $made_for }.
code-BUNDLE_FEATURE_IGNORED = The file uses something that this version does not know and may pass over.
code-BUNDLE_REPORT_DIFFERS = The sender’s program said something else about this badge than its own documents show.
    .detail = It said “{ $said }”; the documents show “{ $found }”.

## Mail
code-MAIL_NO_BADGE = There is no badge in this mail, and no link to one.
    .next = Look for another mail about the badge, or for “Download badge” on the page where you saw it.
code-MAIL_LIMIT = The mail is larger, or made of more parts, than mails are, so it was not read to its end.
    .detail = Found: { $found }.
    .next = Save the badge from it in your mail program, and hand over that file.
code-MAIL_MALFORMED = The mail is damaged or cut short.
    .detail = Found: { $found }.
    .next = Save the mail once more in your mail program, or save the badge from it, and hand over that file.
code-ATTACH_SKIPPED = Something that is attached to a mail could not be looked into.
    .detail = Left alone: { $found }.
    .next = If a badge is in it, open it in your mail program, save the badge, and hand over that file. What is damaged, the sender can send once more.
code-MAIL_TLS = The mail server does not protect the connection from its first byte, so your password was not sent.
    .detail = { $host } answered: { $detail }.
    .next = Ask your mail provider for its server for “IMAP with SSL/TLS” (port 993), or save the mails and hand over the files.
code-MAIL_AUTH = The mail server did not accept the name or the password.
    .detail = { $host } says: { $detail }
    .next = Check both. Many providers want a password made for such programs (an “app password”), and some let none in; then save the mails and hand over the files.
code-MAIL_PASSWORD = This computer’s keyring does not have the password of this mailbox.
    .next = Type the password once more.
code-MAIL_PASSWORD_STAYS = This computer’s keyring did not let go of the password, so the mailbox is still remembered.
    .next = Unlock the keyring and try again. The password can also be taken out with the keyring’s own program; it is called “badge-backpack” there.
code-MAIL_SERVER = The mail server did not do what was asked.
    .detail = { $host }: { $detail }.
    .next = What was found is not lost. Try again later; it goes on where it stopped.
