# What was found in mails: in which one, and what links lead to. `$platform` and `$url` are of the link, `$hosts` are
# those that would be asked.

mail-found-in = In the mail “{ $subject }” from { $from }, { $date }.
mail-found-subject = In the mail “{ $subject }”.
mail-found-from = From { $from }.
mail-found-date = Sent { $date }.

# How far we are in a mailbox.
mail-found-so-far = { $count ->
    [0] Nothing found so far.
    [one] 1 thing found so far.
   *[other] { $count } things found so far.
}

# What of mails was not looked into, and why; `$names` are those of the attachments, and how many more.
mail-unopened-archive = { $names } (archives)
mail-unopened-encrypted = { $names } (locked or encrypted)
mail-unopened-undecodable = { $names } (damaged on the way, so that nothing of it can be made out)
mail-unopened-unreadable = { $names } (damaged or cut short)
mail-troubles-more = { $count ->
    [one] one more mail that is not whole
   *[other] { $count } more mails that are not whole
}
mail-unopened-more = { $count ->
    [one] one more
   *[other] { $count } more
}

link-badge = A link to a badge at { $platform }: { $url }
link-collection = A link to a collection of badges at { $platform }: { $url }
link-claim = A page of { $platform } where a badge waits for you: { $url }
link-offer = An offer of a badge, made for a wallet: { $url }
link-next-ask = Nothing was asked yet. Hand over the link itself to fetch the badge; that asks { $hosts }.
link-next-offer = An offer of this kind cannot be taken up here. Ask the issuer for the badge as a file.
