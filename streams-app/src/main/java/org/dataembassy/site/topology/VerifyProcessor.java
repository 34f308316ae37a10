package org.dataembassy.site.topology;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.site.materialise.AcceptedBlock;
import org.dataembassy.site.store.Location;
import org.dataembassy.site.store.StoreLayout;
import org.dataembassy.site.store.StoreSecrets;
import org.dataembassy.site.store.WritableLedgerStore;
import org.dataembassy.site.verify.Outlets;
import org.dataembassy.site.verify.PartitionVerifier;
import org.dataembassy.site.verify.VerifySettings;

/** The verify step of one task: a shell around {@link PartitionVerifier}. */
final class VerifyProcessor implements Processor<byte[], byte[], Object, Object> {
    private final SiteParts parts;
    private final RegistryNodes nodes;
    private final Optional<Digest> stateSchema;
    private LedgerId ledger;
    private PartitionVerifier verifier;
    private ProcessorContext<Object, Object> context;

    VerifyProcessor(SiteParts parts, RegistryNodes nodes, Optional<Digest> stateSchema) {
        this.parts = parts;
        this.nodes = nodes;
        this.stateSchema = stateSchema;
    }

    @Override
    public void init(ProcessorContext<Object, Object> processorContext) {
        context = processorContext;
        ledger = new LedgerId(nodes.registry(), processorContext.taskId().partition());
        KeyValueStore<Bytes, byte[]> store = processorContext.getStateStore(StoreLayout.storeName(nodes.registry()));
        WritableLedgerStore ledgerStore =
                new WritableLedgerStore(store, new StoreSecrets(parts.storeKey(), ledger, parts.random()));
        verifier = new PartitionVerifier(
                ledgerStore,
                parts.acceptance(),
                parts.control(),
                parts.topics(),
                parts.coming(),
                parts.background(),
                parts.memory(),
                parts.board(),
                new StreamOutlets(),
                parts.verifySettings(),
                parts.clock(),
                stateSchema);
        processorContext.schedule(
                Duration.ofMillis(VerifySettings.TURN_MILLIS), PunctuationType.WALL_CLOCK_TIME, now -> verifier.turn());
        processorContext.schedule(
                Duration.ofMillis(VerifySettings.WORK_MILLIS), PunctuationType.WALL_CLOCK_TIME, now -> verifier.work());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata from = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of a source topic has no metadata"));
        Location location = new Location(from.topic(), from.offset());
        if (record.value() == DamagedRecord.VALUE) {
            verifier.takeDamaged(location);
        } else {
            verifier.take(location, record.value());
        }
    }

    @Override
    public void close() {
        if (verifier != null) {
            verifier.close();
            parts.board().withdraw(ledger);
        }
    }

    /** Fresh records: key, time and headers of what was read are whoever owns the broker's, and go no further. */
    private final class StreamOutlets implements Outlets {
        @Override
        public void materialise(AcceptedBlock block) {
            context.forward(new Record<>(null, block, now()), nodes.materialise());
        }

        @Override
        public void quarantine(String recordName, byte[] notice) {
            context.forward(new Record<>(recordName, notice, now()), nodes.quarantine());
        }

        @Override
        public void status(String recordName, byte[] notice) {
            context.forward(new Record<>(recordName, notice, now()), nodes.status());
        }

        private long now() {
            return Math.max(0, context.currentSystemTimeMs());
        }
    }
}
