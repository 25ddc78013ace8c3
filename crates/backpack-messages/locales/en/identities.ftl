# The learner's identities, advice before an address ends, and versions of a badge.

## A badge that isn't shown to be the learner's
unclaimed-stated = Issued to { $identity }. Is that yours? You haven’t added it to your addresses.
unclaimed-hidden = The badge hides who it was issued to. Try an address: we compare it on this computer, and don’t store or send it.

## Trying an identity
tried-passed = It matches: this badge was issued to { $identity }.
tried-failed = No match: this badge wasn’t issued to { $identity }. If you also write the address another way, try that.
tried-unknown = We can’t compare { $identity }: this badge identifies its recipient in another way.
tried-absent = This badge doesn’t say who it was issued to.
tried-all-passed = { $count ->
    [one] One of your badges was issued to { $identity }.
   *[other] { $count } of your badges were issued to { $identity }.
}
tried-all-failed = None of your badges was issued to { $identity }.

## Before an address ends
address-ending-kept = { $count ->
    [0] No badge in your backpack was issued to this address.
    [one] One badge in your backpack was issued to this address. It stays on this computer, even when the address ends.
   *[other] { $count } badges in your backpack were issued to this address. They stay on this computer, even when the address ends.
}
address-ending-stops = When the address ends, you may no longer be able to sign in where your badges came from. You may also miss password resets and mails about new badges.
address-ending-mails = Before it ends, search its mails for badges that aren’t in your backpack yet.
address-ending-platform = Sign in to each of these websites once more. Add a private address to your account there, and download what isn’t in your backpack yet.
address-ending-issuer = Ask everyone who issued badges to this address to use another address of yours.
address-ending-stay-listed = Leave the address in your list here. It shows that these badges are yours.

## Versions of a badge. `found-beside`: the message is for a candidate; `held-beside`: for a badge in the backpack
found-beside-older = This is a newer version of a badge in your backpack. We keep both.
found-beside-newer = This is an older version of a badge in your backpack. We keep both.
found-beside-undecided = Another version of this badge is in your backpack. Neither says that it is the newer one, so we keep both.
held-beside-newer = A newer version of this badge is in your backpack.
held-beside-older = An older version of this badge is in your backpack too.
held-beside-undecided = Another version of this badge is in your backpack. Neither says that it is the newer one.
