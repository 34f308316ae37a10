package org.dataembassy.producers.legislation;

import java.io.InputStream;

/** A built-in sample: the invented acts of an invented country, in the form that {@link LegislationImporter} takes. */
public final class SampleLegislation {
    private static final String RESOURCE = "sample.jsonl";

    private SampleLegislation() {}

    /** The sample as an input. */
    public static ImportSource source() {
        return ImportSource.stream("the built-in sample of legislation", open());
    }

    /** The sample as JSON Lines in UTF-8; the caller closes it. */
    public static InputStream open() {
        InputStream in = SampleLegislation.class.getResourceAsStream(RESOURCE);
        if (in == null) {
            throw new IllegalStateException("this build lacks its resource " + RESOURCE);
        }
        return in;
    }
}
