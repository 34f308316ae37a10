package org.dataembassy.schemas;

import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.dataembassy.schemas.UnreadableEventException.Reason;

/** Whether data of one version of a schema can be read as another (Avro specification, "Schema resolution"). */
final class SchemaEvolution {

    private SchemaEvolution() {}

    /** Schemas are not personal data, still only their name goes into the message. */
    static void refuseUnreadable(Schema writer, Schema reader) {
        SchemaCompatibilityType type = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getType();
        if (type != SchemaCompatibilityType.COMPATIBLE) {
            throw new UnreadableEventException(
                    Reason.UNRESOLVABLE,
                    "this version of " + writer.getFullName() + " can't be resolved to the current one");
        }
    }
}
