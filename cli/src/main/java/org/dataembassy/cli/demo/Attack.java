package org.dataembassy.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.MalformedBlockException;
import org.dataembassy.ledger.block.SchemaUse;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.read.BlockRecord;
import org.dataembassy.ledger.kafka.topics.Topic;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.legislation.ActRepealed;
import org.dataembassy.schemas.EventCodec;
import org.dataembassy.schemas.SchemaFingerprint;
import org.dataembassy.schemas.SchemaTexts;

/**
 * What the owner of the embassy's brokers does on the topic that the embassy receives, while the link to home is cut: he
 * forges, alters, moves, replays and drops blocks.
 */
final class Attack {
    private static final int ANY_SCHEMA_ID = 7;

    private final KafkaClients home;
    private final KafkaClients embassy;
    private final EmbassySite site;
    private final Story story;
    private final Topic<Void, SealedBlock> sent = Topics.registry(Demo.REGISTRY);
    private final Topic<Void, SealedBlock> received = sent.mirroredFrom(Site.HOME);
    private int told;

    Attack(KafkaClients home, KafkaClients embassy, EmbassySite site, Story story) {
        this.home = home;
        this.embassy = embassy;
        this.site = site;
        this.story = story;
    }

    /** Attacks the partition for which home has the most blocks that the embassy has not. */
    String run() throws MalformedBlockException {
        SortedMap<Integer, Long> heads = heads();
        SortedMap<Integer, List<SealedBlock>> missing = new TreeMap<>();
        SortedMap<Integer, List<SealedBlock>> old = new TreeMap<>();
        for (Map.Entry<Integer, List<BlockRecord>> partition :
                BrokerOwner.readAll(home, sent, Map.of()).entrySet()) {
            missing.put(partition.getKey(), new ArrayList<>());
            old.put(partition.getKey(), new ArrayList<>());
            for (BlockRecord written : partition.getValue()) {
                SealedBlock block = written.decode();
                boolean isOld =
                        BlockHeader.decode(block.header()).blockIndex() < heads.getOrDefault(partition.getKey(), 0L);
                (isOld ? old : missing).get(partition.getKey()).add(block);
            }
        }
        int target = missing.entrySet().stream()
                .max(Comparator.comparingInt(partition -> partition.getValue().size()))
                .orElseThrow()
                .getKey();
        Story.require(missing.get(target).size() >= 2, "home has too few new blocks for this attack");
        return attack(target, missing.get(target), old);
    }

    private String attack(int target, List<SealedBlock> missing, SortedMap<Integer, List<SealedBlock>> old)
            throws MalformedBlockException {
        SealedBlock next = missing.get(0);
        long headBefore = heads().get(target);
        try (BrokerOwner owner = new BrokerOwner(embassy, received)) {
            owner.write(target, owner.forged(next, List.of(forgedEvent()), List.of(forgedSchema())));
            owner.write(target, BrokerOwner.withAnotherSignature(next));
            owner.write(target, BrokerOwner.withAnotherBody(next));
            owner.write(target, "not a block".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            Optional<SealedBlock> elsewhere = old.entrySet().stream()
                    .filter(partition -> partition.getKey() != target)
                    .flatMap(partition -> partition.getValue().stream())
                    .findFirst();
            elsewhere.ifPresent(block -> owner.write(target, block.encode(ANY_SCHEMA_ID)));
            old.get(target).stream().findFirst().ifPresent(block -> owner.write(target, block.encode(ANY_SCHEMA_ID)));
            missing.subList(1, missing.size()).forEach(block -> owner.write(target, block.encode(ANY_SCHEMA_ID)));
        }
        site.await(
                Demo.REGISTRY,
                "partition " + target + " is halted and says what is missing",
                seen -> seen.get(target).path("status").asText().equals("HALTED"));
        return verdict(target, headBefore);
    }

    private String verdict(int target, long headBefore) {
        JsonNode state = site.partitions(Demo.REGISTRY).get(target);
        Map<String, Long> refused = refused(target);
        tell(
                "a forged act, sealed with a signing key of his own",
                "waits for a trust root that names this key; not believed");
        tell("a true block with another signature", require(refused, "BAD_SIGNATURE"));
        tell("a true block with another body", require(refused, "BODY_DIGEST_MISMATCH"));
        tell("garbage", require(refused, "MALFORMED_BLOCK"));
        if (refused.containsKey("WRONG_PARTITION")) {
            tell("a true block moved to another partition", require(refused, "WRONG_PARTITION"));
        }
        tell("an old block replayed", "a duplicate, dropped");
        tell(
                "the next block dropped, later ones delivered",
                state.path("halt").path("detail").asText());
        long head = state.path("head").path("nextBlockIndex").asLong();
        Story.require(head == headBefore, "the head moved from block " + headBefore + " to " + head);
        return told + " attacks on partition " + target + ", nothing believed, the partition is halted at block " + head
                + " and says why";
    }

    private void tell(String attack, String outcome) {
        told++;
        story.detail(attack + ": " + outcome);
    }

    private static String require(Map<String, Long> refused, String reason) {
        Story.require(refused.getOrDefault(reason, 0L) > 0, "nothing was refused as " + reason + ": " + refused);
        return "refused, " + reason;
    }

    private Map<String, Long> refused(int target) {
        Map<String, Long> counts = new TreeMap<>();
        for (JsonNode partition : site.quarantine().path("partitions")) {
            if (partition.path("registry").asText().equals(Demo.REGISTRY)
                    && partition.path("partition").asInt() == target) {
                partition
                        .path("counts")
                        .properties()
                        .forEach(count ->
                                counts.put(count.getKey(), count.getValue().asLong()));
            }
        }
        return counts;
    }

    private SortedMap<Integer, Long> heads() {
        SortedMap<Integer, Long> heads = new TreeMap<>();
        site.partitions(Demo.REGISTRY)
                .forEach((partition, state) -> heads.put(
                        partition, state.path("head").path("nextBlockIndex").asLong()));
        return heads;
    }

    /** "The constitution is repealed." */
    private static byte[] forgedEvent() {
        SpecificRecord event = ActRepealed.newBuilder()
                .setMeta(EventMeta.newBuilder()
                        .setEventId(new UUID(0x0123456789ab4defL, 0x8123456789abcdefL))
                        .setEntityId("constitution")
                        .setRecordedAt(Instant.EPOCH)
                        .setEffectiveOn(LocalDate.ofInstant(Instant.EPOCH, ZoneOffset.UTC))
                        .setActor("nobody")
                        .setBasis("none")
                        .build())
                .setReason("forged")
                .build();
        return EventCodec.frame(ANY_SCHEMA_ID, event);
    }

    private static SchemaUse forgedSchema() {
        Schema schema = ActRepealed.getClassSchema();
        return new SchemaUse(
                ANY_SCHEMA_ID, Digest.of(SchemaFingerprint.of(schema)), Optional.of(SchemaTexts.of(schema)));
    }
}
