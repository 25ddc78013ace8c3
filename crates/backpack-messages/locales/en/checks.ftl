# The name and the results of each check. If a failed or unknown check has a code, the message of the code (codes.ftl) is
# shown instead of `-failed` or `-unknown`.

check-format = Complete
check-format-passed = The badge has every field that its standard requires.
check-format-failed = The issuer left out something that the badge’s standard requires.
check-format-unknown = We couldn’t check whether the badge is complete.
check-format-absent = There are no required fields to check.

check-proof-signature = Unchanged
check-proof-signature-passed = Nothing was changed since the badge was signed.
check-proof-signature-failed = This copy was changed or damaged after it was signed.
check-proof-signature-unknown = We couldn’t check the signature.
check-proof-signature-absent = The badge has no signature to check.

check-proof-claims = Wrapper matches
check-proof-claims-passed = The signed wrapper and the badge inside it say the same.
check-proof-claims-failed = The signed wrapper and the badge inside it say different things.
check-proof-claims-unknown = We couldn’t compare the signed wrapper with the badge inside it.
check-proof-claims-absent = There is no wrapper to compare.

check-hosted-copy = Issuer’s page
check-hosted-copy-passed = The issuer’s page still lists this badge.
check-hosted-copy-failed = The issuer’s page doesn’t confirm this badge.
check-hosted-copy-unknown = We couldn’t reach the issuer’s page.
check-hosted-copy-absent = The badge has no page at the issuer to compare with.

check-hosted-scope = Web address
check-hosted-scope-passed = The badge is at a web address of its issuer.
check-hosted-scope-failed = The badge is at a web address that doesn’t belong to its issuer.
check-hosted-scope-unknown = We couldn’t check whether the web address belongs to the issuer.
check-hosted-scope-absent = There is no web address to compare.

check-issuer-key = Signed by
check-issuer-key-passed = The key that signed belongs to the issuer named in the badge.
check-issuer-key-failed = The key that signed doesn’t belong to the issuer named in the badge.
check-issuer-key-unknown = We couldn’t check whether the key belongs to the issuer.
check-issuer-key-absent = There is no key to check.

check-badge-class-issuer = Kind of badge
check-badge-class-issuer-passed = This kind of badge belongs to the issuer.
check-badge-class-issuer-failed = This kind of badge belongs to someone other than the issuer.
check-badge-class-issuer-unknown = We couldn’t check who this kind of badge belongs to.
check-badge-class-issuer-absent = There is no kind of badge to check.

check-status-revocation = Not revoked
check-status-revocation-passed = The issuer hasn’t revoked this badge.
check-status-revocation-failed = The issuer has revoked this badge.
check-status-revocation-unknown = We couldn’t check whether this badge has been revoked.
check-status-revocation-absent = This kind of badge can’t be revoked.

check-integrity-resources = Linked files
check-integrity-resources-passed = The files that the badge links to are unchanged since it was signed.
check-integrity-resources-failed = A file that the badge links to was changed.
check-integrity-resources-unknown = We couldn’t compare the files that the badge links to.
check-integrity-resources-absent = The badge links to no files that can be compared.

check-schema-conformance = Standard’s form
check-schema-conformance-passed = The badge has the form that its standard describes.
check-schema-conformance-failed = The badge doesn’t have the form that its standard describes.
check-schema-conformance-unknown = We couldn’t compare the badge with its standard’s description (its schema).
check-schema-conformance-absent = The badge names no description (schema) of its standard.

check-schema-structure = Issuer’s form
check-schema-structure-passed = The badge fits every other description (schema) that it names.
check-schema-structure-failed = The badge doesn’t fit a description (schema) that it names.
check-schema-structure-unknown = We couldn’t compare the badge with a description (schema) that it names.
check-schema-structure-absent = The badge names no other description (schema).

check-refresh-newest = Newest version
check-refresh-newest-passed = The issuer has no newer version of this badge.
check-refresh-newest-failed = The issuer has a newer version of this badge.
check-refresh-newest-unknown = We couldn’t check whether there is a newer version.
check-refresh-newest-absent = The badge gives no address for newer versions.
newer-edition = { $check } Result for the newer version: { $headline }

check-time-validity = In date
check-time-validity-passed = The badge is in date.
check-time-validity-failed = The badge is out of date, or not valid yet.
check-time-validity-unknown = We couldn’t check the badge’s dates.
check-time-validity-absent = The badge has no end date.

