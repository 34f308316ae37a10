package org.dataembassy.site;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.site.http.ApiSettings;

/** Gathers the settings of a site service from file, environment and flags, and makes a {@link SiteConfig} of them. */
final class SiteConfigReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Map<SiteSetting, String> values = new EnumMap<>(SiteSetting.class);

    static SiteConfigReader read(Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        Path base = file.map(f -> f.toAbsolutePath().getParent()).orElse(Path.of(""));
        SiteConfigReader reader = new SiteConfigReader();
        file.ifPresent(f -> fromFile(f).forEach((name, value) -> reader.put(name, value, "in " + f, base)));
        environment.forEach((variable, value) -> {
            if (variable.startsWith(SiteConfig.VARIABLE_PREFIX)) {
                reader.put(nameOf(variable), value, "as the variable " + variable, Path.of(""));
            }
        });
        flags.forEach((name, value) -> reader.put(name, value, "as a flag", Path.of("")));
        return reader;
    }

    SiteConfig toConfig() {
        return new SiteConfig(
                text(SiteSetting.BOOTSTRAP_SERVER),
                path(SiteSetting.COMMAND_CONFIG),
                Path.of(text(SiteSetting.KEY_STORE)),
                Path.of(text(SiteSetting.KEY_STORE_PASSPHRASE_FILE)),
                Path.of(text(SiteSetting.DATA_FOLDER)),
                text(SiteSetting.HTTP_HOST),
                integer(SiteSetting.HTTP_PORT),
                Optional.of(text(SiteSetting.HTTP_ADVERTISED)).filter(s -> !s.isEmpty()),
                tls(),
                path(SiteSetting.ACCESS_TOKENS_FILE),
                integer(SiteSetting.STREAM_THREADS),
                integer(SiteSetting.STANDBYS),
                integer(SiteSetting.REPLICATION_FACTOR),
                Duration.ofMillis(integer(SiteSetting.GAP_TIMEOUT_MILLIS)),
                Duration.ofMillis(integer(SiteSetting.CHECKPOINT_TIMEOUT_MILLIS)),
                integer(SiteSetting.COMMIT_INTERVAL_MILLIS),
                (long) integer(SiteSetting.STORE_MEMORY_MIB) << 20,
                text(SiteSetting.APPLICATION_ID));
    }

    private Optional<ApiSettings.Tls> tls() {
        Optional<Path> keyStore = path(SiteSetting.TLS_KEY_STORE);
        Optional<Path> passphrase = path(SiteSetting.TLS_KEY_STORE_PASSPHRASE_FILE);
        if (keyStore.isPresent() != passphrase.isPresent()) {
            throw invalid(SiteSetting.TLS_KEY_STORE.settingName() + " and "
                    + SiteSetting.TLS_KEY_STORE_PASSPHRASE_FILE.settingName() + ": expected both or none");
        }
        return keyStore.map(store -> new ApiSettings.Tls(store, passphrase.orElseThrow()));
    }

    private void put(String name, String value, String where, Path relativeTo) {
        SiteSetting setting =
                SiteSetting.named(name).orElseThrow(() -> invalid("unknown setting " + name + " " + where));
        boolean isPath = switch (setting) {
            case COMMAND_CONFIG,
                    KEY_STORE,
                    KEY_STORE_PASSPHRASE_FILE,
                    DATA_FOLDER,
                    TLS_KEY_STORE,
                    TLS_KEY_STORE_PASSPHRASE_FILE,
                    ACCESS_TOKENS_FILE -> true;
            default -> false;
        };
        String trimmed = value.strip();
        values.put(
                setting,
                isPath && !trimmed.isEmpty() ? relativeTo.resolve(trimmed).toString() : trimmed);
    }

    private String text(SiteSetting setting) {
        String value = values.get(setting);
        if (value != null && (!value.isEmpty() || setting.usual().isPresent())) {
            return value;
        }
        return setting.usual()
                .orElseThrow(() -> invalid("setting " + setting.settingName() + " is missing: " + setting.meaning()));
    }

    private Optional<Path> path(SiteSetting setting) {
        return Optional.of(text(setting)).filter(s -> !s.isEmpty()).map(Path::of);
    }

    private int integer(SiteSetting setting) {
        try {
            return Integer.parseInt(text(setting));
        } catch (NumberFormatException e) {
            throw invalid(setting.settingName() + ": expected a whole number, " + setting.meaning());
        }
    }

    /** What can't be a setting's variable is refused under its own name. */
    private static String nameOf(String variable) {
        for (SiteSetting setting : SiteSetting.values()) {
            if (setting.variable().equals(variable)) {
                return setting.settingName();
            }
        }
        return variable;
    }

    private static Map<String, String> fromFile(Path file) {
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return file.toString().endsWith(".json") ? fromJson(JSON.readTree(in), file) : fromProperties(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new EmbassyException(
                    Problem.SITE_CONFIG_INVALID, "The configuration file " + file + " can't be read.", e);
        }
    }

    private static Map<String, String> fromProperties(Reader in) throws IOException {
        Properties properties = new Properties();
        properties.load(in);
        Map<String, String> values = new LinkedHashMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    private static Map<String, String> fromJson(JsonNode json, Path file) {
        if (!json.isObject()) {
            throw invalid("expected one JSON object in " + file);
        }
        Map<String, String> values = new LinkedHashMap<>();
        json.properties().forEach(field -> {
            if (!field.getValue().isValueNode() || field.getValue().isNull()) {
                throw invalid(field.getKey() + ": expected a string, a number or a boolean in " + file);
            }
            values.put(field.getKey(), field.getValue().asText());
        });
        return values;
    }

    private static EmbassyException invalid(String what) {
        return new EmbassyException(
                Problem.SITE_CONFIG_INVALID, "The configuration of the site service: " + what + ".");
    }
}
