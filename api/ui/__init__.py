"""The pages: templates, their wording in German and English, own styles and small scripts; nothing inline."""
