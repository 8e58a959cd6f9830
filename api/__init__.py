"""The service: HTTP, pages, command line, records, jobs and events, all put together in one place.

May import every package below it; it does not know `eval`, whose commands join `murmel` by entry point. FastAPI
and SQLAlchemy are used here and nowhere else.
"""
