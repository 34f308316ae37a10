/**
 * Where a state is computed: opens the events of an accepted block with their schemas, folds them entity by entity with
 * the registry's model, and says what is to be written. Decides without changing; {@link
 * org.dataembassy.site.materialise.BlockWrites} applies without deciding, the head last.
 *
 * <p>Not here: whether a block is accepted (verify), what an event means (schemas), how entries are kept (store).
 */
package org.dataembassy.site.materialise;
