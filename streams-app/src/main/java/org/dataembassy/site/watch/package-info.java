/**
 * Keeps an eye on the logs that the site reads: on what holds them, and on what can't be read of them. What nobody else
 * would ever notice or end is named here as an alarm, and healed where that can lose nothing.
 *
 * <p>Not here: judging records (verify), reading them for the stores (topology).
 */
package org.dataembassy.site.watch;
