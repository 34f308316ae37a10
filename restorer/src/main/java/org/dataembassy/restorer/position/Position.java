package org.dataembassy.restorer.position;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Where a restore stops. All bounds are inclusive. See design.md section 11. */
public sealed interface Position {

    /** The position as its option and text, such as {@code --to-sequence 0:41,1:none}. */
    String describe();

    /** What the topics hold when the restore is planned. */
    record Head() implements Position {
        @Override
        public String describe() {
            return "head";
        }
    }

    /**
     * The blocks of one named topic at or below an offset of each partition. An offset without a record (a transaction
     * marker's hole) counts as the block before it.
     *
     * @param bounds by partition
     */
    record ToOffset(SortedMap<Integer, Bound> bounds) implements Position {
        public ToOffset {
            bounds = Collections.unmodifiableSortedMap(new TreeMap<>(bounds));
        }

        @Override
        public String describe() {
            return "--to-offset " + text(bounds);
        }
    }

    /**
     * The events at or below a sequence of each partition, also in the middle of a block.
     *
     * @param bounds by partition
     */
    record ToSequence(SortedMap<Integer, Bound> bounds) implements Position {
        public ToSequence {
            bounds = Collections.unmodifiableSortedMap(new TreeMap<>(bounds));
        }

        @Override
        public String describe() {
            return "--to-sequence " + text(bounds);
        }
    }

    /**
     * The events whose recordedAt is at or before a time: in each partition the longest run from the start, since a
     * writer never lets recordedAt run backwards.
     */
    record ToTime(Instant time) implements Position {
        @Override
        public String describe() {
            return "--to-time " + time;
        }
    }

    private static String text(SortedMap<Integer, Bound> bounds) {
        return bounds.entrySet().stream()
                .map(bound -> bound.getKey() + ":" + bound.getValue().describe())
                .collect(Collectors.joining(","));
    }
}
