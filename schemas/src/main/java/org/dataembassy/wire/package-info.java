/**
 * What lies on the wire, made from {@code src/main/avro/wire}. Generated records only: how a block is sealed, verified
 * and opened is the ledger's; how a record becomes bytes is {@link org.dataembassy.schemas.WireCodec}.
 */
package org.dataembassy.wire;
