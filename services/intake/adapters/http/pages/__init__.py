"""Pages for people: a session cookie, server-rendered, working without scripts."""
