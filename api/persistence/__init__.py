"""Records in SQLite or PostgreSQL: tables, their migrations, and the adapters of the ports of the floors below."""
