# One entry for each code: what happened, in one plain sentence. `.detail` adds the facts, if they are known. `.next` is
# the next step, if there is one. Codes are stable; the text may change.

## Any input
code-IMPORT_EMPTY = The file is empty.
    .next = Download the badge again, or ask the issuer to send it again.
code-IMPORT_TOO_LARGE = The file is larger than any badge (more than 10 MB).
    .next = Choose the badge itself: a picture, or a small .json or .jwt file.
code-IMPORT_NOT_A_FILE = This isn’t a file that can be read.
    .next = Choose a file, or a folder with badge files in it.
code-IMPORT_SYMLINK = This is only a link to another place on the disk, so we didn’t follow it.
    .next = If you want the badge behind it, choose that file itself.
code-IMPORT_UNRECOGNISED = This isn’t a badge or anything that can contain one.
    .detail = It is { $found }.
    .next = A badge is usually a PNG or SVG picture, or a .json or .jwt file. Look for “Download badge” on the page where you saw it.
code-IMPORT_UNREADABLE = The file couldn’t be read.
    .detail = The computer says: { $found }.
    .next = Check that the file still exists and that you’re allowed to open it. Then try again.
code-TYPE_NAME_MISMATCH = The file’s name and its content show different types, so we used the content.
code-ALREADY_HELD = This badge is already in your backpack.
code-FIELD_MISSING = The issuer left out a field that the badge’s standard requires.
    .detail = Missing: { $pointer }
    .next = Tell the issuer. Only they can correct it.
code-FIELD_TYPE = A field of the badge has a form that its standard doesn’t allow.
    .detail = At { $pointer }
    .next = Tell the issuer. Only they can correct it.
code-FORMAT_UNSUPPORTED = We can show this form of badge, but we can’t check it.
    .next = Keep it. A later version of this program may be able to check it.
code-CANCELLED = You stopped this before it was done.
    .next = Everything finished so far is saved. Start again when you like.

## Pictures
code-PNG_MALFORMED = The picture is damaged or cut short.
    .next = Download it again from the place where you got it.
code-PNG_DIMENSIONS = The picture is too large to draw safely.
    .next = Ask the issuer for a smaller picture.
code-PNG_TEXT_BOMB = The picture hides far more text than a badge needs.
    .next = Don’t use this file. Ask the issuer for a new one.
code-PNG_LIMIT = The picture has far more parts than a badge needs.
    .next = Don’t use this file. Ask the issuer for a new one.
code-PNG_MULTIPLE_BADGES = This picture contains more than one badge, so we didn’t choose one for you.
    .next = Ask the issuer for a picture with one badge.
code-PNG_CRC = The picture was damaged on the way: its checksum doesn’t match.
    .next = Download it again.
code-PNG_NO_BADGE = This is only a picture, with no badge in it.
    .next = On the page where you saw it, look for “Download badge” or “Share”. Saving the picture with the right mouse button often loses the badge.
code-PNG_TRAILING_DATA = There is extra data after the end of the picture. We ignored it.
code-IMAGE_NOT_SIGNED = The signature doesn’t protect the picture itself. The words shown here are the signed ones.
code-PREVIEW_GAVE_UP = The picture took too long to draw, so we show a plain one.
code-PICTURE_UNREADABLE = The picture couldn’t be drawn, so we show a plain one.
code-PDF_MALFORMED = The PDF is damaged or cut short.
    .next = Download it again from the place where you got it.
code-PDF_ENCRYPTED = The PDF is locked with a password, so we can’t look for a badge in it.
    .next = Open it with the password, save it without one, and try again.
code-PDF_LIMIT = The PDF has far more parts than a document with a badge needs.
    .next = Don’t use this file. Ask the issuer for a picture or a small .json file.
code-PDF_NO_BADGE = This is only a PDF document, with no badge in it.
    .next = A printed certificate isn’t a badge. On the page where you got it, look for “Download badge”.
code-PDF_MULTIPLE_BADGES = This PDF contains more than one badge.
    .detail = There are { $found }.
    .next = Add it to your backpack. It shows each badge separately.
code-PDF_NOT_SIGNED = The signature doesn’t protect the pages of the PDF. The words shown here are the signed ones.
code-SVG_MALFORMED = The picture is damaged: it isn’t a complete SVG.
    .next = Download it again from the place where you got it.
