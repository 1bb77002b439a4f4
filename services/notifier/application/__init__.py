"""What the notifier does: take notices, expand them to messages, send the messages."""
