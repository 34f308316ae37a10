package org.dataembassy.ledger.block;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.crypto.AesGcm;
import org.dataembassy.ledger.crypto.DataKey;
import org.dataembassy.ledger.crypto.RecipientKey;

/**
 * A writer session's data key: made fresh, wrapped to every recipient, its nonce a counter that is never reset. Hands
 * out the grant for the first block of each partition; rotates by count and age. Thread-safe.
 *
 * <p>A nonce is spent when it is handed out, so a seal that fails leaves a hole in the counter, never a second use. A
 * grant counts as given only when its block has been sealed. Who throws a sealed block away (which a writer that signs
 * once has no reason to do) must {@link #rotate()}, for the grant may have been in it.
 */
public final class DataKeySession {
    /** NIST SP 800-38D section 8.3 allows 2^32 seals under one key. */
    public static final long MAX_SEALS = 1L << 32;

    private final Digest domain;
    private final String registry;
    private final Digest epochId;
    private final List<RecipientKey> recipients;
    private final long maxSeals;
    private final SecureRandom random;

    private DataKey dataKey;
    private KeyGrant grant;
    private long seals;
    private final Set<Integer> granted = new HashSet<>();

    /** @param maxSeals seals after which a fresh data key is made, 1 to 2^32 */
    public DataKeySession(
            Digest domain,
            String registry,
            Digest epochId,
            List<RecipientKey> recipients,
            long maxSeals,
            SecureRandom random) {
        this.domain = Objects.requireNonNull(domain, "domain");
        this.registry = LedgerId.requireRegistryName(registry);
        this.epochId = Objects.requireNonNull(epochId, "epochId");
        this.recipients = List.copyOf(recipients);
        if (maxSeals < 1 || maxSeals > MAX_SEALS) {
            throw new IllegalArgumentException("maxSeals: expected 1 to 2^32, got " + maxSeals);
        }
        this.maxSeals = maxSeals;
        this.random = Objects.requireNonNull(random, "random");
        rotate();
    }

    /** Makes a fresh data key for all blocks from now on; a writer calls it when the present one is too old. */
    public synchronized void rotate() {
        DataKey fresh = DataKey.generate(random);
        grant = KeyGrant.make(fresh, domain, registry, epochId, recipients, random);
        dataKey = fresh;
        seals = 0;
        granted.clear();
    }

    /** Which data key seals now. */
    public synchronized Digest dataKeyId() {
        return dataKey.id();
    }

    /**
     * What one seal needs.
     *
     * @param nonce of this seal alone
     * @param grant present until a block of the partition has been sealed with it
     */
    record Lease(DataKey dataKey, byte[] nonce, Optional<KeyGrant> grant) {}

    synchronized Lease lease(int partition) {
        if (seals == maxSeals) {
            rotate();
        }
        byte[] nonce = ByteBuffer.allocate(AesGcm.NONCE_BYTES)
                .putLong(AesGcm.NONCE_BYTES - Long.BYTES, seals)
                .array();
        seals++;
        return new Lease(dataKey, nonce, granted.contains(partition) ? Optional.empty() : Optional.of(grant));
    }

    /** To be called when the block of {@code lease} has been sealed. */
    synchronized void sealed(Lease lease, int partition) {
        if (lease.dataKey().id().equals(dataKey.id())) {
            granted.add(partition);
        }
    }

    void requireFor(BlockSealer.Identity identity) {
        if (!domain.equals(identity.domain())
                || !registry.equals(identity.registry())
                || !epochId.equals(identity.epochId())) {
            throw new IllegalArgumentException("data key session: expected one of the same domain, registry and epoch");
        }
    }
}