code-SVG_DTD = The picture contains definitions that badges never need and that can do harm.
    .next = Ask the issuer for a PNG, or for an SVG without a document type.
code-SVG_LIMIT = The picture has far more parts than a badge needs.
    .next = Ask the issuer for a PNG.
code-SVG_NO_BADGE = This is only a picture, with no badge in it.
    .next = On the page where you saw it, look for “Download badge”.
code-SVG_MULTIPLE_BADGES = This picture contains more than one badge, so we didn’t choose one for you.
    .next = Ask the issuer for a picture with one badge.
code-SVG_EXTERNAL_REF = The picture refers to other files. We didn’t load them.
code-SVG_ACTIVE_CONTENT = The picture contains a program. We didn’t run it.

## JSON and text
code-JSON_SYNTAX = The text is damaged: it isn’t complete JSON.
    .next = Copy it again from beginning to end, or download the file again.
code-JSON_DEPTH = The text is nested far more deeply than a badge needs.
    .next = Ask the issuer for a corrected badge.
code-JSON_LIMIT = The text is far larger than a badge needs.
    .next = Choose the badge itself.
code-JSON_DUP_KEY = The badge states the same thing twice, so it could be read in two ways.
    .detail = Stated twice: { $found }.
    .next = Don’t rely on it. Ask the issuer for a corrected badge.
code-JSON_NUMBER = The badge contains a number that different programs would read differently.
    .next = Ask the issuer for a corrected badge.
code-JSON_NOT_A_BADGE = This is data, but not a badge.
    .detail = It is { $found }.
    .next = Look for the badge itself on the page where you got this.
code-TEXT_ENCODING = The text contains invalid characters.
    .next = Download the file again, or ask the issuer for a corrected badge.
code-TEXT_BOM = The text started with an invisible mark. We skipped it.
code-TEXT_BIDI = The badge uses invisible marks that change the direction of writing. We show them as visible signs.

## Signatures in compact form
code-JWT_FORMAT = The signed text is damaged: it doesn’t have three complete parts.
    .next = Copy it again from beginning to end.
code-JWT_ALG_FORBIDDEN = The badge isn’t signed, or it is signed in a way that proves nothing.
    .detail = The method it names: { $detail }
    .next = Don’t rely on it. Ask the issuer for a corrected badge.
code-JWT_ALG_KEY_MISMATCH = The signature’s method doesn’t fit the issuer’s key.
    .next = Don’t rely on it. Ask the issuer.
code-JWT_KID_SCOPE = The badge names a key on someone else’s website. We didn’t contact that website.
    .next = Don’t rely on it. Ask the issuer.
code-JWT_HEADER_FORBIDDEN = The signature contains an instruction that its standard doesn’t allow.
    .detail = It is called “{ $header }”.
    .next = Tell the issuer. Only they can correct it.
code-JWT_HEADER_MISSING = The signature doesn’t say which of the issuer’s keys was used.
    .next = Tell the issuer. Only they can correct it.
code-JWT_CRIT = The signature requires a rule that this program doesn’t know, so we can’t accept it.
    .next = Tell the issuer. Only they can correct it.
code-JWT_CLAIM_MISMATCH = The signed wrapper and the badge inside it say different things.
    .detail = They differ in: { $claim }
    .next = Don’t rely on it. Ask the issuer.
code-JWT_CLAIM_MISSING = The signed wrapper leaves out something that its standard requires.
    .detail = Missing: { $claim }
    .next = Tell the issuer. Only they can correct it.
code-JWT_SIG_INVALID = This copy was changed or damaged after it was signed.
    .next = Don’t rely on this copy. Get the badge again from its issuer.

## Keys
code-KEY_WEAK = The issuer’s key is too weak to rely on.
    .next = Tell the issuer.
code-KEY_LIMIT = The issuer’s key is larger than any real key.
code-KEY_UNSUPPORTED = The issuer uses a kind of key that this program doesn’t know.
    .detail = It is a key for { $family }.
    .next = Keep the badge. A later version of this program may be able to check it.
code-KEY_PRIVATE_EXPOSED = The issuer’s secret key was published, so anyone could have signed this.
    .next = Tell the issuer at once.
code-KEY_NOT_AUTHORISED = The issuer lists this key, but not for issuing badges.
    .next = Ask the issuer.
