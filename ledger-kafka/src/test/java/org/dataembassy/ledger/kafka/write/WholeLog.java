package org.dataembassy.ledger.kafka.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.accept.Acceptance;
import org.dataembassy.ledger.accept.Judgement;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.crypto.DataKey;
import org.dataembassy.ledger.kafka.TestLand;

/**
 * The invariants of a registry's own topic, checked over everything that was ever written to it.
 *
 * <ul>
 *   <li>Signed once: no place has two leaves, committed or aborted.
 *   <li>Whole: what is committed is accepted block by block, none missing, none twice.
 * </ul>
 */
final class WholeLog {
    private final TestLand land;

    WholeLog(TestLand land) {
        this.land = land;
    }

    /** Checks both; the heads. */
    Map<Integer, Head> requireSignedOnceAndWhole() {
        requireSignedOnce();
        return requireWhole();
    }

    /** Offsets of every record by place, aborted ones included. */
    Map<String, List<Long>> requireSignedOnce() {
        Map<String, Digest> leaves = new HashMap<>();
        Map<String, List<Long>> offsets = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> read : records("read_uncommitted")) {
            SealedBlock block = decode(read);
            BlockHeader header = header(block);
            String place = header.ledger() + "#" + header.blockIndex();
            Digest other = leaves.putIfAbsent(place, block.leaf());
            assertThat(other == null ? block.leaf() : other)
                    .as("the leaf signed for %s, again at offset %d", place, read.offset())
                    .isEqualTo(block.leaf());
            offsets.computeIfAbsent(place, p -> new ArrayList<>()).add(read.offset());
        }
        return offsets;
    }

    Map<Integer, Head> requireWhole() {
        Acceptance acceptance = new Acceptance(Optional.of(land.trust.embassy().recipient()));
        ControlView view = land.follower.awaitCaughtUp(TestLand.PATIENCE);
        Map<Digest, DataKey> dataKeys = new HashMap<>();
        Map<Integer, Head> heads = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> read : records("read_committed")) {
            Head head = heads.getOrDefault(read.partition(), Head.EMPTY);
            Judgement judgement = acceptance.judge(
                    new LedgerId(land.registry, read.partition()),
                    head,
                    view,
                    index -> {
                        throw new IllegalStateException("no leaf kept");
                    },
                    id -> Optional.ofNullable(dataKeys.get(id)),
                    read.value());
            assertThat(judgement)
                    .as("%s-%d@%d", read.topic(), read.partition(), read.offset())
                    .isInstanceOf(Judgement.Accepted.class);
            Judgement.Accepted accepted = (Judgement.Accepted) judgement;
            accepted.newDataKey().ifPresent(key -> dataKeys.put(key.id(), key));
            heads.put(read.partition(), accepted.after());
        }
        return heads;
    }

    List<ConsumerRecord<byte[], byte[]>> records(String isolation) {
        Map<String, Object> settings = land.clients.consumerSettings();
        settings.put("isolation.level", isolation);
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = land.clients.newConsumer(settings)) {
            List<TopicPartition> partitions = consumer.partitionsFor(land.topic()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(50)).forEach(all::add);
            }
        }
        return all;
    }

    private static SealedBlock decode(ConsumerRecord<byte[], byte[]> read) {
        try {
            return SealedBlock.decode(read.value());
        } catch (org.dataembassy.ledger.block.MalformedBlockException e) {
            throw new AssertionError(e);
        }
    }

    private static BlockHeader header(SealedBlock block) {
        try {
            return BlockHeader.decode(block.header());
        } catch (org.dataembassy.ledger.block.MalformedBlockException e) {
            throw new AssertionError(e);
        }
    }
}
