# Other files: files that are kept beside the badges, but aren't badges.

record-label = Other file, not a badge: nothing about it was checked

## Kinds of files. Formats with a name of their own are in links.ftl
record-kind-picture = a picture without a badge in it
record-kind-pdf = a PDF without a badge in it
record-kind-web-page = a saved web page
record-kind-json = data that isn’t a badge (JSON)
record-kind-text = a text
record-kind-file = a file
