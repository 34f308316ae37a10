package org.dataembassy.producers;

import java.util.OptionalInt;

/**
 * Finds what is no text though it is a {@link String}: half a surrogate pair (Unicode 16, D75). UTF-8 has no bytes for it,
 * and Java's encoders silently write a question mark.
 */
public final class LoneSurrogates {
    private LoneSurrogates() {}

    /** Where the first one is, from 0; empty if the text is well-formed. */
    public static OptionalInt firstIn(CharSequence text) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean pair = Character.isHighSurrogate(c)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1));
            if (Character.isSurrogate(c) && !pair) {
                return OptionalInt.of(at);
            }
            at += pair ? 2 : 1;
        }
        return OptionalInt.empty();
    }
}
