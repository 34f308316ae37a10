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

    /** Blocks go one way. */
    private static final int HEAP_MEGABYTES = 384;

    /** Only statements and checkpoints go the other. */
    private static final int RETURN_HEAP_MEGABYTES = 256;

    private MirrorMakerProcess() {}

    /** Writes its configuration and says how it is started. */
    static LaunchSpec configure(Part part, MirrorFlow flow, int restPort, int healthPort, LocalCountryLayout layout) {
        Path settingsFile = layout.configFile(part, ".properties");
        String settings = flow.settings(restPort).entrySet().stream()
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
                        healthPort,
                        layout.logFile(part),
                        part == Part.MIRROR_MAKER ? HEAP_MEGABYTES : RETURN_HEAP_MEGABYTES),
                Map.of(KafkaCommand.CLASS_PATH_VARIABLE, KafkaRuntime.locate().classPath()),
                new Readiness.HttpOk(URI.create("http://127.0.0.1:" + healthPort + "/")));
    }
}
