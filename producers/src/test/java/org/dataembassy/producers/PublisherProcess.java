package org.dataembassy.producers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;

/** A publisher in a process of its own, so that it can be killed as {@code kill -9} does. */
final class PublisherProcess {
    static final String SOURCE = "lines";

    private static final int LINES = 400;

    private PublisherProcess() {}

    /** The input, the same in every process: texts "line 0" and so on. */
    static List<SpecificRecord> lines(int count) {
        return IntStream.range(0, count).mapToObj(PublisherProcess::line).toList();
    }

    private static SpecificRecord line(int i) {
        SpecificRecord event = SampleEvents.act("act-" + i, "line " + i);
        ((EventMeta) event.get(0)).setEventId(new UUID(0x8000, Long.MIN_VALUE + i));
        return event;
    }

    /**
     * Publishes the input, and is killed once some lines are answered and others in flight.
     *
     * @return the last line that was answered, from 1
     */
    static int publishUntilKilled(CountryOnBroker country, Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PublisherProcess.class.getName(),
                folder.toString()));
        command.addAll(country.address());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int answered = 0;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("answered ")) {
                    answered = Integer.parseInt(line.substring("answered ".length()));
                    if (answered >= LINES / 4) {
                        // Not Process.destroyForcibly(): that closes the pipe too, with answers still in it.
                        process.toHandle().destroyForcibly();
                    }
                }
            }
        }
        process.waitFor();
        if (answered == 0) {
            throw new IllegalStateException(
                    "the publisher ended with " + process.exitValue() + " and answered nothing");
        }
        return answered;
    }

    public static void main(String[] args) throws Exception {
        CountryOnBroker country = CountryOnBroker.join(List.of(args).subList(1, 5));
        RegistryPublisher publisher = RegistryPublisher.open(country.config(Path.of(args[0])));
        List<SpecificRecord> lines = lines(LINES);
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int number = i + 1;
            answers.add(publisher
                    .publish(List.of(lines.get(i)), new SourcePosition(SOURCE, number))
                    .thenAccept(receipt -> System.out.println("answered " + number)));
            // Slow enough that the end comes in the middle of many transactions.
            Thread.sleep(2);
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
        throw new IllegalStateException("published all of it, and nobody killed this process");
    }
}
