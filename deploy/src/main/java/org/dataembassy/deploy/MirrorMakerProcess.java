package org.dataembassy.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.dataembassy.kafka.runtime.KafkaCommand;
import org.dataembassy.kafka.runtime.KafkaRuntime;

/** MirrorMaker as a process of the receiving site. It ends when a task of it has failed, so that it is started again. */
final class MirrorMakerProcess {

    private static final int HEAP_MEGABYTES = 384;

    private MirrorMakerProcess() {}

    /** Writes its configuration and says how it is started. */
    static LaunchSpec configure(MirrorFlow flow, CountryPorts ports, LocalCountryLayout layout) {
        Part part = Part.MIRROR_MAKER;
        Path settingsFile = layout.configFile(part, ".properties");
        String settings = flow.settings(ports.mirrorRest()).entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue().replace("\\", "\\\\") + "\n")
                .collect(Collectors.joining());
        try {
            Files.writeString(settingsFile, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LaunchSpec(
                part,
                KafkaCommand.mirrorMaker(
                        settingsFile,
                        flow.target().label(),
                        ports.mirrorHealth(),
                        layout.logFile(part),
                        HEAP_MEGABYTES),
                Map.of(KafkaCommand.CLASS_PATH_VARIABLE, KafkaRuntime.locate().classPath()),
                new Readiness.HttpOk(URI.create("http://127.0.0.1:" + ports.mirrorHealth() + "/")));
    }
}