code-ISSUER_KEY_UNBOUND = The key that signed this badge doesn’t belong to the issuer that the badge names.
    .next = Don’t rely on it. Ask the issuer whether they issued it.
code-ISSUER_KEY_UNPROVEN = The key that signed this badge isn’t at its issuer’s address, and nothing shows whose key it is.
    .detail = The key is at { $url }.
    .next = Ask the issuer whether they issued it.
code-ISSUER_KEY_BY_HOST = The key that signed this badge is on the issuer’s website, but the issuer’s page doesn’t name it. Badges this old can’t show more.
code-ISSUER_UNAVAILABLE = We couldn’t reach the issuer’s own page, so nothing shows that the issuer signed this.
    .next = Check again later, when you’re online.
code-ISSUER_ID_MISMATCH = The issuer’s page says that it belongs to someone else.
    .next = Don’t rely on it. Ask the issuer.
code-ISSUER_METHOD_UNSUPPORTED = The badge identifies its issuer in a way that this program doesn’t know.
    .detail = It is named as { $issuer }.
code-ISSUER_SELF_ASSERTED = The signature shows that one key signed this badge. Nothing confirms the issuer’s name.
code-ISSUER_UNPROVEN = Someone else on the same website is on one of your lists. This issuer isn’t.
    .detail = The list “{ $list }” names { $listed }, but this badge is by { $issuer }.
code-ISSUER_CHANGED = This issuer signs with a different key than when you first met it.
    .detail = You first met it on { $since }.
    .next = Ask the issuer whether they have a new key.
code-ISSUER_LOOKALIKE = This issuer looks like one that you know, but it isn’t the same.
    .detail = “{ $seen }” looks like “{ $known }”, which is { $issuer }.
    .next = Compare the addresses letter by letter before you rely on it.
code-ACHIEVEMENT_NOT_ISSUERS = Someone other than the issuer defined this achievement. Nothing shows that they agreed.
    .detail = Defined by { $creator }, awarded by { $issuer }.
code-DID_INVALID = The issuer’s identifier isn’t valid.
    .next = Tell the issuer. Only they can correct it.

## Lists of issuers
code-TRUST_LIST_FORMAT = This file isn’t a list of issuers.
    .next = Use a registry in JSON, or a text file with one address or DID on each line.
code-TRUST_LIST_LIMIT = This list is larger than any real list of issuers.
    .next = Split it, or ask its publisher.
code-TRUST_LIST_ID = The list names an issuer without a DID or an https address.
    .detail = It is { $detail }.
    .next = Correct that entry, or ask the list’s publisher.
code-TRUST_LIST_DUPLICATE = The list names the same issuer twice.
    .detail = It is { $detail }.
    .next = Remove one of the two, or ask the list’s publisher.
code-TRUST_LIST_LOOKALIKE = The list names two different issuers whose addresses look the same.
    .detail = They are { $detail }.
    .next = Ask the list’s publisher which one is meant. Don’t use the list until you know.

## Data Integrity
code-DI_TERM_DROPPED = The signature doesn’t cover a part of this badge, so someone may have added that part.
    .detail = The part is { $pointer }.
    .next = Don’t rely on this copy. Get the badge again from its issuer.
code-DI_CONTEXT_UNKNOWN = The badge uses a vocabulary that this program doesn’t know, so we can’t check its signature.
    .detail = The vocabulary is { $context }.
    .next = Ask the issuer whether the badge follows Open Badges 3.0.
code-DI_NO_PROOF = The badge isn’t signed, so anyone could have written it.
    .next = Ask the issuer for the signed badge.
code-DI_PURPOSE = The signature was made for a purpose other than issuing a badge.
    .next = Don’t rely on it. Ask the issuer.
code-DI_CHAIN = One signature depends on another that is missing or couldn’t be confirmed.
    .detail = It is the one named { $term }.
    .next = Tell the issuer. Only they can correct it.
code-DI_SUITE_UNSUPPORTED = The badge is signed with a method that this program doesn’t know.
    .detail = The method is { $suite }.
code-DI_GRAPH_BUDGET = The badge is far more complicated than any real badge needs to be, so we stopped the check.
    .next = Don’t rely on it. Ask the issuer.
code-DI_NOT_COMPACT = The badge hides a part under a name that other programs don’t look for.
    .detail = The part is { $term }.
    .next = Don’t rely on this copy. Get the badge again from its issuer.
