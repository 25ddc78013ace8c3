# The name of each check, and its result. A failed or unknown check is described by its code (codes.ftl); `-failed` and
# `-unknown` here are for checks without a code.

check-format = Form
check-format-passed = The badge has all the parts that its standard requires.
check-format-failed = The badge lacks parts that its standard requires.
check-format-unknown = The badge’s form could not be checked.
check-format-absent = There is no form to check.

check-proof-signature = Signature
check-proof-signature-passed = The signature holds: nothing was changed since it was signed.
check-proof-signature-failed = The signature does not match: the badge was changed or damaged.
check-proof-signature-unknown = The signature could not be checked.
check-proof-signature-absent = There is no signature to check.

check-proof-claims = Envelope
check-proof-claims-passed = The signed envelope and the badge inside say the same.
check-proof-claims-failed = The signed envelope and the badge inside differ.
check-proof-claims-unknown = The signed envelope could not be compared with the badge inside.
check-proof-claims-absent = There is no envelope to compare.

check-hosted-copy = Issuer’s page
check-hosted-copy-passed = The issuer’s page confirms this badge.
check-hosted-copy-failed = The issuer’s page does not confirm this badge.
check-hosted-copy-unknown = The issuer’s page could not be asked.
check-hosted-copy-absent = There is no page of the issuer to ask.

check-hosted-scope = Address
check-hosted-scope-passed = The badge is kept at an address of its issuer.
check-hosted-scope-failed = The badge is kept at an address that is not its issuer’s.
check-hosted-scope-unknown = Whether the address is the issuer’s could not be checked.
check-hosted-scope-absent = There is no address to compare.

check-issuer-key = Issuer’s key
check-issuer-key-passed = The key that signed belongs to the issuer named in the badge.
check-issuer-key-failed = The key that signed does not belong to the issuer named in the badge.
check-issuer-key-unknown = Whether the key belongs to the issuer could not be checked.
check-issuer-key-absent = There is no key to check.

check-badge-class-issuer = Kind of badge
check-badge-class-issuer-passed = This kind of badge belongs to the issuer.
check-badge-class-issuer-failed = This kind of badge belongs to somebody else than the issuer.
check-badge-class-issuer-unknown = Whose kind of badge this is could not be checked.
check-badge-class-issuer-absent = There is no kind of badge to check.

check-status-revocation = Revocation
check-status-revocation-passed = The issuer has not taken it back.
check-status-revocation-failed = The issuer has taken it back.
check-status-revocation-unknown = It could not be asked whether the issuer has taken it back.
check-status-revocation-absent = This badge has no way to be revoked.

check-integrity-resources = What it refers to
check-integrity-resources-passed = What the badge refers to is as the issuer signed it.
check-integrity-resources-failed = Something that the badge refers to was changed.
check-integrity-resources-unknown = What the badge refers to could not be compared.
check-integrity-resources-absent = The badge refers to nothing that can be compared.

check-schema-conformance = Form that its standard asks for
check-schema-conformance-passed = The badge has the form that its standard’s schema asks for.
check-schema-conformance-failed = The badge does not have the form that its standard’s schema asks for.
check-schema-conformance-unknown = The badge could not be compared with the schema that it names.
check-schema-conformance-absent = The badge names no schema of its standard.

check-schema-structure = Form that it says it has
check-schema-structure-passed = The badge has the form of every schema that it names.
check-schema-structure-failed = The badge does not have the form of a schema that it names.
check-schema-structure-unknown = The badge could not be compared with a schema that it names.
check-schema-structure-absent = The badge names no other schema.

check-refresh-newest = Newest edition
check-refresh-newest-passed = The issuer has no newer edition of this badge.
check-refresh-newest-failed = The issuer has a newer edition of this badge.
check-refresh-newest-unknown = It could not be asked whether there is a newer edition.
check-refresh-newest-absent = The badge names no place to ask for a newer edition.
newer-edition = { $check } The newer edition, checked by itself: { $headline }

check-time-validity = Time
check-time-validity-passed = The badge is within its time.
check-time-validity-failed = The badge is outside its time.
check-time-validity-unknown = The badge’s time could not be checked.
check-time-validity-absent = The badge has no end date.

