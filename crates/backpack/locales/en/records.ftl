# What is kept though it is no badge.

record-label = Unverified record: nothing about it was checked
record-unnamed = Unnamed record

## What it is. What is known by name has its words in links.ftl
record-kind-picture = a picture without a badge in it
record-kind-pdf = a PDF without a badge in it
record-kind-web-page = a saved web page
record-kind-json = data that is no badge (JSON)
record-kind-text = a text
record-kind-file = a file
