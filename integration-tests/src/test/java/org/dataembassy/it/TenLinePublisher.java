package org.dataembassy.it;

import java.nio.file.Path;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.keys.KeyStoreFile;
import org.dataembassy.producers.PublisherConfig;
import org.dataembassy.producers.Receipt;
import org.dataembassy.producers.RegistryPublisher;
import org.dataembassy.producers.SchemaRegistryAccess;

/** The README's publisher; a test runs it, and another compares it with the README line by line. */
final class TenLinePublisher {
    private TenLinePublisher() {}

    static Receipt publish(
            Path keyStore, char[] passphrase, String brokers, String schemas, Path writerFolder, SpecificRecord event) {
        // README: begin
        PublisherConfig config = PublisherConfig.of(
                KeyStoreFile.readWriter(keyStore, passphrase), // signs what this registry records
                KafkaClients.of(brokers),
                SchemaRegistryAccess.of(schemas),
                writerFolder); // the seal journal: always the same folder
        try (RegistryPublisher publisher = RegistryPublisher.open(config)) {
            Receipt receipt = publisher.publish(event).join(); // sealed, signed, committed
            System.out.println(
                    receipt.ledger() + " sequence " + receipt.sequence() + " in block " + receipt.blockIndex());
            return receipt;
        }
        // README: end
    }
}
