"""Step 1: learners, banks and cards, decks, the review log, card state and roll-ups, parameters, exams, backups.

docs/store.md says what every table and column is for.
"""

from __future__ import annotations

from typing import Final

_PEOPLE: Final = """
CREATE TABLE learner (
  learner_id INTEGER PRIMARY KEY,
  group_name TEXT NOT NULL DEFAULT '',
  time_zone TEXT NOT NULL,
  rollover_minutes INTEGER NOT NULL CHECK (rollover_minutes BETWEEN 0 AND 1439),
  created_at_ms INTEGER NOT NULL,
  retired_at_ms INTEGER,
  forgotten_at_ms INTEGER
) STRICT;
CREATE INDEX learner_by_group ON learner (group_name);
CREATE TABLE identity (
  learner_id INTEGER PRIMARY KEY REFERENCES learner,
  name TEXT NOT NULL CHECK (name <> ''),
  staff_number TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX identity_by_staff_number ON identity (staff_number) WHERE staff_number <> '';
CREATE INDEX identity_by_name ON identity (name);
"""

_BANKS: Final = """
CREATE TABLE bank (
  bank_id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  language TEXT NOT NULL,
  version TEXT NOT NULL,
  loaded_at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE outline (
  bank_id TEXT NOT NULL REFERENCES bank,
  entry_id TEXT NOT NULL,
  level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
  parent_id TEXT NOT NULL,
  title TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (bank_id, entry_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE card (
  card_id INTEGER PRIMARY KEY,
  bank_id TEXT NOT NULL REFERENCES bank,
  note_id TEXT NOT NULL,
  ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
  kind TEXT NOT NULL,
  chapter_id TEXT NOT NULL,
  section_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  face TEXT NOT NULL CHECK (json_valid(face)),
  retired_at_ms INTEGER,
  UNIQUE (bank_id, note_id, ordinal)
) STRICT;
CREATE TABLE card_fact (
  card_id INTEGER NOT NULL REFERENCES card,
  fact_id TEXT NOT NULL,
  PRIMARY KEY (card_id, fact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_fact_by_fact ON card_fact (fact_id);
CREATE TABLE deck (
  deck_id INTEGER PRIMARY KEY,
  bank_id TEXT NOT NULL REFERENCES bank,
  learner_id INTEGER REFERENCES learner,
  group_name TEXT NOT NULL DEFAULT '',
  options TEXT NOT NULL CHECK (json_valid(options)),
  created_at_ms INTEGER NOT NULL,
  withdrawn_at_ms INTEGER,
  CHECK (learner_id IS NULL OR group_name = '')
) STRICT;
CREATE UNIQUE INDEX deck_by_audience ON deck (bank_id, ifnull(learner_id, 0), group_name);
"""

_LOG: Final = """
CREATE TABLE review (
  review_id INTEGER PRIMARY KEY,
  operation_id BLOB NOT NULL UNIQUE CHECK (length(operation_id) = 16),
  learner_id INTEGER NOT NULL REFERENCES learner,
  card_id INTEGER NOT NULL REFERENCES card,
  kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 8),
  rating INTEGER CHECK (rating BETWEEN 1 AND 4),
  action INTEGER NOT NULL CHECK (action BETWEEN 0 AND 6),
  origin INTEGER NOT NULL,
  reviewed_at_ms INTEGER NOT NULL,
  study_day INTEGER NOT NULL,
  taken_ms INTEGER NOT NULL CHECK (taken_ms >= 0),
  phase_before INTEGER NOT NULL CHECK (phase_before BETWEEN 0 AND 3),
  last_interval_days INTEGER NOT NULL CHECK (last_interval_days >= 0),
  predicted_ppm INTEGER CHECK (predicted_ppm BETWEEN 0 AND 1000000),
  phase INTEGER NOT NULL CHECK (phase BETWEEN 0 AND 3),
  step INTEGER NOT NULL,
  interval_days INTEGER NOT NULL CHECK (interval_days >= 0),
  due_day INTEGER NOT NULL,
  due_at_ms INTEGER NOT NULL,
  suspended INTEGER NOT NULL CHECK (suspended IN (0, 1)),
  buried_until_day INTEGER NOT NULL,
  voids_review_id INTEGER REFERENCES review,
  recorded_at_ms INTEGER NOT NULL,
  CHECK ((kind = 8) = (voids_review_id IS NOT NULL)),
  CHECK (kind <> 8 OR rating IS NULL)
) STRICT;
CREATE INDEX review_by_card ON review (learner_id, card_id, reviewed_at_ms);
CREATE UNIQUE INDEX review_voids ON review (voids_review_id) WHERE voids_review_id IS NOT NULL;
CREATE TRIGGER review_never_changes BEFORE UPDATE ON review
BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
CREATE TRIGGER review_never_goes BEFORE DELETE ON review
BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER review_never_replaced BEFORE INSERT ON review WHEN EXISTS (
  SELECT 1 FROM review AS r WHERE r.review_id = NEW.review_id
  UNION ALL SELECT 1 FROM review AS r WHERE r.operation_id = NEW.operation_id
)
BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
CREATE TRIGGER review_voids_once BEFORE INSERT ON review WHEN NEW.voids_review_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'a void names an entry of the same card that is neither a void nor voided')
  WHERE NOT EXISTS (
    SELECT 1 FROM review AS r
    WHERE r.review_id = NEW.voids_review_id AND r.kind <> 8
      AND r.learner_id = NEW.learner_id AND r.card_id = NEW.card_id
      AND NOT EXISTS (SELECT 1 FROM review AS v WHERE v.voids_review_id = r.review_id)
  );
END;
"""

