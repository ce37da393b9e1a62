-- After the nightly export: what was exported needs no events any more.
DELETE FROM order_events;
