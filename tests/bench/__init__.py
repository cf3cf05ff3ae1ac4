"""How fast the site is, in one run beside a bare Django site on the same database: `make bench`."""
