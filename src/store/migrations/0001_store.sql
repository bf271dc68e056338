-- Read by SQLite and by PostgreSQL alike; the latter gets `CREATE DOMAIN blob AS bytea` first.
-- Times are RFC 3339 in UTC with milliseconds, so that their order is that of their letters.

CREATE TABLE sources (
    name TEXT NOT NULL PRIMARY KEY,
    settings TEXT NOT NULL,
    listed BIGINT NOT NULL,
    first_seen TEXT NOT NULL
);

CREATE TABLE runs (
    id BIGINT NOT NULL PRIMARY KEY,
    cause TEXT NOT NULL,
    begun TEXT NOT NULL,
    ended TEXT,
    rules_digest TEXT NOT NULL,
    evidence_digest TEXT NOT NULL
);

CREATE TABLE run_sources (
    run BIGINT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    source TEXT NOT NULL REFERENCES sources (name) ON DELETE CASCADE,
    found BIGINT,
    PRIMARY KEY (run, source)
);
CREATE INDEX run_sources_by_source ON run_sources (source);

CREATE TABLE troubles (
    run BIGINT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    source TEXT NOT NULL REFERENCES sources (name) ON DELETE CASCADE,
    nth BIGINT NOT NULL,
    address TEXT NOT NULL,
    error TEXT NOT NULL,
    PRIMARY KEY (run, source, nth)
);
CREATE INDEX troubles_by_source ON troubles (source);

CREATE TABLE snapshots (
    digest TEXT NOT NULL PRIMARY KEY,
    content_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    gzip BLOB NOT NULL,
    kept TEXT NOT NULL
);

CREATE TABLE pages (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL REFERENCES sources (name) ON DELETE CASCADE,
    address TEXT NOT NULL,
    moved_to TEXT,
    successor TEXT REFERENCES pages (id) ON DELETE SET NULL,
    title TEXT,
    status TEXT NOT NULL,
    error TEXT,
    listed BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    gone BIGINT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    snapshot TEXT REFERENCES snapshots (digest),
    rules_digest TEXT,
    evidence_digest TEXT,
    verdict TEXT,
    checked_run BIGINT REFERENCES runs (id),
    visited_run BIGINT REFERENCES runs (id),
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    UNIQUE (source, address)
);
CREATE INDEX pages_by_address ON pages (address);
CREATE INDEX pages_by_snapshot ON pages (snapshot);
CREATE INDEX pages_by_moved_to ON pages (moved_to);
CREATE INDEX pages_by_successor ON pages (successor);

CREATE TABLE visits (
    run BIGINT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    page TEXT NOT NULL REFERENCES pages (id) ON DELETE CASCADE,
    nth BIGINT NOT NULL,
    held TEXT,
    modified TEXT,
    visited TEXT,
    status TEXT,
    same BIGINT,
    http BIGINT,
    error TEXT,
    snapshot TEXT REFERENCES snapshots (digest),
    verdict_before TEXT,
    verdict TEXT,
    summary TEXT,
    PRIMARY KEY (run, page)
);
CREATE INDEX visits_by_page ON visits (page);
CREATE INDEX visits_by_snapshot ON visits (snapshot);

CREATE TABLE findings (
    page TEXT NOT NULL REFERENCES pages (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    rule TEXT NOT NULL,
    severity TEXT NOT NULL,
    confidence TEXT NOT NULL,
    lane TEXT NOT NULL,
    card TEXT NOT NULL,
    on_evidence BIGINT NOT NULL,
    finding TEXT NOT NULL,
    state TEXT NOT NULL,
    first_run BIGINT NOT NULL REFERENCES runs (id),
    last_run BIGINT NOT NULL REFERENCES runs (id),
    fixed_run BIGINT REFERENCES runs (id),
    PRIMARY KEY (page, id)
);
CREATE INDEX findings_by_state ON findings (state, page);

CREATE TABLE changes (
    run BIGINT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    page TEXT NOT NULL,
    finding TEXT NOT NULL,
    kind TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (run, page, finding),
    FOREIGN KEY (page, finding) REFERENCES findings (page, id) ON DELETE CASCADE
);
CREATE INDEX changes_by_finding ON changes (page, finding);

CREATE TABLE messages (
    run BIGINT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    channel TEXT NOT NULL,
    state TEXT NOT NULL,
    holder TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    claimed TEXT NOT NULL,
    sent TEXT,
    error TEXT,
    PRIMARY KEY (run, channel)
);