check-recipient-match = Issued to
check-recipient-match-passed = Issued to one of your addresses.
check-recipient-match-failed = Issued to an address that you have not added.
check-recipient-match-unknown = Not compared with any address.
check-recipient-match-absent = The badge does not say to whom.

check-clr-credentials = What is in it
check-clr-credentials-passed = Each credential in this record was looked at by itself, and none is forged.
check-clr-credentials-failed = A credential in this record does not hold.
check-clr-credentials-unknown = Not every credential in this record could be checked.
check-clr-credentials-absent = There is no credential in this record.

check-clr-associations = Ties
check-clr-associations-passed = What this record ties together is in it.
check-clr-associations-failed = This record ties together achievements that are not in it.
check-clr-associations-unknown = Some of what this record ties together is not in this part of it.
check-clr-associations-absent = This record ties nothing together.

check-endorsement-subject = About this
check-endorsement-subject-passed = The endorsement is about what it stands beside.
check-endorsement-subject-failed = The endorsement is about something else.
check-endorsement-subject-unknown = What the endorsement is about could not be compared.
check-endorsement-subject-absent = The endorsement does not say what it is about.

check-presentation-format = Form of its envelope
check-presentation-format-passed = The envelope that it came in has every part that it needs.
check-presentation-format-failed = The envelope that it came in lacks something, or has it in the wrong form.
check-presentation-format-unknown = The form of the envelope that it came in could not be checked.
check-presentation-format-absent = It did not come in an envelope.

check-presentation-holder = Sent by
check-presentation-holder-passed = Whoever sent it signed for it.
check-presentation-holder-failed = The sender’s signature does not match.
check-presentation-holder-unknown = The sender’s signature could not be checked.
check-presentation-holder-absent = Whoever sent it did not sign for it.

## What an endorsement endorses
endorsement-of-badge = An endorsement of this badge
endorsement-of-achievement = An endorsement of this kind of badge
endorsement-of-issuer = An endorsement of the issuer

## The one sentence of a verdict
verdict-verified = Everything that can be checked holds.
verdict-verified-unknown-issuer = The signature holds. Who the issuer really is, is not shown.
verdict-unconfirmed = Nothing is wrong, but not everything could be checked.
verdict-expired = It was good, and its time is over.
verdict-not_yet_valid = It is sound, and its time has not begun.
verdict-revoked = The issuer has taken it back.
verdict-invalid = Do not rely on it: a check failed.

## Who the issuer is
standing-proven-domain = Issued by { $name }, proven by { $domain }.
standing-proven-domain-nameless = Issued by { $domain }, proven.
standing-unknown-key = Signed by an unknown key that calls itself “{ $name }”.
standing-unknown-key-nameless = Signed by an unknown key that gives no name.
standing-listed = Signed by { $name }: that is how the list “{ $list }” names this key.
standing-listed-nameless = Signed by a key that is on the list “{ $list }”.
standing-self-issued = Issued by the recipient.
standing-unproven = It calls its issuer “{ $name }”; that is not shown.
standing-unproven-nameless = It is not shown who issued it.

## What you know of the issuer
issuer-listed = On the list “{ $list }”, as { $name }.
issuer-listed-nameless = On the list “{ $list }”.
issuer-pinned = The same issuer as you have known since { $since }.
issuer-changed = It has another key than when you first met it on { $since }.
issuer-resembles = Not the same as “{ $known }” ({ $issuer }), which looks like it.

## Assurance: which are which
fact-assessed-with-results = Assessed, with results
fact-assessment-described = How it was assessed is described
    .detail = How it was assessed is described ({ $detail })
fact-evidence-attached = Evidence is attached
fact-criteria-stated = Criteria are stated
fact-rubric-stated = A rubric is stated
fact-competencies-aligned = Tied to named competencies
    .detail = Tied to named competencies ({ $detail })
fact-credit-or-hours-stated = Credit or hours are stated
    .detail = Credit or hours are stated ({ $detail })
