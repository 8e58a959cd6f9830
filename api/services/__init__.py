"""What the service does, apart from HTTP and the command line, which both only call it."""
