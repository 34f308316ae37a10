package org.dataembassy.ledger.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.VerifyingKey;

/**
 * What a site is called on a signature line, and the four bytes that hint at its statement key (C2SP signed-note, "Key
 * ID"). A hint only: whose signature it is, the trust root says.
 */
record Cosigner(Digest domain, Site site, VerifyingKey statementKey) {
    static final int KEY_ID_BYTES = 4;

    /** Type 0x04 of C2SP tlog-cosignature. */
    private static final byte[] ED25519 = {0x04};

    /** C2SP has no type for the composite: 0xff, and a name of our own that is unlikely to be anybody else's. */
    private static final byte[] COMPOSITE = "\u00ffdata-embassy/cosignature/mldsa65-ed25519-sha512/v1\n"
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

    String name() {
        return "data-embassy/" + domain.hex() + "/" + site.label();
    }

    byte[] keyId() {
        byte[] type = switch (statementKey.suite()) {
            case ED25519 -> ED25519;
            case MLDSA65_ED25519 -> COMPOSITE;
        };
        Digest whole = Digest.sha256((name() + "\n").getBytes(UTF_8), type, statementKey.encoded());
        return Arrays.copyOf(whole.bytes(), KEY_ID_BYTES);
    }

    /** What is signed: header line, time line, the note's body (C2SP tlog-cosignature, "Ed25519 signed message"). */
    static byte[] message(long epochSecond, byte[] body) {
        byte[] head = ("cosignature/v1\ntime " + epochSecond + "\n").getBytes(UTF_8);
        return ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .array();
    }
}