check-recipient-match = Issued to
check-recipient-match-passed = Issued to one of your addresses.
check-recipient-match-failed = Issued to an address that you haven’t added.
check-recipient-match-unknown = Not compared with your addresses.
check-recipient-match-absent = The badge doesn’t say who it was issued to.

check-clr-credentials = Credentials inside
check-clr-credentials-passed = Each credential in this record was checked, and none failed.
check-clr-credentials-failed = A credential in this record failed a check.
check-clr-credentials-unknown = Some credentials in this record couldn’t be checked.
check-clr-credentials-absent = There is no credential in this record.

check-clr-associations = Connections
check-clr-associations-passed = Every achievement that this record connects is in it.
check-clr-associations-failed = This record connects achievements that aren’t in it.
check-clr-associations-unknown = Some connected achievements aren’t in this part of the record.
check-clr-associations-absent = This record connects no achievements.

check-endorsement-subject = About this
check-endorsement-subject-passed = The endorsement is about this.
check-endorsement-subject-failed = The endorsement is about something else.
check-endorsement-subject-unknown = We couldn’t check what the endorsement is about.
check-endorsement-subject-absent = The endorsement doesn’t say what it is about.

check-presentation-format = Wrapper complete
check-presentation-format-passed = The wrapper that the badge came in has every part that it needs.
check-presentation-format-failed = A part of the wrapper that the badge came in is missing or wrong.
check-presentation-format-unknown = We couldn’t check the wrapper that the badge came in.
check-presentation-format-absent = The badge didn’t come in a wrapper.

check-presentation-holder = Sent by
check-presentation-holder-passed = The sender signed the wrapper.
check-presentation-holder-failed = The sender’s signature doesn’t match.
check-presentation-holder-unknown = We couldn’t check the sender’s signature.
check-presentation-holder-absent = The sender didn’t sign the wrapper.

## The subject of an endorsement
endorsement-of-badge = An endorsement of this badge
endorsement-of-achievement = An endorsement of this kind of badge
endorsement-of-issuer = An endorsement of the issuer

## The headline of a verdict. `expired` and `not_yet_valid` also cover badges with unknown checks.
verdict-verified = Every required check passed.
verdict-verified-unknown-issuer = Unchanged since it was signed, but nothing shows who signed it.
verdict-unconfirmed = Fine so far, but some required checks couldn’t be made.
verdict-expired = This badge has expired. No other required check failed.
verdict-not_yet_valid = This badge isn’t valid yet. No other required check failed.
verdict-revoked = The issuer has revoked this badge.
verdict-invalid = A required check failed. Don’t rely on this copy without asking the issuer.

## Who the issuer is
issuer-identity-proven-domain = Issued by { $domain }, which calls itself { $name }.
issuer-identity-proven-domain-nameless = Issued by { $domain }.
issuer-identity-unknown-key = Signed by someone who calls themselves “{ $name }”. Nothing confirms that.
issuer-identity-unknown-key-nameless = Signed by someone who gives no name.
issuer-identity-listed = Signed by { $name }. The list “{ $list }” gives this key that name.
issuer-identity-listed-nameless = Signed with a key from the list “{ $list }”.
issuer-identity-self-issued = Self-issued: the recipient made this badge.
issuer-identity-unproven = The badge says “{ $name }”. Nothing confirms that.
issuer-identity-unproven-nameless = Nothing shows who issued this badge.

## Known issuers and issuers on lists
issuer-listed = On the list “{ $list }”, as { $name }.
issuer-listed-nameless = On the list “{ $list }”.
issuer-pinned = The same issuer that you have known since { $since }.
issuer-changed = This issuer signs with a different key than on { $since }, when you first met it.
issuer-resembles = Not the “{ $known }” ({ $issuer }) that you know: the names only look alike.

## How a badge was earned
fact-assessed-with-results = Assessed, with a result
fact-assessment-described = The issuer says how it was assessed
    .detail = The issuer says how it was assessed ({ $detail })
fact-evidence-attached = Work shown: evidence is attached
fact-criteria-stated = Criteria are stated
fact-rubric-stated = A rubric (levels of achievement) is stated
fact-competencies-aligned = Linked to named skills
    .detail = Linked to named skills ({ $detail })
