/**
 * What this process knows of itself at any moment, for answers, metrics, readiness and checkpoints: a report for each
 * partition it holds, and what the service waits for. Memory only; everything that must last is in the stores.
 *
 * <p>Not here: deciding anything (verify), wording answers (http).
 */
package org.dataembassy.site.status;
