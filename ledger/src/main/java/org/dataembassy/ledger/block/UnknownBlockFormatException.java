package org.dataembassy.ledger.block;

/** A header of a format that this version does not know: perhaps a block from a later version, so upgrade to read it. */
public final class UnknownBlockFormatException extends MalformedBlockException {
    private static final long serialVersionUID = 1L;

    public UnknownBlockFormatException(long format) {
        super("format: expected " + HeaderCodec.FORMAT + ", got " + format
                + "; a later version of this software may know it");
    }
}
