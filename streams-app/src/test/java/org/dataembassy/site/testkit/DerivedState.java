package org.dataembassy.site.testkit;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.StateCodec;
import org.dataembassy.schemas.StateDigest;

/** The state that events amount to, by the model's fold alone. */
public final class DerivedState {
    private DerivedState() {}

    /** An event and its sequence. */
    public record Recorded(SpecificRecord event, long sequence) {}

    /** The state digest in hexadecimal, of events by entity. */
    public static <S extends SpecificRecord> String digest(RegistryModel<S> model, Map<String, List<Recorded>> events) {
        StateDigest digest = new StateDigest(model.stateSchema());
        events.keySet().stream().sorted(StateDigest.ENTITY_ORDER).forEach(id -> {
            S state = null;
            for (Recorded recorded : events.get(id)) {
                state = model.fold(state, recorded.event, recorded.sequence).state();
            }
            digest.add(id, StateCodec.encode(state));
        });
        return HexFormat.of().formatHex(digest.digest());
    }
}
