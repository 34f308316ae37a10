package org.dataembassy.site.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.crypto.NotAuthenticException;
import org.dataembassy.ledger.kafka.DurableFiles;
import org.dataembassy.ledger.keys.StoreKey;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.site.store.Xaes256Gcm;

/**
 * An instance's memory of the highest it has seen: in a file, and between two savings in the process. It never goes back
 * and is never ahead of what was committed: a stream thread {@linkplain #note notes} what a task has reached, and only
 * when that thread's transaction has been committed ({@link #committed}) is it remembered.
 *
 * <p>The file is encrypted too, not for the heads, which are no secret, but for the multiset hashes, which must not be
 * seen (decision 0020). Thread-safe.
 */
public final class SiteMemory {
    private static final byte[] MAGIC = "data-embassy/site-memory/v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_FILE_BYTES = 64 << 20;

    private final Path file;
    private final byte[] prelude;
    private final Xaes256Gcm cipher;
    private final SecureRandom random;
    private final ConcurrentMap<LedgerId, Remembered> partitions = new ConcurrentHashMap<>();
    private final ThreadLocal<Map<LedgerId, Remembered>> notCommitted = ThreadLocal.withInitial(HashMap::new);
    private RememberedControl control = RememberedControl.NOTHING;
    private MemoryFormat.Content saved;

    private SiteMemory(Path file, byte[] prelude, Xaes256Gcm cipher, SecureRandom random) {
        this.file = file;
        this.prelude = prelude;
        this.cipher = cipher;
        this.random = random;
    }

    /**
     * Reads the file if it is there.
     *
     * @throws EmbassyException SITE_MEMORY_UNUSABLE if it isn't what this site wrote; FOLDER_UNUSABLE
     */
    public static SiteMemory open(Path file, StoreKey storeKey, Digest domain, Site site, SecureRandom random) {
        byte[] label = site.label().getBytes(StandardCharsets.US_ASCII);
        byte[] prelude = ByteBuffer.allocate(MAGIC.length + Digest.LENGTH_BYTES + 1 + label.length)
                .put(MAGIC)
                .put(domain.bytes())
                .put((byte) label.length)
                .put(label)
                .array();
        Xaes256Gcm cipher = new Xaes256Gcm(storeKey.deriveSecret("data-embassy/site-memory/v1"));
        SiteMemory memory = new SiteMemory(file, prelude, cipher, random);
        try {
            if (Files.exists(file)) {
                memory.read();
            }
        } catch (IOException e) {
            throw new EmbassyException(Problem.FOLDER_UNUSABLE, "The site's memory " + file + " can't be read.", e);
        }
        return memory;
    }

    private void read() throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw unusable("is larger than any that this version writes", null);
        }
        byte[] bytes = Files.readAllBytes(file);
        int sealedAt = prelude.length + Xaes256Gcm.NONCE_BYTES;
        if (bytes.length < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
            throw unusable("is not a memory file, or one of another version", null);
        }
        if (bytes.length < sealedAt || !Arrays.equals(prelude, Arrays.copyOf(bytes, prelude.length))) {
            throw unusable("was written by another site or in another country", null);
        }
        byte[] plaintext;
        try {
            plaintext = cipher.open(Arrays.copyOfRange(bytes, prelude.length, sealedAt), prelude, bytes, sealedAt);
        } catch (NotAuthenticException e) {
            throw unusable("is damaged, or was written with another site's keys", e);
        }
        try {
            saved = MemoryFormat.decode(plaintext);
        } catch (IOException e) {
            throw unusable("can't be read by this version", e);
        }
        control = saved.control();
        partitions.putAll(saved.partitions());
    }

    private EmbassyException unusable(String why, Exception cause) {
        return new EmbassyException(Problem.SITE_MEMORY_UNUSABLE, "The site's memory " + file + " " + why + ".", cause);
    }

    /** Whether there is a memory: one was read, or has been begun. */
    public synchronized boolean exists() {
        return saved != null;
    }

    /** Begins a memory where there is none, with what has been seen by now, and saves it. */
    public synchronized void begin() {
        if (saved == null) {
            write(new MemoryFormat.Content(control, Map.copyOf(partitions)));
        }
    }

    /** The farthest that was committed of a partition; empty if this instance has never held it. */
    public Optional<Remembered> recall(LedgerId ledger) {
        return Optional.ofNullable(partitions.get(ledger));
    }

    /** What a task of this thread has reached in the transaction that is under way. */
    public void note(LedgerId ledger, Remembered reached) {
        notCommitted.get().put(ledger, reached);
    }

    /** This thread's transaction has been committed. */
    public void committed() {
        Map<LedgerId, Remembered> now = notCommitted.get();
        now.forEach((ledger, reached) -> partitions.merge(ledger, reached, Remembered::and));
        now.clear();
    }

    /** This thread's transaction has come to nothing, or a new producer begins. */
    public void aborted() {
        notCommitted.get().clear();
    }

    /** What of control this instance has seen and {@code view} does not hold any more; empty if it holds all. */
    public synchronized Optional<String> missingIn(ControlView view) {
        return control.missingIn(view);
    }

    /** Remembers what {@code view} has beyond what was seen before. */
    public synchronized void seen(ControlView view) {
        control = control.and(view);
    }

    /**
     * Writes the file, durably, if anything is new; nothing before {@link #begin} where there was no memory.
     *
     * @throws EmbassyException FOLDER_UNUSABLE
     */
    public synchronized void save() {
        MemoryFormat.Content now = new MemoryFormat.Content(control, Map.copyOf(partitions));
        if (saved != null && !saved.equals(now)) {
            write(now);
        }
    }

    private void write(MemoryFormat.Content content) {
        byte[] nonce = new byte[Xaes256Gcm.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = cipher.seal(nonce, prelude, MemoryFormat.encode(content));
        try {
            DurableFiles.replace(
                    file,
                    ByteBuffer.allocate(prelude.length + nonce.length + sealed.length)
                            .put(prelude)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (IOException e) {
            throw new EmbassyException(Problem.FOLDER_UNUSABLE, "The site's memory " + file + " can't be written.", e);
        }
        saved = content;
    }
}
