"""The rules, one per file, called like its file; a new rule is one new file and one new page."""
