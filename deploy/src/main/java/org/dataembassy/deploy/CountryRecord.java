package org.dataembassy.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * What a local country consists of, kept in its folder for the commands and the supervisor that come later.
 *
 * @param ports its ports
 * @param parts its parts, in the order in which they are started
 */
record CountryRecord(CountryPorts ports, List<LaunchSpec> parts) {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    CountryRecord {
        parts = List.copyOf(parts);
    }

    Optional<LaunchSpec> part(Part part) {
        return parts.stream().filter(spec -> spec.part() == part).findFirst();
    }

    void save(LocalCountryLayout layout) {
        try {
            Path draft = layout.folder().resolve("country.json.new");
            Files.write(draft, JSON.writeValueAsBytes(this));
            Files.move(draft, layout.recordFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<CountryRecord> load(LocalCountryLayout layout) {
        if (!Files.isRegularFile(layout.recordFile())) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(layout.recordFile()), CountryRecord.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
