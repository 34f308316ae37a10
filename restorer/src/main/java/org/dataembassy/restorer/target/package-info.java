/**
 * The folder that a restore writes: made beside its final place, written, read back and compared, and renamed as the last
 * act. Avro container files and JSON Lines.
 *
 * <p>Not here: what is written ({@code fold}), what the report says ({@code report}).
 */
package org.dataembassy.restorer.target;
