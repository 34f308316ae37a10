package org.dataembassy.site;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.MalformedBlockException;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.read.BlockReader;
import org.dataembassy.ledger.kafka.read.BlockRecord;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.ledger.kafka.topics.LedgerTopic;
import org.dataembassy.ledger.kafka.topics.Topic;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.site.store.BlockEntry;
import org.dataembassy.site.verify.LedgerTopics;

/** The ledger topics of this site's cluster. */
final class BrokerLedgerTopics implements LedgerTopics {
    private static final long READ_BYTES = 4L * 1024 * 1024;

    private final KafkaClients clients;
    private final BlockReader blocks;
    private final String applicationId;

    BrokerLedgerTopics(KafkaClients clients, BlockReader blocks, String applicationId) {
        this.clients = clients;
        this.blocks = blocks;
        this.applicationId = applicationId;
    }

    @Override
    public List<BlockRecord> interval(String topic, int partition, long first, long last, int maxRecords) {
        return blocks.interval(carrier(topic), partition, first, last, maxRecords, READ_BYTES);
    }

    @Override
    public OffsetRange offsets(String topic, int partition) {
        return Optional.ofNullable(blocks.offsets(carrier(topic)).get(partition))
                .orElseThrow(() -> new EmbassyException(
                        Problem.POSITION_UNKNOWN, "The topic " + topic + " has no partition " + partition + "."));
    }

    @Override
    public Map<String, OffsetRange> carriers(LedgerId ledger) {
        Map<String, OffsetRange> ranges = new TreeMap<>();
        for (Topic<Void, SealedBlock> topic : carriersOf(ledger.registry())) {
            range(topic, ledger.partition()).ifPresent(range -> ranges.put(topic.name(), range));
        }
        return ranges;
    }

    @Override
    public Map<String, Long> consumed(LedgerId ledger) {
        Map<String, Long> consumed = new TreeMap<>();
        Map<TopicPartition, Long> all = consumed(clients, applicationId);
        for (Topic<Void, SealedBlock> topic : carriersOf(ledger.registry())) {
            Optional.ofNullable(all.get(new TopicPartition(topic.name(), ledger.partition())))
                    .ifPresent(offset -> consumed.put(topic.name(), offset));
        }
        return consumed;
    }

    /**
     * What a group has committed; empty if there is no such group.
     *
     * @throws EmbassyException BROKER_UNAVAILABLE
     */
    static Map<TopicPartition, Long> consumed(KafkaClients clients, String applicationId) {
        try (Admin admin = clients.newAdmin()) {
            Map<TopicPartition, Long> offsets = new java.util.HashMap<>();
            admin.listConsumerGroupOffsets(applicationId)
                    .partitionsToOffsetAndMetadata()
                    .get(KafkaClients.CALL_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                    .forEach((partition, offset) -> {
                        if (offset != null) {
                            offsets.put(partition, offset.offset());
                        }
                    });
            return offsets;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw clients.failure(e);
        } catch (TimeoutException e) {
            throw clients.failure(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw clients.failure(e.getCause());
        }
    }

    @Override
    public boolean holds(LedgerId ledger, long blockIndex, BlockEntry block) {
        Set<Topic<Void, SealedBlock>> all = new LinkedHashSet<>();
        Topics.parse(block.location().topic()).map(LedgerTopic::topic).ifPresent(all::add);
        all.addAll(carriersOf(ledger.registry()));
        for (Topic<Void, SealedBlock> topic : all) {
            if (range(topic, ledger.partition()).isPresent() && holds(topic, ledger, blockIndex, block)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(Topic<Void, SealedBlock> topic, LedgerId ledger, long blockIndex, BlockEntry block) {
        OptionalLong hint = topic.name().equals(block.location().topic())
                ? OptionalLong.of(block.location().offset())
                : OptionalLong.empty();
        return blocks.atBlockIndex(topic, ledger.partition(), blockIndex, hint)
                .filter(record -> isLeaf(record, block))
                .isPresent();
    }

    private static boolean isLeaf(BlockRecord record, BlockEntry block) {
        try {
            return record.decode().leaf().equals(block.leaf());
        } catch (MalformedBlockException e) {
            return false;
        }
    }

    /** Empty if there is no such topic. */
    private Optional<OffsetRange> range(Topic<Void, SealedBlock> topic, int partition) {
        try {
            return Optional.ofNullable(blocks.offsets(topic).get(partition));
        } catch (EmbassyException e) {
            if (e.problem() == Problem.TOPIC_MISSING) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Set<Topic<Void, SealedBlock>> carriersOf(String registry) {
        Set<Topic<Void, SealedBlock>> topics = new LinkedHashSet<>();
        topics.add(Topics.registry(registry));
        for (Site site : Site.values()) {
            topics.add(Topics.registry(registry).mirroredFrom(site));
        }
        topics.add(Topics.importOf(registry));
        return topics;
    }

    private static Topic<Void, SealedBlock> carrier(String topic) {
        return Topics.parse(topic)
                .map(LedgerTopic::topic)
                .orElseThrow(() ->
                        new EmbassyException(Problem.TOPIC_MISSING, "The topic " + topic + " doesn't carry blocks."));
    }
}
