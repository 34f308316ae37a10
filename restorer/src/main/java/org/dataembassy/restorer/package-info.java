/**
 * Rebuilding a registry from its ledger: {@link org.dataembassy.restorer.Restore} validates, plans, replays, writes, reads
 * back and commits; {@link org.dataembassy.restorer.LedgerVerification} only verifies.
 *
 * <p>Sub-packages: {@code position} (where to stop), {@code plan} (what that comes to), {@code replay} (reading and
 * believing), {@code fold} (states), {@code target} (files), {@code report} (what is said about it), {@code access} (the
 * cluster, the trust and the key).
 *
 * <p>Not here: acceptance and formats (ledger), what events mean (schemas), continuous materialisation (streams-app).
 */
package org.dataembassy.restorer;
