"""A mail catcher for one machine: takes mail by SMTP, keeps it in a Maildir, shows it on a page. Sends nothing."""
