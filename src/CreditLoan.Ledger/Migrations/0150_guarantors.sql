-- Who guarantees an enrolled loan and is compensated on the guarantors' side; null on the banks' side.
alter table enrolment_book add column guarantor jsonb null;
alter table claim_book add column guarantor jsonb null;
