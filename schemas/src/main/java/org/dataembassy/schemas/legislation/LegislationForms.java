package org.dataembassy.schemas.legislation;

import java.util.regex.Pattern;

/**
 * The forms and limits of legislation's fields. Lengths are in UTF-16 code units, as {@link String#length()} counts.
 * Forms are checked, not whether an identifier exists.
 */
public final class LegislationForms {

    public static final int MAX_ACT_ID = 64;
    public static final int MAX_ABBREVIATION = 128;
    public static final int MAX_TITLE = 2_048;
    public static final int MAX_REASON = 2_048;
    public static final int MAX_ELI = 256;
    public static final int MAX_GAZETTE = 200;
    public static final int MAX_ISSUER = 256;
    public static final int MAX_DOCUMENT_TYPE = 32;
    public static final int MAX_LANGUAGE = 2;

    /** An event serialised, frame included, in bytes. */
    public static final int MAX_EVENT_BYTES = 4 * 1024 * 1024;

    private static final Pattern ACT_ID = Pattern.compile("[a-z0-9_-]{1,64}");

    /** European Legislation Identifier (Council conclusions 2012/C 325/02): eli/ and two segments or more. */
    private static final Pattern ELI =
            Pattern.compile("(https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/)?eli(/[A-Za-z0-9._~%-]+){2,15}");

    private static final Pattern GAZETTE = Pattern.compile("\\p{L}[\\p{L}\\p{N} .,:;()/§*-]{1,199}");
    private static final Pattern DIGIT = Pattern.compile("\\p{N}");
    private static final Pattern DOCUMENT_TYPE = Pattern.compile("[a-z][a-z-]{0,31}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");

    private LegislationForms() {}

    /** Lower-case letters, digits, {@code _} and {@code -}, 1 to 64. */
    public static boolean isActId(String id) {
        return ACT_ID.matcher(id).matches();
    }

    public static boolean isEli(String eli) {
        return eli.length() <= MAX_ELI && ELI.matcher(eli).matches();
    }

    /** A name of a gazette and a number at least, such as {@code BGBl. I 1976, 1762} or {@code RT I, 2014, 20}. */
    public static boolean isGazette(String gazette) {
        return GAZETTE.matcher(gazette).matches() && DIGIT.matcher(gazette).find();
    }

    public static boolean isDocumentType(String code) {
        return DOCUMENT_TYPE.matcher(code).matches();
    }

    /** Two lower-case letters (ISO 639-1). */
    public static boolean isLanguage(String code) {
        return LANGUAGE.matcher(code).matches();
    }
}
