"""Many documents: planned, audited side by side, each report kept before the next, and summed up."""
