/**
 * The registry of legislation: what its events do to an act ({@link
 * org.dataembassy.schemas.legislation.LegislationModel}) and what a primary may record ({@link
 * org.dataembassy.schemas.legislation.LegislationDecisions}).
 *
 * <p>Not here: where events come from (producers) and how they are kept (ledger, streams-app).
 */
package org.dataembassy.schemas.legislation;
