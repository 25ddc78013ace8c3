# Links, and formats other than Open Badges. `platform-ID` explains how to download a badge from a platform; each row of
# `platforms.toml` has one.

## Platforms
platform-credly = Sign in to Credly, open the badge, and choose “Share”, then “Download”. The picture contains the badge.
platform-badgr = Sign in to Canvas Credentials (Badgr), open the badge, and choose “Download”. The picture contains the badge.
platform-edubadges = Sign in to edubadges, open the badge, and make it public. Then copy its link and paste it here.
platform-accredible = On your credential’s page, choose “Download Badge”, not the certificate. The picture contains the badge.
platform-open-badge-factory = Accept the badge with the button in the mail. Then download it from your passport, as a picture.
platform-open-badge-passport = Sign in to Open Badge Passport, open the badge, and download its picture.
platform-dcc = In Learner Credential Wallet, share the credential as a file or back up the wallet. Then add that file here.
platform-learncard = In LearnCard, open the credential and choose to see its JSON (its source text). Copy all of it and paste it here.
platform-certdirectory = On the certificate’s page, download the badge as a picture.
platform-badgecraft = Sign in to Badgecraft, open the badge, and download its picture. If the picture contains no badge, ask the issuer for an Open Badge.
platform-certopus = Many Certopus certificates aren’t badges. Ask the issuer for the badge as a picture or a .json file.
platform-europass = Europass uses its own standard. Keep the file that you can download there, and ask the issuer for an Open Badge.
platform-moodle = Sign in to the website, open your profile, then “Badges” and “Manage badges”, and download the badge. The picture contains it.
platform-badgr-server = Sign in there, open the badge, and choose “Download”. The picture contains the badge.

## Other formats. `format-NAME` completes a sentence such as “It is …”; `format-NAME-next` is the next step
format-openid-offer = an offer of a credential to a wallet app (OpenID)
format-openid-offer-next = Open it with the wallet app that the issuer names. If that app can save the credential as a file, add the file here.
format-presentation-request = a request to show credentials to someone
format-presentation-request-next = There is nothing to add. If you want to answer, use the wallet app that has the credential.
format-exchange-offer = an offer of a credential to a wallet app, or the start of an exchange with one
format-exchange-offer-next = Open it with the wallet app that the issuer names. If that app can save the credential as a file, add the file here.
format-european-credential = a European Digital Credential (Europass), which has its own standard
format-european-credential-next = Keep the file, and open it on the Europass website. Ask the issuer whether there is an Open Badge too.
format-sd-jwt = a credential for identity wallets, with parts that can be hidden (SD-JWT)
format-sd-jwt-next = Keep it in the wallet app that it was made for. Ask the issuer whether there is an Open Badge too.
format-mobile-document = a mobile document, such as a driving licence
format-mobile-document-next = Keep it in the wallet app that it was made for.
format-blockcert = a Blockcerts credential, which uses a blockchain
format-blockcert-next = Keep the file, and open it with a Blockcerts verifier. Ask the issuer whether there is an Open Badge too.
format-wallet-pass = a pass for a phone’s wallet app
format-wallet-pass-next = Open it on your phone. Its QR code may lead to the badge: add a picture of that code here.
format-bundle = someone’s signed collection of badges
format-bundle-next = Open it under “Review”, or with `backpack review`.
format-office-document = an office document
format-office-document-next = If it contains a link to a badge, copy that link and paste it here.
format-locked-backup = a wallet backup that is locked with a password
format-locked-backup-next = In that wallet app, save the credentials one by one or make a backup without a password. Then add that here.
