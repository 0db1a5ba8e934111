-- What a database may hold after this migration, beside what came before.
INSERT INTO dead_letters (inbox, payload, payload_key) SELECT seq, X'6c6f7374', 'fingerprint' FROM inbox WHERE channel = 'telegram';