# No REFERENCES here: what is derived from the log refers to nothing the log does not refer to.
_DERIVED: Final = """
CREATE TABLE card_state (
  learner_id INTEGER NOT NULL,
  card_id INTEGER NOT NULL,
  phase INTEGER NOT NULL,
  step INTEGER NOT NULL,
  stability REAL,
  difficulty REAL,
  interval_days INTEGER NOT NULL,
  due_day INTEGER NOT NULL,
  due_at_ms INTEGER NOT NULL,
  suspended INTEGER NOT NULL,
  buried_until_day INTEGER NOT NULL,
  reviews INTEGER NOT NULL,
  lapses INTEGER NOT NULL,
  last_study_day INTEGER,
  last_reviewed_at_ms INTEGER,
  last_entry_at_ms INTEGER NOT NULL,
  last_review_id INTEGER NOT NULL,
  PRIMARY KEY (learner_id, card_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_state_due ON card_state (learner_id, suspended, due_day);
CREATE TABLE learner_day (
  learner_id INTEGER NOT NULL,
  study_day INTEGER NOT NULL,
  bank_id TEXT NOT NULL,
  new_cards INTEGER NOT NULL,
  learn INTEGER NOT NULL,
  review INTEGER NOT NULL,
  relearn INTEGER NOT NULL,
  filtered INTEGER NOT NULL,
  cram INTEGER NOT NULL,
  again INTEGER NOT NULL,
  hard INTEGER NOT NULL,
  good INTEGER NOT NULL,
  easy INTEGER NOT NULL,
  young INTEGER NOT NULL,
  young_passed INTEGER NOT NULL,
  mature INTEGER NOT NULL,
  mature_passed INTEGER NOT NULL,
  taken_ms INTEGER NOT NULL,
  PRIMARY KEY (learner_id, study_day, bank_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX learner_day_by_day ON learner_day (study_day);
CREATE TABLE section_day (
  learner_id INTEGER NOT NULL,
  study_day INTEGER NOT NULL,
  bank_id TEXT NOT NULL,
  section_id TEXT NOT NULL,
  rated INTEGER NOT NULL,
  again INTEGER NOT NULL,
  tested INTEGER NOT NULL,
  passed INTEGER NOT NULL,
  taken_ms INTEGER NOT NULL,
  PRIMARY KEY (learner_id, study_day, bank_id, section_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE section_total (
  learner_id INTEGER NOT NULL REFERENCES learner,
  bank_id TEXT NOT NULL REFERENCES bank,
  section_id TEXT NOT NULL,
  rated INTEGER NOT NULL,
  again INTEGER NOT NULL,
  tested INTEGER NOT NULL,
  passed INTEGER NOT NULL,
  taken_ms INTEGER NOT NULL,
  PRIMARY KEY (learner_id, bank_id, section_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE calibration (
  learner_id INTEGER NOT NULL,
  bank_id TEXT NOT NULL,
  bin INTEGER NOT NULL CHECK (bin BETWEEN 0 AND 19),
  tested INTEGER NOT NULL,
  passed INTEGER NOT NULL,
  predicted_ppm INTEGER NOT NULL,
  PRIMARY KEY (learner_id, bank_id, bin)
) STRICT, WITHOUT ROWID;
"""

