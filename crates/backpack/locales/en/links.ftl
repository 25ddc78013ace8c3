# What a learner is told of links, and of things that are no Open Badges. One `platform-ID` for each row of
# `src/links/platforms.toml`: how a learner gets the badge itself from that platform.

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