code-DI_MALFORMED = The signature’s own data has an error in it.
    .next = Tell the issuer. Only they can correct it.
code-DI_TIME = The signature is dated in the future, or it has expired.
    .next = Check your computer’s clock. If it is right, ask the issuer.
code-DI_BASE_PROOF = This is the owner’s private form of the badge, used to make copies for others. We can’t check this form.
    .next = Make a copy to show with the program that you received the badge with. Or ask the issuer for one.
code-DI_DISCLOSURE = The owner may leave out parts of this badge. The parts shown are unchanged since they were signed.
code-SIG_INVALID = This copy was changed or damaged after it was signed.
    .next = Don’t rely on this copy. Get the badge again from its issuer.

## Learner records, endorsements, presentations, other credentials
code-CLR_INNER_INVALID = A credential in this record failed a check.
    .detail = It is about: { $names }
    .next = See the checks of each credential below. Ask whoever made this record for a corrected one.
code-CLR_INNER_UNCONFIRMED = A credential in this record couldn’t be fully checked.
    .detail = It is about: { $names }
    .next = See the credentials below. Each shows what couldn’t be checked.
code-CLR_INNER_ENDED = A credential in this record is revoked, expired or not yet valid. That doesn’t affect the record itself.
    .detail = It is about: { $names }
code-CLR_PARTIAL = The maker of this record says that it shows only part of what they know about the learner.
code-CLR_ASSOCIATION = This record connects achievements, and one of them isn’t in it.
    .detail = At { $pointer }: { $id }
code-CLR_LIMIT = This record contains more than we checked.
    .detail = { $detail }
code-ENDORSEMENT_SELF = The issuer endorses itself.
    .detail = Endorser and issuer are { $issuer }.
code-ENDORSEMENT_SUBJECT = This endorsement is about something other than this badge.
    .detail = It endorses { $endorsed }.
    .next = Don’t count it for this badge.
code-ENDORSEMENT_LIMIT = The badge has more endorsements than we check.
    .detail = There are { $count }. The first { $checked } were checked.
code-ENDORSEMENT_UNREADABLE = The badge has an endorsement that couldn’t be read.
    .detail = It is { $found }.
code-CREDENTIAL_NOT_A_BADGE = This is a credential, but not an Open Badge. We checked it in the same way.
code-PRESENTATION_EMPTY = This is a wrapper for sending badges, but there is no badge in it.
    .next = Ask the sender to add their badges and send it again.
code-PRESENTATION_MULTIPLE_BADGES = This is a wrapper with more than one badge in it.
    .detail = There are { $found }.
    .next = Add it to your backpack. It shows each badge separately.
code-PRESENTATION_LIMIT = This is a wrapper with more in it than we check.
    .detail = It is { $found }.
    .next = Ask the sender for fewer badges at a time.
code-PRESENTATION_MALFORMED = The wrapper that this badge came in doesn’t follow its standard.
    .detail = At { $pointer }
    .next = That doesn’t affect the badge itself. Tell the sender that other programs may refuse the wrapper.
code-PRESENTATION_HOLDER = The signature around this badge doesn’t match, so nothing shows who sent it.
    .detail = The wrapper names { $holder }.
    .next = That doesn’t affect the badge itself. Ask the sender to send it again.

## Hosted badges
code-HOSTED_MISMATCH = The issuer’s page differs from this copy. The issuer’s page counts.
    .detail = They differ in: { $fields }
    .next = Get the badge again from its issuer.
code-HOSTED_SCOPE = This badge is at a web address that its issuer doesn’t use for badges.
    .next = Don’t rely on it. Ask the issuer.
code-HOSTED_UNAVAILABLE = We couldn’t reach the issuer’s page, so nothing confirms this badge now.
    .detail = The page is { $url }.
    .next = Check again later. Your badge stays as it is.
code-HOSTED_NOWHERE = The badge doesn’t give its web address, so we can’t check it with the issuer.
    .next = If you have a link to the badge, add that link. Otherwise ask the issuer for the badge as a picture, which contains its web address.
code-HOSTED_ID_MISMATCH = The page at the badge’s web address is about another badge.
    .next = Get the badge again from its issuer.
code-HOSTED_CYCLE = The badge’s pages refer to each other in a circle.
    .next = Tell the issuer. Only they can correct it.
code-NET_CLEARTEXT = The connection to the issuer’s page isn’t encrypted, so someone on the way could have changed it.
    .next = Ask the issuer to use https.

