"""The paste page: audits in a browser on this machine, for people who do not live in a terminal."""
