-- What came in, and the conversations it belongs to.
--
-- Read this folder to learn what Lotse remembers. Everywhere:
--   * times are Unix milliseconds (BIGINT here, INTEGER in SQLite);
--   * a sealed value is two columns: `x` (nonce, ciphertext, tag) and `x_key` (public fingerprint of the master key);
--   * `lane`, `event`, `target`, `source`, `copy` are keyed hashes (32 bytes) of platform ids: findable, not readable;
--   * nothing that a person wrote and no platform id stands anywhere in the clear.

-- Everything that came in, once each.
-- A row is added before the platform is told that we have it. The turn that handles it empties the payload and
-- keeps the event key, so that a second delivery is recognised. Housekeeping removes rows some time after that.
CREATE TABLE inbox (
    -- The order of acceptance. A number is never given twice, even after the newest row was removed.
    seq          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel      TEXT    NOT NULL,
    event        BYTEA   NOT NULL CHECK (length(event) = 32),
    -- Sealed by the master key; NULL from the moment it is handled.
    payload      BYTEA,
    payload_key  TEXT,
    received_at  BIGINT  NOT NULL,
    -- When it was handled; NULL while it waits.
    done_at      BIGINT,
    UNIQUE (channel, event),
    CHECK ((payload IS NULL) = (payload_key IS NULL)),
    CHECK ((payload IS NULL) = (done_at IS NOT NULL))
);

CREATE INDEX inbox_waiting ON inbox (seq) WHERE done_at IS NULL;
CREATE INDEX inbox_done ON inbox (done_at) WHERE done_at IS NOT NULL;

-- One row per contact and channel. Added by the first turn, changed by every later one, removed when it is
-- forgotten: by the contact's own wish, or when its time is over. Cases, outbox rows and links go with it.
CREATE TABLE conversations (
    -- A UUID that says nothing about who it is.
    id               TEXT    PRIMARY KEY NOT NULL,
    lane             BYTEA   NOT NULL UNIQUE CHECK (length(lane) = 32),
    -- The data key, sealed by the master key. Removing it makes every copy of what it sealed unreadable.
    wrapped_key      BYTEA   NOT NULL,
    wrapped_key_key  TEXT    NOT NULL,
    -- Everything we know of the conversation, sealed by its data key.
    state            BYTEA   NOT NULL,
    state_key        TEXT    NOT NULL,
    -- Counts the commits, from 1. An update names the version it was made from, so that none is overwritten unseen.
    version          BIGINT  NOT NULL CHECK (version >= 1),
    -- When a timer must wake it; NULL: never.
    due_at           BIGINT,
    updated_at       BIGINT  NOT NULL
);

CREATE INDEX conversations_due ON conversations (due_at) WHERE due_at IS NOT NULL;

-- What is remembered about the database as a whole, one row each, never removed:
--   last_case   `number`: the highest case number ever given, also to cases that are gone
--   key_proof   `bytes`, `bytes_key`: a value sealed by the master key at the first start
CREATE TABLE meta (
    name       TEXT PRIMARY KEY NOT NULL,
    number     BIGINT,
    bytes      BYTEA,
    bytes_key  TEXT
);
