-- What an attempt used up, as its agent said. Tokens from a cache are no input tokens. Costs are
-- millionths of a dollar.
ALTER TABLE attempt ADD COLUMN input_tokens INTEGER CHECK (input_tokens >= 0);
ALTER TABLE attempt ADD COLUMN cached_tokens INTEGER CHECK (cached_tokens >= 0);
ALTER TABLE attempt ADD COLUMN cache_write_tokens INTEGER CHECK (cache_write_tokens >= 0);
ALTER TABLE attempt ADD COLUMN output_tokens INTEGER CHECK (output_tokens >= 0);
ALTER TABLE attempt ADD COLUMN requests INTEGER CHECK (requests >= 0);
ALTER TABLE attempt ADD COLUMN cost_micros INTEGER CHECK (cost_micros >= 0);
ALTER TABLE attempt ADD COLUMN model TEXT CHECK (model <> '');
ALTER TABLE attempt ADD COLUMN session TEXT CHECK (session <> '');

-- When whom it asked would listen again.
ALTER TABLE attempt ADD COLUMN retry_at INTEGER CHECK (retry_at >= 0);

-- The phases of a sample, one after the other, and which of its run's batches it belongs to.
ALTER TABLE spawn_sample ADD COLUMN batch INTEGER CHECK (batch > 0);
ALTER TABLE spawn_sample ADD COLUMN prompt_ms INTEGER CHECK (prompt_ms >= 0);
ALTER TABLE spawn_sample ADD COLUMN store_ms INTEGER CHECK (store_ms >= 0);
ALTER TABLE spawn_sample ADD COLUMN process_ms INTEGER CHECK (process_ms >= 0);
ALTER TABLE spawn_sample ADD COLUMN first_ms INTEGER CHECK (first_ms >= 0);
CREATE INDEX spawn_sample_by_run ON spawn_sample (run, batch);

PRAGMA user_version = 3;