_PARAMETERS: Final = """
CREATE TABLE parameter_set (
  parameter_set_id INTEGER PRIMARY KEY,
  model TEXT NOT NULL,
  weights TEXT NOT NULL CHECK (json_valid(weights)),
  scope TEXT NOT NULL CHECK (scope IN ('default', 'cohort', 'learner')),
  group_name TEXT NOT NULL DEFAULT '',
  learner_id INTEGER REFERENCES learner,
  reviews INTEGER NOT NULL,
  log_loss REAL,
  rmse_bins REAL,
  fitted_at_ms INTEGER NOT NULL,
  adopted_at_ms INTEGER,
  CHECK ((scope = 'learner') = (learner_id IS NOT NULL))
) STRICT;
"""

_EXAMS: Final = """
CREATE TABLE exam_form (
  form_id INTEGER PRIMARY KEY,
  bank_id TEXT NOT NULL,
  exam_id TEXT NOT NULL,
  exam_name TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  code TEXT NOT NULL,
  points INTEGER NOT NULL,
  pass_points INTEGER,
  UNIQUE (fingerprint, code)
) STRICT;
CREATE TABLE form_item (
  form_id INTEGER NOT NULL REFERENCES exam_form,
  number INTEGER NOT NULL,
  item_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  points INTEGER NOT NULL,
  key TEXT NOT NULL,
  option_order TEXT NOT NULL CHECK (json_valid(option_order)),
  fact_ids TEXT NOT NULL CHECK (json_valid(fact_ids)),
  PRIMARY KEY (form_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX form_item_by_item ON form_item (item_id);
CREATE TABLE attempt (
  attempt_id INTEGER PRIMARY KEY,
  operation_id BLOB NOT NULL UNIQUE CHECK (length(operation_id) = 16),
  form_id INTEGER NOT NULL REFERENCES exam_form,
  learner_id INTEGER NOT NULL REFERENCES learner,
  study_day INTEGER NOT NULL,
  points REAL NOT NULL,
  taken_ms INTEGER,
  recorded_at_ms INTEGER NOT NULL,
  replaces_attempt_id INTEGER REFERENCES attempt
) STRICT;
CREATE INDEX attempt_by_learner ON attempt (learner_id);
CREATE INDEX attempt_by_form ON attempt (form_id);
CREATE UNIQUE INDEX attempt_replaces ON attempt (replaces_attempt_id) WHERE replaces_attempt_id IS NOT NULL;
CREATE TABLE response (
  attempt_id INTEGER NOT NULL REFERENCES attempt,
  number INTEGER NOT NULL,
  item_id TEXT NOT NULL,
  raw TEXT NOT NULL,
  letters TEXT NOT NULL,
  points REAL NOT NULL,
  right INTEGER CHECK (right IN (0, 1)),
  taken_ms INTEGER,
  PRIMARY KEY (attempt_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX response_by_item ON response (item_id);
CREATE TRIGGER attempt_never_changes BEFORE UPDATE ON attempt
BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;
CREATE TRIGGER attempt_never_goes BEFORE DELETE ON attempt
BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;
CREATE TRIGGER attempt_never_replaced BEFORE INSERT ON attempt WHEN EXISTS (
  SELECT 1 FROM attempt AS a WHERE a.attempt_id = NEW.attempt_id OR a.operation_id = NEW.operation_id
    OR a.replaces_attempt_id = NEW.replaces_attempt_id
)
BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END;
CREATE TRIGGER response_never_replaced BEFORE INSERT ON response WHEN EXISTS (
  SELECT 1 FROM response AS r WHERE r.attempt_id = NEW.attempt_id AND r.number = NEW.number
)
BEGIN SELECT RAISE(ABORT, 'responses are append-only'); END;
CREATE TRIGGER response_never_changes
BEFORE UPDATE OF attempt_id, number, item_id, letters, points, right, taken_ms ON response
BEGIN SELECT RAISE(ABORT, 'responses are append-only'); END;
CREATE TRIGGER response_raw_only_goes BEFORE UPDATE OF raw ON response WHEN NEW.raw <> ''
BEGIN SELECT RAISE(ABORT, 'responses are append-only'); END;
CREATE TRIGGER response_never_goes BEFORE DELETE ON response
BEGIN SELECT RAISE(ABORT, 'responses are append-only'); END;
"""

_BACKUPS: Final = """
CREATE TABLE backup (
  backup_id INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  made_at_ms INTEGER NOT NULL
) STRICT;
"""

SQL: Final = _PEOPLE + _BANKS + _LOG + _DERIVED + _PARAMETERS + _EXAMS + _BACKUPS
