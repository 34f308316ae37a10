package org.dataembassy.cli.demo;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.BlockPlace;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.block.MalformedBlockException;
import org.dataembassy.ledger.block.SchemaUse;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.read.BlockReader;
import org.dataembassy.ledger.kafka.read.BlockRecord;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.ledger.kafka.topics.Topic;

/**
 * Someone who owns the embassy's brokers and reads home's: sees every record, writes whatever he likes, has no key of
 * the country's but any number of his own.
 */
final class BrokerOwner implements AutoCloseable {
    private static final int ANY_SCHEMA_ID = 1;
    private static final int MAX_BLOCKS = 10_000;
    private static final long MAX_BYTES = 256L << 20;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Topic<Void, SealedBlock> received;
    private final SecureRandom random = new SecureRandom();

    /** @param received the topic at the embassy that he tampers with */
    BrokerOwner(KafkaClients embassy, Topic<Void, SealedBlock> received) {
        this.producer = embassy.newProducer();
        this.received = received;
    }

    /** The records of a topic from an offset on, by partition. */
    static SortedMap<Integer, List<BlockRecord>> readAll(
            KafkaClients clients, Topic<Void, SealedBlock> topic, Map<Integer, Long> fromOffsets) {
        SortedMap<Integer, List<BlockRecord>> all = new TreeMap<>();
        try (BlockReader reader = BlockReader.open(clients)) {
            for (Map.Entry<Integer, OffsetRange> range : reader.offsets(topic).entrySet()) {
                int partition = range.getKey();
                long from = Math.max(range.getValue().begin(), fromOffsets.getOrDefault(partition, 0L));
                List<BlockRecord> records = range.getValue().end() <= from
                        ? List.of()
                        : reader.interval(
                                topic, partition, from, range.getValue().end() - 1, MAX_BLOCKS, MAX_BYTES);
                all.put(partition, records);
            }
        }
        return all;
    }

    void write(int partition, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(received.name(), partition, null, value))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the attack itself failed", e.getCause());
        }
    }

    /** Flips one bit in the middle of the signature. */
    static byte[] withAnotherSignature(SealedBlock block) {
        return new SealedBlock(block.header(), flipped(block.signature()), block.body()).encode(ANY_SCHEMA_ID);
    }

    /** Flips one bit in the middle of the body: the content of the events. */
    static byte[] withAnotherBody(SealedBlock block) {
        return new SealedBlock(block.header(), block.signature(), flipped(block.body())).encode(ANY_SCHEMA_ID);
    }

    private static byte[] flipped(byte[] bytes) {
        byte[] changed = bytes.clone();
        changed[changed.length / 2] ^= 1;
        return changed;
    }

    /** A block of his own for the place of {@code next}: right in everything, sealed with a signing key of his. */
    byte[] forged(SealedBlock next, List<byte[]> events, List<SchemaUse> schemas) throws MalformedBlockException {
        BlockHeader header = BlockHeader.decode(next.header());
        SigningKey own = SigningKey.generate(SignatureSuite.MLDSA65_ED25519, random);
        BlockSealer.Identity identity = new BlockSealer.Identity(
                header.domain(), header.ledger().registry(), header.epoch(), header.epochId(), header.site());
        Instant time = header.lastRecordedAt();
        return new BlockSealer(identity, own, Optional.empty(), random)
                .seal(new BlockSealer.Request(
                        header.ledger(),
                        new Head(header.blockIndex(), header.firstSequence(), header.frontier()),
                        new ArrayList<>(events),
                        schemas,
                        time,
                        time,
                        header.sealedAt(),
                        List.of(new BlockPlace(header.ledger().partition(), header.blockIndex())),
                        header.sources()))
                .block()
                .encode(ANY_SCHEMA_ID);
    }

    @Override
    public void close() {
        producer.close();
    }
}
