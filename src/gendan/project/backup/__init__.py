"""备份 One file that holds an installation whole: database, attached files, anchors and the secret key."""