fact-achievement-type-stated = It says what kind of achievement it is
    .detail = It says what kind of achievement it is ({ $detail })
fact-endorsed = Carries an endorsement (checked by itself)
fact-issuer-accredited = The issuer says that it is accredited
    .detail = The issuer says that it is accredited by { $detail }
fact-self-issued = Issued by the recipient
fact-issuer-does-not-say = The issuer does not say what it rests on

## A bundle's own checks
bundle-manifest-passed = Nothing in the file was changed since the holder signed it.
bundle-manifest-failed = The file was changed since it was signed.
bundle-presentation-passed = The holder signed these badges together.
bundle-presentation-failed = The holder’s signature over the badges does not match.
bundle-presentation-absent = The file holds no badges that can be presented together.
bundle-audience-passed = It was made for you.
bundle-audience-unknown = It was made for { $audience }. Is that you?
bundle-audience-absent = It was made for no one in particular.
bundle-audience-failed = It was made for somebody else.
bundle-time-passed = It is within the time that the holder made it for.
bundle-time-failed = The time that the holder made it for is over.
bundle-time-absent = The holder set no end date for this file.
review-recipient-passed = Issued to an identity that the holder of this file names.
review-recipient-failed = Issued to somebody whom the holder of this file does not name.
review-recipient-unknown = Not compared: the holder of this file names no identity.
holder-recipient-did = The badge was issued to the key that signed this file.
holder-recipient-identity = The badge was issued to { $identity }, which the holder disclosed. That this address is theirs is the holder’s word.
holder-unbound = It is not shown that this badge was issued to the person who made this file.
holder-bearer = The badge does not say to whom it was issued.
changed-since-export = When this file was made, the holder’s program said: { $then }

## Opening a backpack
opened-index-rebuilt = The index was lost or damaged and has been rebuilt from your badges. Nothing was lost.
opened-damage = { $what } is damaged: { $advice }

## What to do about damage
advice-import-again = Import this badge again, from another copy or from its issuer.
advice-check-again = Check the badge again; the badge itself is well.
advice-make-again = Make it again.
advice-add-again = Hand this file over again and keep it as an unverified record again.
advice-restore-file = Restore this file from a backup of your disk.

## Asking hosts: why, and what came of it
asked-hosted-assertion = The issuer’s own copy of the badge
    .for = The issuer’s own copy of “{ $badge }”
asked-badge-class = What the issuer says the badge is for
    .for = What the issuer says “{ $badge }” is for
asked-issuer = What the issuer says about itself
    .for = What the issuer says about itself, for “{ $badge }”
asked-public-key = The issuer’s key
    .for = The issuer’s key, for “{ $badge }”
asked-key-set = The issuer’s keys
    .for = The issuer’s keys, for “{ $badge }”
asked-did-document = The issuer’s keys
    .for = The issuer’s keys, for “{ $badge }”
asked-status-list = Whether the badge was taken back
    .for = Whether “{ $badge }” was taken back
asked-revocation-list = Whether the badge was taken back
    .for = Whether “{ $badge }” was taken back
asked-refresh = A newer edition of the badge
    .for = A newer edition of “{ $badge }”
asked-schema = The form that the badge should have
    .for = The form that “{ $badge }” should have
asked-resource = A file that the badge names
    .for = A file that “{ $badge }” names
asked-picture = The badge’s picture
    .for = The picture of “{ $badge }”
asked-badge = The badge behind a link
    .for = The badge behind a link, “{ $badge }”
asked-trust-list = A list of issuers that you named
    .for = A list of issuers that you named, for “{ $badge }”
asked-page = The page behind a link
    .for = The page behind a link, for “{ $badge }”
asked-mailbox = Your mails, to find badges in them
    .for = Your mails, to find “{ $badge }” in them
asked-offer = What an offer of a badge is about
    .for = What the offer of “{ $badge }” is about
asked-issuance = To get a badge that was offered to you
    .for = To get “{ $badge }”, which was offered to you
request-had = It answered.
request-redirected = It sent us on to { $to }
request-gone = It says that this page is gone for good.

## What cannot be understood
input-title-missing = A collection needs a title.
