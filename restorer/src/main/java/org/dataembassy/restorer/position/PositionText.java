package org.dataembassy.restorer.position;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/** Reads positions from the text of a command's options. */
public final class PositionText {
    private static final int MAX_PARTITION = 99_999;
    private static final String FORM =
            "expected PARTITION:OFFSET or PARTITION:SEQUENCE for every partition, such as 0:41,1:none,2:head";

    private PositionText() {}

    /**
     * The value of {@code --to-offset}: {@code P:O,P:O}, where O may be {@code none} or {@code head}.
     *
     * @throws EmbassyException POSITION_MALFORMED naming the item
     */
    public static Position.ToOffset offsets(String text) {
        return new Position.ToOffset(bounds("--to-offset", text));
    }

    /**
     * The value of {@code --to-sequence}: {@code P:N,P:N}, where N may be {@code none} or {@code head}.
     *
     * @throws EmbassyException POSITION_MALFORMED naming the item
     */
    public static Position.ToSequence sequences(String text) {
        return new Position.ToSequence(bounds("--to-sequence", text));
    }

    /**
     * The value of {@code --to-time}: ISO 8601 with {@code Z} or an offset. A time without either would mean another
     * instant on another machine and is refused.
     *
     * @throws EmbassyException POSITION_MALFORMED
     */
    public static Position.ToTime time(String text) {
        try {
            return new Position.ToTime(OffsetDateTime.parse(text.strip()).toInstant());
        } catch (DateTimeException e) {
            throw malformed("--to-time: expected a date, a time and an offset, such as "
                    + Instant.parse("2022-03-01T12:00:00Z") + " or 2022-03-01T13:00:00+01:00");
        }
    }

    private static SortedMap<Integer, Bound> bounds(String option, String text) {
        SortedMap<Integer, Bound> bounds = new TreeMap<>();
        String[] items = text.strip().split(",", -1);
        for (int i = 0; i < items.length; i++) {
            String where = option + ", item " + (i + 1);
            String item = items[i].strip();
            int colon = item.indexOf(':');
            if (colon < 0) {
                throw malformed(where + ": " + FORM);
            }
            int partition = partition(where, item.substring(0, colon));
            if (bounds.put(partition, bound(where, item.substring(colon + 1))) != null) {
                throw malformed(where + ": partition " + partition + " is named twice");
            }
        }
        return bounds;
    }

    private static int partition(String where, String text) {
        long partition = number(where + ": the partition", text);
        if (partition > MAX_PARTITION) {
            throw malformed(where + ": the partition is " + partition + ", expected 0 to " + MAX_PARTITION);
        }
        return (int) partition;
    }

    private static Bound bound(String where, String text) {
        return switch (text.strip()) {
            case "none" -> new Bound.Nothing();
            case "head" -> new Bound.Everything();
            default -> new Bound.Through(number(where + ": what follows the colon", text));
        };
    }

    private static long number(String what, String text) {
        String digits = text.strip();
        boolean plain = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            if (plain) {
                return Long.parseLong(digits);
            }
        } catch (NumberFormatException e) {
            throw malformed(what + " is larger than any offset or sequence");
        }
        throw malformed(what + " is not a whole number of at least 0; " + FORM);
    }

    private static EmbassyException malformed(String what) {
        return new EmbassyException(Problem.POSITION_MALFORMED, what);
    }
}
