"""HTTP handlers, one file a resource: decode, call, encode. No SQL and no rules."""
