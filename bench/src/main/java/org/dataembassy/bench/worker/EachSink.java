package org.dataembassy.bench.worker;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.crypto.AesGcm;
import org.dataembassy.ledger.crypto.DataKey;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;

/**
 * What one would do without blocks: each event encrypted (AES-256-GCM, a counter as nonce) and signed, in a record of its
 * own: signature, nonce, ciphertext. Two threads, as many as seal blocks; events of one entity stay in order.
 *
 * <p>Settings: those of {@link PlainProducer}, {@code suite}.
 */
final class EachSink implements EventSink {
    private static final int THREADS = 2;
    private static final int UNDER_WAY = 2_000;

    private final PlainFormat format = new PlainFormat();
    private final PlainProducer producer;
    private final SigningKey signingKey;
    private final DataKey dataKey;
    private final List<ExecutorService> threads = new ArrayList<>();
    private final List<CompletableFuture<Void>> last = new ArrayList<>();
    private final Semaphore room = new Semaphore(UNDER_WAY);
    private long counter;

    private EachSink(PlainProducer producer, SignatureSuite suite) {
        SecureRandom random = new SecureRandom();
        this.producer = producer;
        this.signingKey = SigningKey.generate(suite, random);
        this.dataKey = DataKey.generate(random);
        for (int i = 0; i < THREADS; i++) {
            threads.add(Executors.newSingleThreadExecutor());
            last.add(CompletableFuture.completedFuture(null));
        }
    }

    static EachSink open(Order order) {
        return new EachSink(PlainProducer.open(order), SignatureSuite.of(order.text("suite")));
    }

    @Override
    public void send(List<SpecificRecord> call) {
        call.forEach(this::send);
    }

    private void send(SpecificRecord event) {
        byte[] key = PlainFormat.key(event);
        byte[] plain = format.encode(event);
        byte[] nonce =
                ByteBuffer.allocate(AesGcm.NONCE_BYTES).putLong(counter++).array();
        int thread = Math.floorMod(java.util.Arrays.hashCode(key), THREADS);
        room.acquireUninterruptibly();
        last.set(thread, CompletableFuture.runAsync(() -> sendSealed(key, plain, nonce), threads.get(thread)));
    }

    private void sendSealed(byte[] key, byte[] plain, byte[] nonce) {
        try {
            byte[] sealed = AesGcm.seal(dataKey, nonce, key, plain);
            byte[] signature = signingKey.sign(sealed);
            producer.send(
                    key,
                    ByteBuffer.allocate(signature.length + nonce.length + sealed.length)
                            .put(signature)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } finally {
            room.release();
        }
    }

    @Override
    public void settle() {
        last.forEach(CompletableFuture::join);
        producer.settle();
    }

    @Override
    public long acknowledged() {
        return producer.acknowledged();
    }

    @Override
    public void close() {
        threads.forEach(ExecutorService::shutdown);
        producer.close();
    }
}
