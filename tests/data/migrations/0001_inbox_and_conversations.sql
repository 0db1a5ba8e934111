-- What a database may hold after this migration. X'…' stands for bytes; the test writes it as each database wants it.
INSERT INTO inbox (channel, event, payload, payload_key, received_at, done_at) VALUES
    ('telegram', X'1111111111111111111111111111111111111111111111111111111111111111', NULL, NULL, 1700000000000, 1700000001000),
    ('matrix', X'2222222222222222222222222222222222222222222222222222222222222222', X'68656c6c6f', 'fingerprint', 1700000002000, NULL);

INSERT INTO conversations (id, lane, wrapped_key, wrapped_key_key, state, state_key, version, due_at, updated_at) VALUES
    ('018bcfe5-6800-7000-8000-000000000001', X'3333333333333333333333333333333333333333333333333333333333333333',
     X'6b6579', 'fingerprint', X'7374617465', 'fingerprint', 3, 1700000060000, 1700000003000);

INSERT INTO meta (name, number, bytes, bytes_key) VALUES
    ('last_case', 7, NULL, NULL),
    ('key_proof', NULL, X'70726f6f66', 'fingerprint');
