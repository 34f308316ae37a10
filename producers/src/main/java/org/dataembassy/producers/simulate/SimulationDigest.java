package org.dataembassy.producers.simulate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.schemas.EventCodec;

/**
 * One number for all events of a simulation in their order: SHA-256 over, for each event, the length of its schema's full
 * name in UTF-8 (4 bytes, big-endian), the name, the length of its Avro binary (4 bytes), and the Avro binary. The Schema
 * Registry's ids, which differ from country to country, are not in it. Not thread-safe.
 */
public final class SimulationDigest {
    private final MessageDigest sha256;
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    private final Map<String, byte[]> names = new HashMap<>();

    /** Of no event yet. */
    public SimulationDigest() {
        sha256 = Digest.newSha256();
    }

    /** Takes in a call's events. */
    public void update(List<SpecificRecord> call) {
        call.forEach(this::update);
    }

    /** Takes in the next event. */
    public void update(SpecificRecord event) {
        part(names.computeIfAbsent(event.getSchema().getFullName(), name -> name.getBytes(StandardCharsets.UTF_8)));
        part(EventCodec.encode(event));
    }

    private void part(byte[] bytes) {
        sha256.update(length.putInt(0, bytes.length).array());
        sha256.update(bytes);
    }

    /** The digest; begins anew. */
    public Digest digest() {
        return Digest.of(sha256.digest());
    }
}
