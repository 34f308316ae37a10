package org.dataembassy.bench.worker;

import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** What the ledger is compared with: a well-tuned Kafka Avro producer, a record for each event. */
final class PlainSink implements EventSink {
    private final PlainFormat format = new PlainFormat();
    private final PlainProducer producer;

    private PlainSink(PlainProducer producer) {
        this.producer = producer;
    }

    static PlainSink open(Order order) {
        return new PlainSink(PlainProducer.open(order));
    }

    @Override
    public void send(List<SpecificRecord> call) {
        for (SpecificRecord event : call) {
            producer.send(PlainFormat.key(event), format.encode(event));
        }
    }

    @Override
    public void settle() {
        producer.settle();
    }

    @Override
    public long acknowledged() {
        return producer.acknowledged();
    }

    @Override
    public void close() {
        producer.close();
    }
}
