package org.dataembassy.schemas;

import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Conversions.UUIDConversion;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions.DateConversion;
import org.apache.avro.data.TimeConversions.TimestampMicrosConversion;
import org.apache.avro.specific.AvroGenerated;
import org.apache.avro.specific.SpecificData;

/**
 * Avro's mapping of schema names to classes, for the classes made from this module's schemas and no others.
 *
 * <p>Since 1.12.2 Avro loads no class that it was not told to trust (the lesson of CVE-2024-47561), and takes that from
 * system properties or a global: either would hold for the whole process, and the first to be forgotten stops it. Here
 * the answer is local, and narrower than a list of trusted packages: whatever a schema names, only a generated class of
 * ours can come of it. Thread-safe.
 *
 * <p>For readers and writers that take a data model, such as those of Avro container files. Single events, states and
 * wire records have their codecs here.
 */
public final class OwnClasses extends SpecificData {

    static final OwnClasses INSTANCE = new OwnClasses();

    /** With the coders that Avro generates where it can: for states, which are read and written with every event. */
    static final OwnClasses STATES = new OwnClasses();

    static {
        STATES.setCustomCoders(true);
    }

    private static final String OURS = "org.dataembassy.";

    /** Room made for a list's items before they are read. */
    private static final int MOST_AT_ONCE = 1_024;

    private final ConcurrentMap<String, Class<?>> classes = new ConcurrentHashMap<>();

    private OwnClasses() {
        super(OwnClasses.class.getClassLoader());
        addLogicalTypeConversion(new DateConversion());
        addLogicalTypeConversion(new TimestampMicrosConversion());
        addLogicalTypeConversion(new UUIDConversion());
    }

    /** The one data model for all generated classes. */
    public static SpecificData model() {
        return INSTANCE;
    }

    @Override
    @SuppressWarnings("rawtypes") // as in the method it replaces
    public Class getClass(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> {
                Class<?> found = classes.computeIfAbsent(schema.getFullName(), OwnClasses::load);
                yield found == NotOurs.class ? null : found;
            }
            default -> super.getClass(schema);
        };
    }

    /** A plain list: Avro's own compares its items with a data model that knows none of our conversions, and throws. */
    @Override
    public Object newArray(Object old, int size, Schema schema) {
        return new ArrayList<>(Math.min(size, MOST_AT_ONCE));
    }

    private static Class<?> load(String name) {
        if (!name.startsWith(OURS)) {
            return NotOurs.class;
        }
        try {
            Class<?> found = Class.forName(name, false, OwnClasses.class.getClassLoader());
            return isGenerated(found) ? found : NotOurs.class;
        } catch (ClassNotFoundException e) {
            return NotOurs.class;
        }
    }

    private static boolean isGenerated(Class<?> type) {
        return type.isAnnotationPresent(AvroGenerated.class);
    }

    /** Stands for a name without a class, since a concurrent map has no null. */
    private static final class NotOurs {}
}
