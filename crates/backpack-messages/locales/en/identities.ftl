# Identities that badges are issued to: trying one, and before one ends. Versions of a badge.

## A badge that is not shown to be the learner's
unclaimed-stated = It was issued to { $identity }, which is not among your addresses.
unclaimed-hidden = The badge hides to whom it was issued. You can try an address: it is compared on this computer, and neither kept nor sent.

## Trying an identity
tried-passed = It fits: this badge was issued to { $identity }.
tried-failed = It does not fit: this badge was not issued to { $identity }. If the address may be written another way, try that too.
tried-unknown = This badge does not name its recipient that way, so { $identity } cannot be compared with it.
tried-absent = This badge does not say to whom it was issued.
tried-all-passed = { $count ->
    [one] One of your badges was issued to { $identity }.
   *[other] { $count } of your badges were issued to { $identity }.
}
tried-all-failed = None of your badges was issued to { $identity }.

## Before an address ends
leaving-kept = { $count ->
    [0] No badge in your backpack was issued to it.
    [one] One badge in your backpack was issued to it. It is kept on this computer and stays, also when the address ends.
   *[other] { $count } badges in your backpack were issued to it. They are kept on this computer and stay, also when the address ends.
}
leaving-stops = What may stop with the address: signing in where the badges came from, getting them again there, a new password by mail, and mails about new badges.
leaving-mails = Before it ends, look through the mails to it for badges that are not in your backpack yet.
leaving-platform = Sign in once more at each of these places, add a private address of yours to your account there, and get what is not in your backpack yet.
leaving-issuer = Ask whoever issued badges to it to use another address of yours from now on.
leaving-stay-listed = Leave it among your addresses here. These badges were issued to it, and are shown as yours by it.

## Versions of a badge. `found-beside`: of a badge that was just looked at; `held-beside`: of one that is kept
found-beside-older = This is a newer version of a badge that is in your backpack. Both are kept.
found-beside-newer = This is an older version of a badge that is in your backpack. Both are kept.
found-beside-undecided = Another version of this badge is in your backpack, and neither says that it is the newer one. Both are kept.
held-beside-newer = A newer version of this badge is in your backpack.
held-beside-older = An older version of this badge is in your backpack too.
held-beside-undecided = Another version of this badge is in your backpack, and neither says that it is the newer one.
