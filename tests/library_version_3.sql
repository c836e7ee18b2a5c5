BEGIN IMMEDIATE;
CREATE TABLE files (
    id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, modified INTEGER NOT NULL,
    reason TEXT, needs TEXT, content BLOB, gone INTEGER
);
CREATE TABLE marks (
    content BLOB NOT NULL, start REAL NOT NULL, duration REAL NOT NULL, path BLOB NOT NULL,
    favourite INTEGER NOT NULL, PRIMARY KEY (content, start, duration)
) WITHOUT ROWID;
CREATE TABLE sounds (
    id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES files ON DELETE CASCADE,
    start REAL NOT NULL, duration REAL NOT NULL, slice INTEGER NOT NULL, sample_rate INTEGER NOT NULL,
    channels INTEGER NOT NULL, encoding TEXT NOT NULL
);
CREATE TABLE readings (
    recipe TEXT NOT NULL, sound INTEGER NOT NULL REFERENCES sounds ON DELETE CASCADE,
    level REAL NOT NULL, overview BLOB NOT NULL, note TEXT NOT NULL, described REAL NOT NULL,
    centroid REAL, loudness REAL, pitch REAL, confidence REAL, flatness REAL,
    PRIMARY KEY (recipe, sound)
) WITHOUT ROWID;
CREATE TABLE vectors (
    recipe TEXT NOT NULL, sound INTEGER NOT NULL REFERENCES sounds ON DELETE CASCADE, row BLOB NOT NULL,
    PRIMARY KEY (recipe, sound)
) WITHOUT ROWID;
CREATE TABLE models (
    recipe TEXT PRIMARY KEY, encoder BLOB NOT NULL, losses TEXT NOT NULL, frames INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE places (
    map TEXT NOT NULL, sound INTEGER NOT NULL REFERENCES sounds ON DELETE CASCADE,
    raw_x REAL NOT NULL, raw_y REAL NOT NULL, x REAL NOT NULL, y REAL NOT NULL, cluster INTEGER,
    PRIMARY KEY (map, sound)
) WITHOUT ROWID;
CREATE TABLE maps (map TEXT PRIMARY KEY, made INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE clusters (
    map TEXT NOT NULL, cluster INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (map, cluster)
) WITHOUT ROWID;
CREATE INDEX sounds_of_file ON sounds (file);
CREATE INDEX readings_of_sound ON readings (sound);
CREATE INDEX vectors_of_sound ON vectors (sound);
CREATE INDEX places_of_sound ON places (sound);
PRAGMA application_id = 1953852784;
PRAGMA user_version = 3;
COMMIT;
