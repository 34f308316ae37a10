package org.dataembassy.ledger.kafka.control;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.SignedCheckpoint;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.ledger.kafka.read.RecordReader;
import org.dataembassy.ledger.kafka.topics.Topics;

/**
 * What sites had stated by a given moment: after a theft, every block above is in question. Times in blocks are no help,
 * for whoever signs a block writes them; a site's checkpoint is signed by a key that the thief of a signing key hasn't.
 */
public final class StatedHeads {
    private static final String SITE = "site";

    private StatedHeads() {}

    /** The highest head that a site has stated of a ledger, and when. */
    public record Stated(HeadStatement head, Instant issuedAt) {}

    /**
     * By ledger the highest head in a site's checkpoint that was issued at or before {@code moment}, from control and as
     * far back as the checkpoints topics reach. Verifies each; takes seconds.
     *
     * @param site whose cluster {@code clients} reach
     * @throws org.dataembassy.ledger.problem.EmbassyException BROKER_UNAVAILABLE
     */
    public static SortedMap<LedgerId, Stated> until(KafkaClients clients, Site site, ControlView view, Instant moment) {
        SortedMap<LedgerId, Stated> highest = new TreeMap<>();
        List<String> topics = Stream.of(
                        Topics.CHECKPOINTS.name(),
                        Topics.CHECKPOINTS.mirroredFrom(site.other()).name(),
                        Topics.CONTROL.name(),
                        Topics.CONTROL.mirroredFrom(site.other()).name())
                .toList();
        try (RecordReader records = RecordReader.open(clients, RecordReader.BULK_FETCH_BYTES)) {
            for (String topic : topics) {
                OffsetRange range = records.ranges(topic).get(0);
                if (range != null) {
                    records.read(topic, 0, range, read -> {
                        take(read.value(), view, moment, highest);
                        return true;
                    });
                }
            }
        }
        return highest;
    }

    private static void take(byte[] value, ControlView view, Instant moment, SortedMap<LedgerId, Stated> highest) {
        if (value == null) {
            return;
        }
        try {
            SignedCheckpoint signed = SignedCheckpoint.verify(value, view);
            if (!signed.authorRole().equals(SITE) || signed.issuedAt().isAfter(moment)) {
                return;
            }
            for (HeadStatement head : signed.checkpoint().heads()) {
                highest.merge(
                        head.ledger(),
                        new Stated(head, signed.issuedAt()),
                        (known, found) -> found.head().blocks() > known.head().blocks() ? found : known);
            }
        } catch (SignatureInvalidException e) {
            // Not a checkpoint, or not one to believe: others are on the topic.
        }
    }
}
