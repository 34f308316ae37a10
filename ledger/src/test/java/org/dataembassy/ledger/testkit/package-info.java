/** A country in memory for tests of this and other modules: trust set and keys from a seed, no files. */
package org.dataembassy.ledger.testkit;
