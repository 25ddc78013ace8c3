# Other files: files in the backpack that aren't badges.

other-file-label = Other file, not a badge: nothing about it was checked

## Kinds of other files. Known formats are in links.ftl
other-file-kind-picture = a picture without a badge in it
other-file-kind-pdf = a PDF without a badge in it
other-file-kind-web-page = a saved web page
other-file-kind-json = data that isn’t a badge (JSON)
other-file-kind-text = a text
other-file-kind-file = a file
