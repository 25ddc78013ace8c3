# Mails and the links in them. `mail-found-…` describes a mail by the known parts of its header. `link-…` describes where a
# link leads: `$platform` and `$url` belong to the link, `$hosts` are the websites that a fetch would contact.

mail-found-subject-from-date = In the mail “{ $subject }” from { $from }, { $date }.
mail-found-subject-from = In the mail “{ $subject }” from { $from }.
mail-found-subject-date = In the mail “{ $subject }”, sent { $date }.
mail-found-from-date = In a mail from { $from }, { $date }.
mail-found-subject = In the mail “{ $subject }”.
mail-found-from = In a mail from { $from }.
mail-found-date = In a mail sent { $date }.
mail-found = In a mail without a subject, sender or date.

# Progress in a mailbox.
mail-found-so-far = { $count ->
    [0] Nothing found so far.
    [one] 1 thing found so far.
   *[other] { $count } things found so far.
}

# Attachments that were not opened, by reason. `$names` is `mail-unopened-names`; its `$count` is the number of further names.
mail-unopened-archive = { $names } (archives)
mail-unopened-encrypted = { $names } (locked or encrypted)
mail-unopened-undecodable = { $names } (unreadable, perhaps damaged when it was sent)
mail-unopened-unreadable = { $names } (damaged or cut short)
mail-problems-more = { $count ->
    [one] one more mail that is incomplete
   *[other] { $count } more mails that are incomplete
}
mail-unopened-names = { $count ->
    [0] { $names }
    [one] { $names }, one more
   *[other] { $names }, { $count } more
}

link-badge = A link to a badge at { $platform }: { $url }
link-collection = A link to a collection of badges at { $platform }: { $url }
link-claim = A page of { $platform } where you can claim a badge: { $url }
link-offer = An offer of a badge, made for a wallet app: { $url }
link-next-ask = We haven’t contacted any website yet. To fetch the badge, add the link itself; that contacts { $hosts }.
link-next-offer = Badge Backpack can’t accept this kind of offer. Ask the issuer for the badge as a file.
