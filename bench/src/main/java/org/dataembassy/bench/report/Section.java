package org.dataembassy.bench.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The parts of a run that can be asked for by themselves. */
public enum Section {
    PUBLISH,
    OPEN,
    MIRROR,
    MATERIALISE,
    END_TO_END,
    LATENCY,
    RESTORE,
    BLOCKS,
    RESTART;

    /** As on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All labels, for people. */
    public static String labels() {
        return Arrays.stream(values()).map(Section::label).collect(Collectors.joining(", "));
    }

    /** @throws IllegalArgumentException if there is none; the message names those there are */
    public static Section of(String label) {
        return Arrays.stream(values())
                .filter(section -> section.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no section " + label + "; there are " + labels()));
    }
}