## Status
code-REVOKED = The issuer has revoked this badge.
    .detail = Reason: { $reason }
    .next = If you don’t know why, ask the issuer.
code-SUSPENDED = The issuer has suspended this badge for now.
    .detail = Reason: { $reason }
    .next = Ask the issuer.
code-STATUS_LIST_ISSUER = The list of revoked badges isn’t the issuer’s own, so it doesn’t count.
code-STATUS_LIST_INVALID = The issuer’s list of revoked badges is damaged, so it doesn’t count.
code-STATUS_BOMB = The issuer’s list of revoked badges is far larger than any real list, so we didn’t read it.
code-STATUS_SHORT = The issuer’s list of revoked badges is shorter than its standard requires. It counts, but protects your privacy less.
code-STATUS_RANGE = The issuer’s list of revoked badges has no place for this badge.
code-STATUS_PURPOSE = The issuer’s list doesn’t say whether badges are revoked. It has another purpose.
code-STATUS_UNKNOWN = We couldn’t check whether this badge has been revoked.
    .detail = It was last checked on { $last }.
    .next = Check again later, when you’re online.
code-STATUS_ROLLBACK = We got an older list of revoked badges than before, so a newer revocation may be missing.
    .detail = It is from { $from }. An earlier check found one from { $newest }.
    .next = Check again later. If this doesn’t change, ask the issuer.
code-STATUS_STALE = Our copy of the issuer’s list of revoked badges is out of date.
    .detail = We fetched it on { $had }.
    .next = Check again when you’re online.
code-STATUS_REINSTATED = The issuer had revoked this badge before, and no longer does.
code-STATUS_MESSAGE = The issuer left a message about this badge. It doesn’t make the badge less valid.
    .detail = It says “{ $message }”.
code-STATUS_REFRESH = The issuer says that there is a newer version of this badge.
    .next = Ask the issuer for it.
code-STATUS_MESSAGE_UNKNOWN = The issuer has a message about this badge, but we couldn’t read it.
    .next = Check again later, when you’re online.
code-PRIVACY_UNIQUE_STATUS = The status list’s address belongs to this badge alone. Its website learns which badge you check.
    .detail = The address is { $url }.
code-STATUS_TYPE_UNSUPPORTED = The issuer records revoked badges in a way that this program doesn’t know.
    .detail = It is called { $type }.

## Schemas
code-SCHEMA_MISMATCH = The badge doesn’t fit the description of its form (schema) that it names.
    .detail = It differs at { $pointer }. The description is at { $url }.
    .next = Show this to the issuer. Only they can correct it.
code-SCHEMA_UNKNOWN = We couldn’t read the description (schema) of the form that this badge should have.
    .detail = It should be at { $url }.
    .next = Check again later, when you’re online.
code-SCHEMA_INVALID = The badge names a description of its form (schema) that can’t be used.
    .detail = It is at { $url }.
    .next = Tell the issuer. This doesn’t mean that the badge is wrong.
code-SCHEMA_UNSUPPORTED = The description of the badge’s form (schema) uses something that this program doesn’t check.
    .detail = It uses { $keyword }.
    .next = Another program may be able to compare them. This doesn’t mean that the badge is wrong.
code-SCHEMA_BUDGET = Comparing the badge with its description (schema) would take far too long, so we stopped.
    .next = Be careful. The badge may be made to keep programs busy.
code-SCHEMA_TYPE_UNSUPPORTED = The badge names a kind of description (schema) that this program doesn’t know.
    .detail = It is called { $type }.

## Files that a badge links to
code-RELATED_MISMATCH = A file that the badge links to was changed after the badge was issued.
    .detail = It is at { $url }.
    .next = Don’t rely on that file. Ask the issuer.
code-RELATED_UNKNOWN = We couldn’t compare a linked file with what the issuer signed.
    .detail = It is at { $url }.
    .next = Check again later, when you’re online.
code-SUPERSEDED = The issuer has a newer version of this badge.
    .detail = It is valid from { $from }.
    .next = Add the newer version from { $url }. This one stays as it is.
code-REFRESH_UNKNOWN = We couldn’t check whether there is a newer version of this badge.
    .next = Check again later, when you’re online.
code-REFRESH_INVALID = The issuer’s address didn’t return a newer version of this badge, so its answer doesn’t count.
    .next = This badge stays as it is.

