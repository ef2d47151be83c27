-- The database of a batch. docs/store.md says what each column means.

CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  path TEXT NOT NULL,
  call TEXT,
  given_vendor TEXT,
  given_date TEXT,
  run INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'complete', 'partial', 'failed')),
  reason TEXT,
  fingerprint TEXT,
  report_bytes INTEGER,
  sha256 TEXT,
  vendor TEXT,
  vendor_key TEXT,
  date TEXT,
  kind TEXT,
  format TEXT,
  language TEXT,
  characters INTEGER,
  turns INTEGER,
  model TEXT,
  as_of TEXT,
  created_at TEXT,
  given_speakers TEXT
);
CREATE INDEX documents_by_state ON documents (run, state, id);
CREATE INDEX documents_by_vendor ON documents (vendor_key, date);

CREATE TABLE findings (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents (id),
  number TEXT NOT NULL,
  subject TEXT NOT NULL,
  statement TEXT NOT NULL,
  speaker TEXT,
  scope TEXT NOT NULL,
  asserted TEXT NOT NULL,
  mechanism TEXT,
  technique TEXT,
  status TEXT NOT NULL,
  agreement TEXT NOT NULL,
  pre_training REAL,
  fine_tuning REAL,
  prompt_engineering REAL,
  first_quote_id INTEGER NOT NULL REFERENCES quotes (id)
);
CREATE INDEX findings_by_document ON findings (document_id);

CREATE TABLE quotes (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents (id),
  text TEXT NOT NULL,
  sentence TEXT NOT NULL,
  place TEXT NOT NULL,
  speaker TEXT,
  side TEXT,
  origin TEXT NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  alignment TEXT NOT NULL
);
CREATE INDEX quotes_by_document ON quotes (document_id);

CREATE TABLE quote_uses (
  id INTEGER PRIMARY KEY,
  quote_id INTEGER NOT NULL REFERENCES quotes (id),
  document_id INTEGER NOT NULL REFERENCES documents (id),
  finding_id INTEGER REFERENCES findings (id),
  role TEXT NOT NULL CHECK (role IN ('claim', 'reason', 'fact', 'answer', 'flag')),
  record_id INTEGER,
  detail TEXT NOT NULL
);
CREATE INDEX quote_uses_by_document ON quote_uses (document_id);
CREATE INDEX quote_uses_by_quote ON quote_uses (quote_id);

CREATE TABLE facts (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents (id),
  finding_id INTEGER REFERENCES findings (id),
  kind TEXT NOT NULL,
  value TEXT,
  number REAL,
  unit TEXT,
  low REAL,
  high REAL,
  said_by TEXT NOT NULL,
  modality TEXT NOT NULL,
  source TEXT NOT NULL,
  first_quote_id INTEGER REFERENCES quotes (id)
);
CREATE INDEX facts_by_document ON facts (document_id);

CREATE TABLE answers (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents (id),
  finding_id INTEGER REFERENCES findings (id),
  question TEXT NOT NULL,
  directness TEXT NOT NULL,
  text TEXT NOT NULL,
  source TEXT NOT NULL
);
CREATE INDEX answers_by_document ON answers (document_id);

CREATE TABLE questions (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents (id),
  finding_id INTEGER REFERENCES findings (id),
  question TEXT NOT NULL,
  purpose TEXT NOT NULL,
  text TEXT NOT NULL,
  why TEXT NOT NULL,
  gain_bits REAL
);
CREATE INDEX questions_by_document ON questions (document_id);

CREATE TABLE flags (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents (id),
  finding_id INTEGER REFERENCES findings (id),
  rule TEXT NOT NULL,
  severity TEXT NOT NULL,
  message TEXT NOT NULL,
  would_clear TEXT NOT NULL
);
CREATE INDEX flags_by_document ON flags (document_id);
CREATE INDEX flags_by_finding ON flags (finding_id);

CREATE TABLE errors (
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES documents (id),
  step TEXT NOT NULL,
  place TEXT NOT NULL,
  message TEXT NOT NULL
);
CREATE INDEX errors_by_document ON errors (document_id);

CREATE TABLE usage (
  document_id INTEGER PRIMARY KEY REFERENCES documents (id),
  requests INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cached_input_tokens INTEGER NOT NULL,
  cost_usd REAL,
  seconds REAL NOT NULL
);

CREATE TABLE replies (
  request TEXT NOT NULL,
  model TEXT NOT NULL,
  prompts TEXT NOT NULL,
  document_id INTEGER NOT NULL,
  place TEXT NOT NULL,
  text TEXT NOT NULL,
  requests INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cached_input_tokens INTEGER NOT NULL,
  cost_usd REAL,
  PRIMARY KEY (request, model, prompts)
);
CREATE INDEX replies_by_document ON replies (document_id);

CREATE TABLE jobs (
  id INTEGER PRIMARY KEY,
  job TEXT,
  model TEXT NOT NULL,
  prompts TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('begun', 'submitted', 'collected')),
  submitted_at TEXT
);
CREATE TABLE job_requests (
  job_id INTEGER NOT NULL REFERENCES jobs (id),
  custom_id TEXT NOT NULL,
  request TEXT NOT NULL,
  document_id INTEGER NOT NULL REFERENCES documents (id),
  place TEXT NOT NULL,
  PRIMARY KEY (job_id, custom_id)
);
CREATE INDEX job_requests_by_request ON job_requests (request);

CREATE TABLE failures (
  request TEXT NOT NULL,
  model TEXT NOT NULL,
  prompts TEXT NOT NULL,
  document_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  usage TEXT NOT NULL,
  PRIMARY KEY (request, model, prompts)
);
CREATE INDEX failures_by_document ON failures (document_id);

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE vendors (
  key TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  stale INTEGER NOT NULL DEFAULT 1,
  documents INTEGER NOT NULL DEFAULT 0,
  findings INTEGER NOT NULL DEFAULT 0,
  pre_training INTEGER NOT NULL DEFAULT 0,
  fine_tuning INTEGER NOT NULL DEFAULT 0,
  prompt_engineering INTEGER NOT NULL DEFAULT 0,
  undetermined INTEGER NOT NULL DEFAULT 0,
  other_ml INTEGER NOT NULL DEFAULT 0,
  overstated INTEGER NOT NULL DEFAULT 0,
  high_flags INTEGER NOT NULL DEFAULT 0,
  contradictions INTEGER NOT NULL DEFAULT 0,
  first_date TEXT,
  last_date TEXT,
  missing TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE contradictions (
  id INTEGER PRIMARY KEY,
  vendor_key TEXT NOT NULL REFERENCES vendors (key),
  subject TEXT NOT NULL,
  about TEXT NOT NULL,
  message TEXT NOT NULL,
  one_quote_id INTEGER NOT NULL REFERENCES quotes (id),
  other_quote_id INTEGER NOT NULL REFERENCES quotes (id)
);
CREATE INDEX contradictions_by_vendor ON contradictions (vendor_key);

CREATE VIRTUAL TABLE quotes_fts USING fts5 (
  text, sentence, content='quotes', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER quotes_added AFTER INSERT ON quotes BEGIN
  INSERT INTO quotes_fts (rowid, text, sentence) VALUES (new.id, new.text, new.sentence);
END;
CREATE TRIGGER quotes_removed AFTER DELETE ON quotes BEGIN
  INSERT INTO quotes_fts (quotes_fts, rowid, text, sentence) VALUES ('delete', old.id, old.text, old.sentence);
END;
