package org.dataembassy.site.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockPlace;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.block.DataKeySession;
import org.dataembassy.ledger.block.SchemaUse;
import org.dataembassy.ledger.crypto.RecipientKey;
import org.dataembassy.ledger.kafka.Partitioning;
import org.dataembassy.ledger.keys.WriterKeys;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TestWriter;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustRoot;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.schemas.EventCodec;
import org.dataembassy.schemas.SchemaFingerprint;
import org.dataembassy.schemas.SchemaTexts;

/** Seals events of legislation at home in epoch 1, as its publisher does, without Kafka. */
public final class ActWriter {
    public static final String REGISTRY = "legislation";

    private final int partitions;
    private final BlockSealer sealer;
    private final Map<Integer, Head> heads = new HashMap<>();
    private final Map<Schema, Integer> ids = new LinkedHashMap<>();
    private final Set<String> told = new HashSet<>();

    public ActWriter(TestTrust trust, long seed) {
        this(trust.genesis(), trust.writer(REGISTRY, Site.HOME), seed);
    }

    public ActWriter(SignedTrustRoot genesis, WriterKeys keys, long seed) {
        SeededRandom random = new SeededRandom(seed);
        TrustRoot root = genesis.root();
        Digest domain = genesis.digest();
        TrustRoot.RegistryEntry registry = root.registry(REGISTRY).orElseThrow();
        partitions = registry.partitions();
        sealer = new BlockSealer(
                new BlockSealer.Identity(domain, REGISTRY, 1, domain, Site.HOME),
                keys.blockKeys().get(0),
                registry.isPublic()
                        ? Optional.empty()
                        : Optional.of(new DataKeySession(domain, REGISTRY, domain, recipients(root), 1 << 20, random)),
                random);
    }

    private static List<RecipientKey> recipients(TrustRoot root) {
        return root.recipients().stream().map(TrustRoot.Recipient::recipientKey).toList();
    }

    public int partitionOf(String entityId) {
        return Partitioning.partitionOf(entityId, partitions);
    }

    public Head head(int partition) {
        return heads.getOrDefault(partition, Head.EMPTY);
    }

    /** An id of an entity in this partition, the n-th of its kind. */
    public String idIn(int partition, int n) {
        int found = 0;
        for (int i = 0; ; i++) {
            String id = "act-" + i;
            if (partitionOf(id) == partition && found++ == n) {
                return id;
            }
        }
    }

    /** Goes on from {@code head}: a fork. */
    public ActWriter from(int partition, Head head) {
        heads.put(partition, head);
        return this;
    }

    /** Seals the next block of the partition of these events. */
    public BlockSealer.Sealed seal(SpecificRecord... events) {
        return sealIn(partitionOf(Acts.entityId(events[0])), events);
    }

    public BlockSealer.Sealed sealIn(int partition, SpecificRecord... events) {
        List<byte[]> framed = new ArrayList<>();
        Set<Schema> used = new HashSet<>();
        for (SpecificRecord event : events) {
            framed.add(EventCodec.frame(idOf(event.getSchema()), event));
            used.add(event.getSchema());
        }
        Instant first = Acts.recordedAt(events[0]);
        Instant last = Acts.recordedAt(events[events.length - 1]);
        return seal(
                partition,
                framed,
                used.stream().map(schema -> use(partition, schema)).toList(),
                first,
                last);
    }

    private BlockSealer.Sealed seal(
            int partition, List<byte[]> framed, List<SchemaUse> schemas, Instant first, Instant last) {
        Head head = head(partition);
        BlockSealer.Sealed sealed = sealer.seal(new BlockSealer.Request(
                new LedgerId(REGISTRY, partition),
                head,
                framed,
                schemas,
                first,
                last,
                last.plusMillis(20),
                List.of(new BlockPlace(partition, head.nextBlockIndex())),
                new TreeMap<>()));
        heads.put(partition, sealed.after());
        return sealed;
    }

    /** Seals an event as of another version of its schema, whose text the block does not bring; bytes as of the current. */
    public BlockSealer.Sealed sealUnder(int partition, String schemaText, SpecificRecord event) {
        Schema schema = new Schema.Parser().parse(schemaText);
        GenericRecord other = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            Schema.Field own = event.getSchema().getField(field.name());
            other.put(field.pos(), own == null ? "" : event.get(own.pos()));
        }
        byte[] datum = generic(schema, other);
        byte[] framed = ByteBuffer.allocate(5 + datum.length)
                .put((byte) 0)
                .putInt(999)
                .put(datum)
                .array();
        SchemaUse use =
                new SchemaUse(999, Digest.sha256(schemaText.getBytes(StandardCharsets.UTF_8)), Optional.empty());
        return seal(partition, List.of(framed), List.of(use), Acts.recordedAt(event), Acts.recordedAt(event));
    }

    private static byte[] generic(Schema schema, GenericRecord datum) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(schema, SpecificData.getForClass(EventMeta.class))
                    .write(datum, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] value(BlockSealer.Sealed sealed) {
        return TestWriter.value(sealed);
    }

    private int idOf(Schema schema) {
        return ids.computeIfAbsent(schema, s -> 101 + ids.size());
    }

    private SchemaUse use(int partition, Schema schema) {
        Optional<String> text =
                told.add(partition + schema.getFullName()) ? Optional.of(SchemaTexts.of(schema)) : Optional.empty();
        return new SchemaUse(idOf(schema), Digest.of(SchemaFingerprint.of(schema)), text);
    }
}
