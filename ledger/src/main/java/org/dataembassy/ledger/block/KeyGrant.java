package org.dataembassy.ledger.block;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.DataKey;
import org.dataembassy.ledger.crypto.KeyWrap;
import org.dataembassy.ledger.crypto.NotAuthenticException;
import org.dataembassy.ledger.crypto.RecipientKey;
import org.dataembassy.ledger.crypto.RecipientSecret;

/**
 * A data key, wrapped (HPKE, RFC 9180, one-shot, X-Wing) to every recipient.
 *
 * @param wraps 1 to {@link BlockLimits#MAX_WRAPS}, one for each recipient
 */
public record KeyGrant(Digest dataKeyId, List<Wrap> wraps) {
    static final int ENCAPSULATION_BYTES = KeyWrap.ENCAPSULATION_BYTES;
    static final int CIPHERTEXT_BYTES = KeyWrap.CIPHERTEXT_BYTES;

    public KeyGrant {
        Objects.requireNonNull(dataKeyId, "dataKeyId");
        wraps = List.copyOf(wraps);
        if (wraps.isEmpty() || wraps.size() > BlockLimits.MAX_WRAPS) {
            throw new IllegalArgumentException(
                    "keyGrant: expected 1 to " + BlockLimits.MAX_WRAPS + " wraps, got " + wraps.size());
        }
        Set<Digest> recipients = new HashSet<>();
        for (Wrap wrap : wraps) {
            if (!recipients.add(wrap.recipientKeyId())) {
                throw new IllegalArgumentException("keyGrant: expected one wrap for each recipient");
            }
        }
    }

    /**
     * The data key as one recipient gets it.
     *
     * @param encapsulation 1,120 bytes
     * @param ciphertext 48 bytes
     */
    public record Wrap(Digest recipientKeyId, byte[] encapsulation, byte[] ciphertext) {
        public Wrap {
            Objects.requireNonNull(recipientKeyId, "recipientKeyId");
            if (encapsulation.length != ENCAPSULATION_BYTES || ciphertext.length != CIPHERTEXT_BYTES) {
                throw new IllegalArgumentException("keyGrant: expected an encapsulation of " + ENCAPSULATION_BYTES
                        + " and a ciphertext of " + CIPHERTEXT_BYTES + " bytes, got " + encapsulation.length + " and "
                        + ciphertext.length);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Wrap that
                    && recipientKeyId.equals(that.recipientKeyId)
                    && Arrays.equals(encapsulation, that.encapsulation)
                    && Arrays.equals(ciphertext, that.ciphertext);
        }

        @Override
        public int hashCode() {
            return Objects.hash(recipientKeyId, Arrays.hashCode(ciphertext));
        }
    }

    /** Wraps {@code dataKey} to each recipient, bound to domain, registry, epochId and recipient. */
    static KeyGrant make(
            DataKey dataKey,
            Digest domain,
            String registry,
            Digest epochId,
            List<RecipientKey> recipients,
            SecureRandom random) {
        List<Wrap> wraps = new ArrayList<>(recipients.size());
        for (RecipientKey recipient : recipients) {
            byte[] info = KeyWrap.info(domain, registry, epochId, recipient.keyId());
            KeyWrap.Wrapped wrapped = KeyWrap.wrap(dataKey, recipient, info, random);
            wraps.add(new Wrap(recipient.keyId(), wrapped.encapsulation(), wrapped.ciphertext()));
        }
        return new KeyGrant(dataKey.id(), wraps);
    }

    /**
     * Unwraps the data key for one recipient.
     *
     * @return empty if the grant has no wrap for this recipient
     * @throws NotAuthenticException if its wrap does not unwrap to the data key that the grant names, or was made for
     *     another country, registry or epoch
     */
    public Optional<DataKey> unwrap(RecipientSecret recipient, Digest domain, String registry, Digest epochId)
            throws NotAuthenticException {
        Digest recipientKeyId = recipient.recipientKey().keyId();
        for (Wrap wrap : wraps) {
            if (wrap.recipientKeyId().equals(recipientKeyId)) {
                byte[] info = KeyWrap.info(domain, registry, epochId, recipientKeyId);
                DataKey dataKey = KeyWrap.unwrap(recipient, wrap.encapsulation(), wrap.ciphertext(), info);
                if (!dataKey.id().equals(dataKeyId)) {
                    throw new NotAuthenticException("key grant: unwraps to another data key than it names");
                }
                return Optional.of(dataKey);
            }
        }
        return Optional.empty();
    }
}
