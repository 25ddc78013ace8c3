# Links, and formats other than Open Badges. One `platform-ID` for each row of `platforms.toml`: how a learner gets the
# badge itself from that platform.

## Platforms
platform-credly = Sign in to Credly, open the badge, choose “Share” and then “Download”: the picture that you get has the badge in it.
platform-badgr = Sign in to Canvas Credentials (Badgr), open the badge and choose “Download”: the picture that you get has the badge in it.
platform-edubadges = Sign in to edubadges, open the badge and make it public. Then copy its link and paste it here.
platform-accredible = On the page of your credential choose “Download Badge”, not the certificate: the picture that you get has the badge in it.
platform-open-badge-factory = Accept the badge with the button in the mail. Then download it from your passport, as a picture.
platform-open-badge-passport = Sign in to Open Badge Passport, open the badge and download its picture.
platform-dcc = In Learner Credential Wallet open the credential and share it as a file, or make a backup of the wallet, and add that file here.
platform-learncard = In LearnCard open the credential, choose to see its JSON, copy all of it and paste it here.
platform-certdirectory = On the page of the certificate choose to download the badge as a picture.
platform-badgecraft = Sign in to Badgecraft, open the badge and download its picture. If it has no badge in it, ask the issuer for an Open Badge.
platform-certopus = Many certificates there are no badges. Ask the issuer for the badge as a picture or a .json file.
platform-europass = Europass has a standard of its own. Keep the file that you can download there, and ask the issuer for an Open Badge.
platform-moodle = Sign in to the site, open your profile, then “Badges” and “Manage badges”, and download the badge: the picture has it in it.
platform-badgr-server = Sign in there, open the badge and choose “Download”: the picture that you get has the badge in it.

## Other formats: what they are, and what to do with them
format-openid-offer = an offer of a credential to a wallet (OpenID)
format-openid-offer-next = Open it with the wallet that the issuer names. If the wallet can save the credential as a file, add that file here.
format-presentation-request = a request to show credentials to somebody
format-presentation-request-next = Nothing to add here. Answer it with the wallet that holds the credential, if you want to.
format-exchange-offer = an offer of a credential to a wallet, or the beginning of an exchange with one
format-exchange-offer-next = Open it with the wallet that the issuer names. If the wallet can save the credential as a file, add that file here.
format-european-credential = a European Digital Credential (Europass), which has a standard of its own
format-european-credential-next = Keep the file, and look at it on the Europass site. Ask the issuer whether there is an Open Badge too.
format-sd-jwt = a credential of which parts can be hidden (SD-JWT), as identity wallets have them
format-sd-jwt-next = Keep it in the wallet that it was made for. Ask the issuer whether there is an Open Badge too.
format-mobile-document = a mobile document, such as a driving licence
format-mobile-document-next = Keep it in the wallet that it was made for.
format-blockcert = a Blockcerts credential, which is anchored in a blockchain
format-blockcert-next = Keep the file, and look at it with a Blockcerts verifier. Ask the issuer whether there is an Open Badge too.
format-wallet-pass = a pass for the wallet of a phone
format-wallet-pass-next = Open it on your phone. Behind its QR code there may be the page of the badge: add a picture of that code here.
format-bundle = somebody’s signed collection of badges
format-bundle-next = Open it under “Review”, or with `backpack review`.
format-office-document = a document of an office program
format-office-document-next = If there is a link to a badge in it, copy that link and paste it here.
format-locked-backup = a backup of a wallet that is locked with a password
format-locked-backup-next = In that wallet save the credentials one by one, or make a backup without a password, and add that here.
