/**
 * DSSE, the envelope of everything that is signed but blocks: signatures over exact bytes, no canonical form.
 *
 * <p>Not here: what the payloads say (trust, control), and whose signatures count.
 */
package org.dataembassy.ledger.dsse;