fact-credit-or-hours-stated = Credit or hours are stated
    .detail = Credit or hours are stated ({ $detail })
fact-achievement-type-stated = The kind of achievement is stated
    .detail = The kind of achievement is stated ({ $detail })
fact-endorsed = Has an endorsement, which has its own checks
fact-issuer-accredited = The issuer says that it is accredited
    .detail = The issuer says that it is accredited by { $detail }
fact-self-issued = Self-issued: the recipient made it
fact-issuer-does-not-say = Not stated

## Checks of a bundle
bundle-manifest-passed = Nothing in the file was changed since the holder signed it.
bundle-manifest-failed = The file was changed since it was signed.
bundle-presentation-passed = The holder signed these badges together.
bundle-presentation-failed = The holder’s signature doesn’t match these badges.
bundle-presentation-absent = The file has no badges that can be signed together.
bundle-audience-passed = It was made for you.
bundle-audience-unknown = It was made for { $audience }. Is that you?
bundle-audience-absent = It wasn’t made for anyone in particular.
bundle-audience-failed = It was made for someone else.
bundle-time-passed = The file is in date.
bundle-time-failed = The file is past the end date that the holder set.
bundle-time-absent = The holder set no end date for this file.
review-recipient-passed = Issued to an address or key that the holder of this file names.
review-recipient-failed = Issued to someone whom the holder of this file doesn’t name.
review-recipient-unknown = Not compared: the holder of this file names no address.
holder-recipient-did = The badge was issued to the key that signed this file.
holder-recipient-identity = The badge was issued to { $identity }. The holder says that this address is theirs.
holder-unbound = Nothing shows that this badge was issued to the person who made this file.
holder-bearer = The badge doesn’t say who it was issued to.
changed-since-export = The result was different when this file was made. The holder’s program said then: { $then }

## Opening a backpack
opened-index-rebuilt = The index was lost or damaged. We rebuilt it from your badges, and nothing was lost.
opened-damage = { $what } is damaged: { $advice }

## What to do about damage
advice-import-again = Import this badge again, from another copy or from its issuer.
advice-check-again = Check the badge again. The badge itself is fine.
advice-make-again = Make it again.
advice-add-again = Add this file again, and keep it with other files.
advice-restore-file = Restore this file from a backup of your disk.

## Requests to websites: the reason and the result
request-reason-hosted-assertion = The issuer’s own copy of the badge
    .for = The issuer’s own copy of “{ $badge }”
request-reason-badge-class = What the issuer says the badge is for
    .for = What the issuer says “{ $badge }” is for
request-reason-issuer = What the issuer says about itself
    .for = What the issuer says about itself, for “{ $badge }”
request-reason-public-key = The issuer’s key
    .for = The issuer’s key, for “{ $badge }”
request-reason-key-set = The issuer’s keys
    .for = The issuer’s keys, for “{ $badge }”
request-reason-did-document = The issuer’s keys
    .for = The issuer’s keys, for “{ $badge }”
request-reason-status-list = Whether the badge was revoked
    .for = Whether “{ $badge }” was revoked
request-reason-revocation-list = Whether the badge was revoked
    .for = Whether “{ $badge }” was revoked
request-reason-refresh = A newer version of the badge
    .for = A newer version of “{ $badge }”
request-reason-schema = The form that the badge should have
    .for = The form that “{ $badge }” should have
request-reason-resource = A file that the badge links to
    .for = A file that “{ $badge }” links to
request-reason-picture = The badge’s picture
    .for = The picture of “{ $badge }”
request-reason-badge = The badge behind a link
    .for = The badge behind a link, “{ $badge }”
request-reason-trust-list = A list of issuers that you added
    .for = A list of issuers that you added, for “{ $badge }”
request-reason-page = The page behind a link
    .for = The page behind a link, for “{ $badge }”
request-reason-mailbox = Your mails, to find badges in them
    .for = Your mails, to find “{ $badge }” in them
request-reason-offer = The details of a badge offer
    .for = The details of the offer of “{ $badge }”
request-reason-issuance = To get a badge that was offered to you
    .for = To get “{ $badge }”, which was offered to you
request-answered = It answered.
request-redirected = It redirected us to { $to }
request-gone = It says that this page is gone for good.

## Invalid input
input-title-missing = A collection needs a title.
