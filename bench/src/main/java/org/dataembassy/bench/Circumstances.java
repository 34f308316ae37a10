package org.dataembassy.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.dataembassy.bench.country.BenchCountry;
import org.dataembassy.bench.report.Section;
import org.dataembassy.bench.worker.WorkerProcess;

/** What was run, on what. */
final class Circumstances {
    private Circumstances() {}

    static Map<String, String> of(BenchSettings settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(
                "machine",
                Runtime.getRuntime().availableProcessors() + " cores, "
                        + field(Path.of("/proc/cpuinfo"), "model name") + ", memory "
                        + field(Path.of("/proc/meminfo"), "MemTotal"));
        all.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        all.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        all.put("load when it began", firstLine(Path.of("/proc/loadavg")));
        all.put("commit", commit());
        all.put(
                "command",
                "events " + settings.events() + ", rounds " + settings.rounds() + ", seed " + settings.seed()
                        + ", sections "
                        + settings.sections().stream().map(Section::label).collect(Collectors.joining(" ")));
        all.put(
                "registry",
                BenchSettings.PARTITIONS + " partitions, linger " + BenchSettings.LINGER_MILLIS
                        + " ms, blocks signed with ML-DSA-65 and Ed25519 unless said otherwise, AES-256-GCM");
        all.put(
                "plain producer",
                "acks all, idempotent, lz4, linger 20 ms, batches of 256 KiB, buffer 64 MiB, a record"
                        + " an event, key = entity id, Confluent wire format");
        all.put("plain consumer", "max.poll.records 5,000, 4 MiB a partition; every event decoded into its class");
        all.put(
                "plain table",
                "KStreams table, exactly_once_v2, caching off, RocksDB, changelog, " + BenchSettings.STREAM_THREADS
                        + " stream threads as the site service, Avro serde");
        all.put(
                "heaps",
                "workers " + Workers.HEAP_MEBIBYTES + " MiB, site service and table " + BenchCountry.SITE_HEAP_MEBIBYTES
                        + " MiB, half of each and at most " + WorkerProcess.YOUNG_MEBIBYTES
                        + " MiB for the young, brokers 512 MiB; serial collector");
        return all;
    }

    private static String field(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String commit() {
        String head = git("rev-parse", "HEAD");
        String changed = git("status", "--porcelain", "--untracked-files=no");
        return head.isEmpty() ? "unknown" : changed.isEmpty() ? head : head + " with changes that are not committed";
    }

    /** Of the project's folder, if it is a clone. */
    private static String git(String... arguments) {
        try {
            String[] command = new String[arguments.length + 1];
            command[0] = "git";
            System.arraycopy(arguments, 0, command, 1, arguments.length);
            Process git = new ProcessBuilder(command)
                    .directory(Path.of(System.getProperty("embassy.home", ".")).toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? said : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
