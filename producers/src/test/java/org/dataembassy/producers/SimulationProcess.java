package org.dataembassy.producers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.dataembassy.producers.simulate.Simulation;
import org.dataembassy.producers.simulate.SimulationPlan;

/** A simulation that is published by a process of its own, so that it can be killed as {@code kill -9} does. */
final class SimulationProcess {
    private static final long EVENTS_PER_SECOND = 400;

    private SimulationProcess() {}

    /**
     * Publishes it, and is killed once some events are committed and others in flight.
     *
     * @return how many were committed for certain
     */
    static long publishUntilKilled(CountryOnBroker country, Path folder, SimulationPlan plan, long events)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SimulationProcess.class.getName(),
                folder.toString(),
                Long.toString(plan.seed()),
                Integer.toString(plan.people()),
                Integer.toString(plan.years())));
        command.addAll(country.address());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long committed = 0;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("committed ")) {
                    committed = Long.parseLong(line.substring("committed ".length()));
                    if (committed >= events) {
                        // Not Process.destroyForcibly(): that closes the pipe too, with lines still in it.
                        process.toHandle().destroyForcibly();
                    }
                }
            }
        }
        process.waitFor();
        if (committed < events) {
            throw new IllegalStateException("the simulation ended with " + process.exitValue() + " too soon");
        }
        return committed;
    }

    public static void main(String[] args) {
        CountryOnBroker country = CountryOnBroker.join(List.of(args).subList(4, 8));
        SimulationPlan plan =
                SimulationPlan.of(Long.parseLong(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        PublisherConfig config = country.config(Path.of(args[0])).withRecordedAt(RecordedAt.HISTORICAL);
        try (RegistryPublisher publisher = RegistryPublisher.open(config)) {
            new Simulation(plan, OptionalLong.of(EVENTS_PER_SECOND))
                    .publish(publisher, progress -> System.out.println("committed " + progress.published()));
        }
        throw new IllegalStateException("published all of it, and nobody killed this process");
    }
}