## Time
code-EXPIRED = The badge has expired.
    .detail = It expired on { $until }.
code-NOT_YET_VALID = The badge isn’t valid yet.
    .detail = It starts on { $from }.
code-TIME_ORDER = The badge’s end date is before its start date.
    .next = Tell the issuer. Only they can correct it.
code-TIME_FORMAT = The badge has an invalid date.
    .detail = It says “{ $value }”.
    .next = Tell the issuer. Only they can correct it.

## Recipient
code-RECIPIENT_MISMATCH = Issued to an address that you haven’t added.
    .next = If it is yours, add it under “Your addresses”.
code-RECIPIENT_FORMAT = The badge names its recipient in a form that its standard doesn’t allow.
    .next = Tell the issuer. Only they can correct it.
code-RECIPIENT_PARTIAL = The badge names several identities. We compared one of them, and it matches.
    .detail = It is { $identity }.
code-RECIPIENT_VARIANT = Issued to one of your addresses, written in another way.
    .detail = The badge has { $identity }, and you have { $asked }.
code-RECIPIENT_NOT_ASKED = We don’t know yet whether this badge was issued to you.
    .next = Add your e-mail address under “Your addresses” to check that.
code-BEARER = The badge doesn’t say who it was issued to. Anyone who has the file can show it.
code-WEAK_HASH = The badge hides its recipient with an outdated method that is easy to undo.

## Network
code-NET_SCHEME = We never open this kind of address.
    .next = Use a link that starts with https://.
code-NET_BLOCKED_ADDRESS = This address leads into a private network, so we didn’t open it.
    .next = If it is your own server, allow private networks for this check.
code-NET_REDIRECT = The web address redirects in circles or leads nowhere.
    .next = Check the link. If it is the issuer’s, tell them.
code-NET_DOWNGRADE = An encrypted address sent us to an unencrypted one, so we stopped.
    .next = Don’t rely on this address. Tell the issuer.
code-NET_TLS = The connection to the website isn’t secure: its certificate isn’t valid.
    .next = Don’t rely on this address. Tell the issuer.
code-NET_TOO_LARGE = The website’s answer was too large.
    .next = Tell the issuer that their page can’t be read. Try again later.
code-NET_TIMEOUT = The website took too long to answer.
    .next = Try again later.
code-NET_LIMIT = The website’s answer had far more technical data (headers) than any answer needs.
    .next = Don’t rely on this address. Tell the issuer.
code-NET_CONTENT_TYPE = The website answered with something other than a badge.
    .next = Open the link in your browser. If a page asks you to sign in to the network, do that and check again.
code-NET_BUDGET = The badge needs more documents than any real badge does, so we stopped.
    .next = Don’t rely on this badge. Ask the issuer for a new one.
code-NET_URL_INVALID = This isn’t a web address that can be opened.
    .next = Check the link.
code-NET_UNAVAILABLE = We couldn’t reach the website, or it answered with an error.
    .detail = { $detail }
    .next = Check your connection and try again later.
code-NET_OFFLINE = We didn’t contact the website: this program is set to contact none.
    .next = Go online and check again.

code-NET_CONSENT = We didn’t contact the website: you haven’t allowed it yet.
    .next = Check again and allow the website.
code-NET_NOT_FOUND = The website has no page at this address.
    .next = Check the link, or ask the issuer whether it moved.

## Links that don't lead to a badge
code-LINK_NO_BADGE = There is a page behind this link, but no badge in it.
    .detail = It is a page of { $platform }.
    .next = On the page, look for “Download badge”, save the picture or file, and add that here. If there is none, ask the issuer for it.
code-LINK_SIGN_IN = Only you can open the page behind this link, so we didn’t contact it.
    .detail = It is a page of { $platform }.
    .next = Open it in your browser, sign in, download the badge, and add that file here.
code-LINK_GONE = The issuer says that this badge no longer exists. It may have been revoked.
    .detail = It was at { $platform }.
    .next = If you have the badge as a file or a picture, you can still add that. Otherwise ask the issuer.
code-DEEPLINK_REJECTED = A web page or another program sent Badge Backpack a request that it doesn’t accept. Nothing was done.
    .detail = The request was { $detail }.
    .next = If you expected a badge, copy its link from the page where you found it, and paste it here.
