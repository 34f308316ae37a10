package org.dataembassy.schemas;

import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.dataembassy.wire.BlockBody;
import org.dataembassy.wire.BlockHeader;
import org.dataembassy.wire.SealedBlock;

/** Every schema that is written down for good: the events of all registries and the wire records. */
final class OwnSchemas {

    private OwnSchemas() {}

    static List<Schema> wire() {
        return List.of(SealedBlock.getClassSchema(), BlockHeader.getClassSchema(), BlockBody.getClassSchema());
    }

    static List<Schema> events() {
        return RegistryModels.all().stream()
                .flatMap(model -> model.eventSchemas().stream())
                .toList();
    }

    static List<Schema> states() {
        return RegistryModels.all().stream().map(RegistryModel::stateSchema).toList();
    }

    static List<Schema> kept() {
        return Stream.concat(events().stream(), wire().stream()).toList();
    }
}
