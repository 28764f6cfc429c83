"""The people of a studio: accounts, what they may do, consents, the audit log. Begin with `accounts` and `access`."""