code-RECIPIENT_HINT = The badge’s link or mail names the same recipient as the badge. You haven’t added that address.
    .detail = It was issued to { $identity }.
    .next = If that is you, add this address. Then we show the badge as yours.

## Not an Open Badge
code-CREDENTIAL_OFFER = This isn’t a badge yet, so we contacted no website and added nothing.
    .detail = It is { $what }.
code-NOT_AN_OPEN_BADGE = This isn’t an Open Badge.
    .detail = It is { $what }.
code-RECORD_REFUSED = We can’t keep this with other files: it contains a badge, leads to one, or is incomplete.
    .next = Add it like a badge, and see what is in it.

## Archives and exports
code-ARCHIVE_UNREADABLE = The archive couldn’t be opened.
    .detail = { $detail }
    .next = Download it again. If that doesn’t help, unpack it yourself and add the files.
code-ARCHIVE_ENCRYPTED = Something in the archive is locked with a password.
    .detail = It is { $name }.
    .next = Unpack the archive with its password, and add the files in it.
code-ARCHIVE_LIMIT = The archive contains more than we check.
    .detail = { $detail }
    .next = Unpack it yourself, and add the badges in it.
code-BACKUP_LOCKED = This wallet backup is locked with a password.
    .detail = Credentials in it: { $count }.
    .next = Add it to your backpack, and type the password that you chose in the wallet app. We open only the credentials, not the wallet’s keys.
code-BACKUP_PASSWORD = This password doesn’t open the backup.
    .next = Type it again, and watch for small and capital letters. Without it, save the credentials one by one in the wallet app.
code-EXPORT_EMPTY = This backup of another backpack has no badge in it.
    .next = Check that your badges are in that backpack, and make the backup again.
code-EXPORT_LIMIT = The backup contains more badges than we can add at once.
    .detail = { $count } were left out.
    .next = Save the others from that backpack one by one, or in smaller backups.

## The backpack
code-STORE_FULL = The disk is full, so nothing was saved.
    .next = Free some space and try again. Everything saved before is unchanged.
code-STORE_IO = The computer couldn’t read or write the backpack’s files, so nothing was done.
    .detail = It says about { $path }: { $reason }.
    .next = Check the disk, and that the folder is yours. Then try again. Run `backpack doctor` to check everything else.
code-STORE_INDEX_FAILED = Your badges are saved, but the disk reported an error. It may be about to fail.
    .detail = The computer says: { $reason }.
    .next = Copy the backpack’s folder to another disk soon, and have this disk checked.
code-STORE_LOCKED_BY_OTHER = The backpack is already open in another window or program.
    .next = Use that one, or close it first.
code-STORE_READONLY = The backpack’s folder can’t be written to. You can view your badges, but not change anything.
    .next = Make the folder writable, then try again.
code-STORE_PERMISSION = Others may be able to change the backpack’s folder, or you can’t open it, so we didn’t use it.
    .detail = { $problem ->
        [others-may-write] Other people on this computer could change { $path }.
        [other-owner] { $path } belongs to someone else on this computer.
        [symbolic-link] { $path } is only a link to another place on the disk.
        [not-a-folder] { $path } isn’t a folder.
        [no-home] Your user account has no home folder for it.
       *[unreadable] The computer doesn’t let you open { $path }.
    }
    .next = { $problem ->
        [no-home] Name a folder of your own with `--data-dir`.
       *[other] Make sure that the folder belongs only to you, then try again.
    }
code-STORE_NEWER = A newer version of this program wrote this backpack. Nothing was changed.
    .detail = The backpack has version { $version }. This program knows { $known }.
    .next = Update this program.
code-STORE_DAMAGED = Part of the backpack is damaged.
    .detail = It is { $what }.
    .next = Run `backpack doctor`. It names the damaged parts and rebuilds what it can.
code-KEY_UNAVAILABLE = We couldn’t get your backpack’s key from this computer’s keyring (its password store).
    .next = Unlock the keyring and try again, or open the backpack with your recovery phrase. Nothing is lost.
code-KEY_MISMATCH = This passphrase, phrase or key doesn’t open this backpack.
    .next = Check the passphrase or the recovery phrase, and try again.
code-PASSPHRASE_NEEDED = This computer has no keyring (password store), so the backpack needs a passphrase.
    .next = Choose a passphrase that you will remember. On the command line, set it with `--passphrase-file`.
