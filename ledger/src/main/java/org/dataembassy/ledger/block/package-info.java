/**
 * Blocks: their exact bytes, sealing, and opening. {@link org.dataembassy.ledger.block.BlockSealer} is where a block is
 * sealed, {@link org.dataembassy.ledger.block.BlockOpener} where a verified one is opened, {@link
 * org.dataembassy.ledger.block.BlockLimits} where sizes are bounded. Whether a block is believed, and what follows from
 * it, is decided in package accept; whose keys sign is known to package control; when a block is sealed and how it
 * travels is none of this module's concern.
 */
package org.dataembassy.ledger.block;
