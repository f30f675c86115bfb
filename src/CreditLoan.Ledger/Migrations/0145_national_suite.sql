-- A second tree over the same leaves, hashed with SM3 and signed with SM2: each tile and each checkpoint belongs to a suite.
alter table evidence_tile add column suite text not null default 'intl', drop constraint evidence_tile_pkey, add primary key (suite, level, index);
alter table evidence_checkpoint add column suite text not null default 'intl', drop constraint evidence_checkpoint_pkey, add primary key (suite, size);
