"""The studio: a server, jobs that never get lost, and what the web page talks to. Begin with `jobs`."""
