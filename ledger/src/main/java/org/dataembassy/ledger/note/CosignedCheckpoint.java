package org.dataembassy.ledger.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.trust.TrustRoot;

/**
 * A checkpoint with a site's cosignature that has been verified: at that time the site had verified every block of the
 * ledger up to there, with that root, and had signed nothing that contradicts it.
 *
 * @param cosignedAt whole seconds, the cosigner's clock
 * @param note the signed note (UTF-8); one signature line
 */
public record CosignedCheckpoint(
        CheckpointNote checkpoint, Site cosigner, Digest cosignerKeyId, Instant cosignedAt, byte[] note) {
    /** What a note may have at most: a composite signature takes 4.7 KB. */
    public static final int MAX_NOTE_BYTES = 8 * 1024;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final Pattern NOTE =
            Pattern.compile("((?:[^\n]+\n){3})\n\u2014 ([^ \n]{1,300}) ([A-Za-z0-9+/]+={0,2})\n");

    public CosignedCheckpoint {
        note = note.clone();
    }

    /** A copy. */
    @Override
    public byte[] note() {
        return note.clone();
    }

    /**
     * Signs. Whoever calls this has made sure that nothing signed before contradicts it.
     *
     * @param site whose statement key {@code statementKey} is
     * @param at cut to the second
     */
    public static CosignedCheckpoint sign(CheckpointNote checkpoint, Site site, SigningKey statementKey, Instant at) {
        byte[] body = checkpoint.body();
        long second = requireTime(at.getEpochSecond());
        Cosigner cosigner = new Cosigner(checkpoint.domain(), site, statementKey.verifyingKey());
        byte[] signature = statementKey.sign(Cosigner.message(second, body));
        byte[] line = ByteBuffer.allocate(Cosigner.KEY_ID_BYTES + Long.BYTES + signature.length)
                .put(cosigner.keyId())
                .putLong(second)
                .put(signature)
                .array();
        String note = new String(body, UTF_8) + "\n\u2014 " + cosigner.name() + " "
                + Base64.getEncoder().encodeToString(line) + "\n";
        return new CosignedCheckpoint(
                checkpoint,
                site,
                statementKey.verifyingKey().keyId(),
                Instant.ofEpochSecond(second),
                note.getBytes(UTF_8));
    }

    /**
     * Verifies a note.
     *
     * @param domain digest of the genesis trust root
     * @param root the highest trust root; a site whose statements it has ended cosigns nothing
     * @throws SignatureInvalidException if form, country, cosigner or signature does not hold
     */
    public static CosignedCheckpoint verify(byte[] note, Digest domain, TrustRoot root)
            throws SignatureInvalidException {
        Matcher parts = NOTE.matcher(text(note));
        if (!parts.matches()) {
            throw new SignatureInvalidException(
                    "cosigned checkpoint: expected a note of three lines and one signature");
        }
        try {
            CheckpointNote checkpoint = CheckpointNote.parse(parts.group(1));
            if (!checkpoint.domain().equals(domain)) {
                throw new SignatureInvalidException("cosigned checkpoint: of another country or of a drill");
            }
            return verify(note, checkpoint, parts.group(2), signature(parts.group(3)), root);
        } catch (IllegalArgumentException e) {
            throw new SignatureInvalidException("cosigned checkpoint: " + e.getMessage());
        }
    }

    private static CosignedCheckpoint verify(
            byte[] note, CheckpointNote checkpoint, String name, ByteBuffer line, TrustRoot root)
            throws SignatureInvalidException {
        byte[] keyId = new byte[Cosigner.KEY_ID_BYTES];
        line.get(keyId);
        long second = requireTime(line.getLong());
        byte[] signature = new byte[line.remaining()];
        line.get(signature);
        for (TrustRoot.SiteEntry entry : root.sites()) {
            Cosigner cosigner = new Cosigner(checkpoint.domain(), entry.site(), entry.statementKey());
            if (cosigner.name().equals(name) && Arrays.equals(cosigner.keyId(), keyId)) {
                if (entry.lastStatement() != TrustRoot.NO_END) {
                    throw new SignatureInvalidException(
                            "cosigned checkpoint: the trust root has ended the statements of" + " this key of site "
                                    + entry.site().label());
                }
                entry.statementKey().verify(Cosigner.message(second, checkpoint.body()), signature);
                return new CosignedCheckpoint(
                        checkpoint, entry.site(), entry.statementKey().keyId(), Instant.ofEpochSecond(second), note);
            }
        }
        throw new SignatureInvalidException("cosigned checkpoint: the trust root names no site with this key");
    }

    private static long requireTime(long epochSecond) {
        if (epochSecond < 0 || epochSecond > LATEST.getEpochSecond()) {
            throw new IllegalArgumentException("time: expected the years 1970 to 9999");
        }
        return epochSecond;
    }

    /** Base64 with one spelling only: bits that nobody uses must be zero. */
    private static ByteBuffer signature(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (bytes.length <= Cosigner.KEY_ID_BYTES + Long.BYTES
                || !Base64.getEncoder().encodeToString(bytes).equals(base64)) {
            throw new IllegalArgumentException("signature: expected a key id, a time and a signature in base64");
        }
        return ByteBuffer.wrap(bytes);
    }

    private static String text(byte[] note) throws SignatureInvalidException {
        if (note == null || note.length > MAX_NOTE_BYTES) {
            throw new SignatureInvalidException(
                    "cosigned checkpoint: expected a note of at most " + MAX_NOTE_BYTES + " bytes");
        }
        try {
            return UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(note))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SignatureInvalidException("cosigned checkpoint: not UTF-8");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CosignedCheckpoint that && Arrays.equals(note, that.note);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(note);
    }
}