code-NOT_FOUND = There is nothing with that name.
    .detail = Looked for: { $what }
    .next = See what there is with `backpack list` or `backpack collection list`.
code-AMBIGUOUS_ID = More than one entry starts like that.
    .next = Type a few more characters.
code-INPUT_INVALID = We couldn’t understand that.
    .detail = { $detail }
code-FILE_NOT_WRITTEN = The file couldn’t be written.
    .detail = { $detail }
    .next = Choose another place and try again.
code-COLLECTION_EMPTY = The collection is empty.
    .next = Add a badge to it first.

## Bundles
code-BUNDLE_UNRECOGNISED = This isn’t a bundle of badges.
    .next = Ask the sender for the file that ends in .badgebundle.
code-BUNDLE_PATH = The bundle contains a file name that could do harm, so we didn’t open it.
    .detail = The name is { $entry }.
    .next = Don’t rely on it. Ask the sender.
code-BUNDLE_LIMIT = The bundle is far larger than any real one, so we didn’t open it.
    .next = Ask the sender.
code-BUNDLE_MANIFEST = The bundle was changed or damaged after it was signed.
    .detail = The problem is in { $entry }.
    .next = Don’t rely on it. Ask the sender for a new one.
code-BUNDLE_NEWER = A newer version of this program made this bundle.
    .next = Update this program.
code-BUNDLE_AUDIENCE = This bundle was made for someone else.
    .detail = It was made for { $made_for }.
    .next = Ask the sender for one that is made for you.
code-BUNDLE_EXPIRED = This bundle is past the end date that its sender set. The badges inside may still be valid.
    .detail = It ended on { $expires }.
    .next = Ask the sender for a new one.
code-HOLDER_UNBOUND = Nothing shows that this badge was issued to the person who made this bundle.
    .next = Ask the sender how they can show that it is theirs.
code-BUNDLE_MALFORMED = The file is damaged or cut short.
    .next = Ask the sender to send it again.
code-BUNDLE_PRESENTATION = The badges that the sender signed together aren’t the badges in the file.
    .next = Don’t rely on it. Ask the sender for a new one.
code-BUNDLE_AUDIENCE_NOT_ASKED = The file says who it was made for. Is that you?
    .detail = It was made for { $made_for }.
code-BUNDLE_FEATURE_IGNORED = The file uses something that this version doesn’t know and may skip.
code-BUNDLE_REPORT_DIFFERS = The sender’s program reported one result for this badge, but its own documents show another.
    .detail = It said “{ $said }”, but the documents show “{ $found }”.

## Mail
code-MAIL_NO_BADGE = There is no badge in this mail, and no link to one.
    .next = Look for another mail about the badge, or for “Download badge” on the page where you saw it.
code-MAIL_LIMIT = The mail is too large or has too many parts, so we didn’t read all of it.
    .detail = Found: { $found }.
    .next = Save the badge from it in your mail program, and add that file.
code-MAIL_MALFORMED = The mail is damaged or cut short.
    .detail = Found: { $found }.
    .next = In your mail program, save the mail again or save the badge from it. Then add that file.
code-ATTACH_SKIPPED = An attachment of a mail couldn’t be opened.
    .detail = Skipped: { $found }.
    .next = If it contains a badge, open it in your mail program, save the badge, and add that file. If it is damaged, ask the sender to send it again.
code-MAIL_TLS = The mail server doesn’t encrypt the whole connection, so we didn’t send your password.
    .detail = { $host } answered: { $detail }.
    .next = Ask your mail provider for its “IMAP with SSL/TLS” server (port 993). Or save the mails and add the files.
code-MAIL_AUTH = The mail server didn’t accept the user name or the password.
    .detail = { $host } says: { $detail }
    .next = Check both. Many providers require a separate “app password”, and some don’t allow such programs. In that case save the mails and add the files.
code-MAIL_PASSWORD = The password of this mailbox isn’t in this computer’s keyring (its password store).
    .next = Type the password again.
code-MAIL_PASSWORD_STAYS = This computer’s keyring (its password store) didn’t delete the password, so the mailbox is still remembered.
    .next = Unlock the keyring and try again. You can also delete the password in the keyring’s own program, where it is called “badge-backpack”.
code-MAIL_SERVER = The mail server didn’t answer as expected.
    .detail = { $host }: { $detail }.
    .next = Everything found so far is safe. Try again later, and we’ll continue where we stopped.
