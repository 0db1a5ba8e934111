-- What a database may hold after this migration, beside what came before.
INSERT INTO links (outbox, conversation, copy, ids, ids_key) VALUES
    ('018bcfe5-6800-7000-8000-00000000000b', '018bcfe5-6800-7000-8000-000000000001',
     X'8888888888888888888888888888888888888888888888888888888888888888', X'6964', 'fingerprint');
