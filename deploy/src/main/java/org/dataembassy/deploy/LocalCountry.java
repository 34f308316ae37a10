package org.dataembassy.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * A whole country on this machine, in one folder: two Kafka clusters, the Schema Registry, a MirrorMaker at each site and
 * the embassy's site service. Its processes outlive the program that started them; {@link #down} ends them all.
 *
 * <p>Any number of threads and programs may use the same folder: one at a time changes it, the others wait.
 */
public final class LocalCountry {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(180);
    private static final long READY_POLL_MILLIS = 50;
    private static final Duration STOP_GRACE = Duration.ofSeconds(15);

    /** MirrorMaker waits for a cluster that is gone. What it had not committed is copied again, once. */
    private static final Duration SERVICE_STOP_GRACE = Duration.ofSeconds(5);

    private static final int SEVERAL = 5;

    private final LocalCountryLayout layout;
    private final Machine machine;
    private final Object startMonitor = new Object();
    private boolean startAbandoned;

    private LocalCountry(LocalCountryLayout layout, Machine machine) {
        this.layout = layout;
        this.machine = machine;
    }

    /**
     * The country of a folder, whether or not there is one in it yet.
     *
     * @param folder the folder
     * @return the country; nothing is written or started
     */
    public static LocalCountry in(Path folder) {
        return new LocalCountry(new LocalCountryLayout(folder), new LinuxMachine());
    }

    static LocalCountry in(Path folder, Machine machine) {
        return new LocalCountry(new LocalCountryLayout(folder), machine);
    }

    /**
     * Where its files lie.
     *
     * @return the layout
     */
    public LocalCountryLayout layout() {
        return layout;
    }

    /**
     * Starts everything and returns when everything is ready. If something fails, what was started is ended again.
     *
     * @param setup topics and site service
     * @param options ports and supervision
     * @param progress told, sentence by sentence, what is happening
     * @return where everything is reached
     * @throws EmbassyException if it is up already, if the machine lacks something, or if a process does not start
     */
    public Endpoints up(CountrySetup setup, UpOptions options, Consumer<String> progress) {
        requireDown();
        CountryPorts ports = choosePorts(options);
        new Preflight(machine).check(layout, ports);
        CountryBlueprint blueprint = new CountryBlueprint(ports, layout);
        blueprint.makeFolders();
        try (CountryLock lock = CountryLock.acquire(layout)) {
            // Somebody else may have been quicker.
            requireDown();
            Thread onInterrupt = new Thread(this::abandonStart, "end-half-started-country");
            Runtime.getRuntime().addShutdownHook(onInterrupt);
            try {
                startAll(blueprint, setup, options, progress);
            } catch (RuntimeException | Error e) {
                endAfter(e);
                throw e;
            } finally {
                removeHook(onInterrupt);
            }
            return blueprint.endpoints();
        }
    }

    /**
     * Ends every process of the country, the supervisor first. Its data and logs stay. Does nothing if nothing runs.
     *
     * @param progress told, sentence by sentence, what is happening
     */
    public void down(Consumer<String> progress) {
        if (!Files.isDirectory(layout.folder())) {
            // Deleted by hand, perhaps, while its processes ran.
            endStrays();
            return;
        }
        try (CountryLock lock = CountryLock.acquire(layout)) {
            progress.accept("stopping the local country in " + layout.folder());
            endEverything();
        }
    }

    /**
     * Ends every process of the country and deletes its folder with everything in it.
     *
     * @param progress told, sentence by sentence, what is happening
     * @throws EmbassyException with {@link Problem#FOLDER_UNUSABLE} if the folder is not a local country's
     */
    public void purge(Consumer<String> progress) {
        if (!Files.isDirectory(layout.folder())) {
            down(progress);
            return;
        }
        if (!Files.exists(layout.recordFile()) && !Files.isDirectory(layout.run())) {
            // A wrong --dir must not cost anybody their files.
            throw new EmbassyException(
                    Problem.FOLDER_UNUSABLE,
                    layout.folder() + " is not the folder of a local country; it is left alone");
        }
        down(progress);
        progress.accept("deleting " + layout.folder());
        deleteFolder();
    }

    /**
     * How the country is. Looks at every process.
     *
     * @return its status
     * @throws EmbassyException with {@link Problem#COUNTRY_DOWN} if there is none in this folder
     */
    public CountryStatus status() {
        CountryRecord record = requireRecord();
        List<PartStatus> parts = record.parts().stream().map(this::statusOf).toList();
        boolean supervised = blueprint(record).supervisor().running().isPresent();
        return new CountryStatus(Endpoints.of(record.ports(), layout), parts, supervised);
    }

    /**
     * Tells whether any process of the country runs.
     *
     * @return true if so
     */
    public boolean isUp() {
        return !StrayProcesses.of(layout).isEmpty();
    }

    /**
     * Where the parts are reached, whether or not they run.
     *
     * @return the endpoints of the last start
     * @throws EmbassyException with {@link Problem#COUNTRY_DOWN} if there was none
     */
    public Endpoints endpoints() {
        return Endpoints.of(requireRecord().ports(), layout);
    }

    /**
     * Stops one part in order. It stays stopped until {@link #start(Part)} or the next {@link #up}.
     *
     * @param part which
     */
    public void stop(Part part) {
        LaunchSpec spec = requireSpec(part);
        try (CountryLock lock = CountryLock.acquire(layout)) {
            markStopped(part);
            ManagedProcess.of(spec, layout).stop(STOP_GRACE);
        }
    }

    /**
     * Kills one part's process, as {@code kill -9} does. The supervisor, if there is one, starts it again.
     *
     * @param part which
     */
    public void kill(Part part) {
        LaunchSpec spec = requireSpec(part);
        try (CountryLock lock = CountryLock.acquire(layout)) {
            ManagedProcess.of(spec, layout).kill();
        }
    }

    /**
     * Starts one part again and waits until it is ready.
     *
     * @param part which
     * @throws EmbassyException if it does not start
     */
    public void start(Part part) {
        LaunchSpec spec = requireSpec(part);
        try (CountryLock lock = CountryLock.acquire(layout)) {
            unmarkStopped(part);
            ManagedProcess.of(spec, layout).start();
        }
        // Not under the lock: while it starts, the supervisor may have to start others that it needs.
        awaitReady(List.of(spec));
    }

    /**
     * Waits until a part is ready, for example after it was killed and the supervisor starts it again.
     *
     * @param part which
     * @param timeout how long at most
     * @throws EmbassyException with {@link Problem#PROCESS_NOT_READY} if it takes longer
     */
    public void awaitReady(Part part, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (statusOf(requireSpec(part)).state() != PartStatus.State.READY) {
            if (System.nanoTime() > deadline) {
                throw new EmbassyException(
                        Problem.PROCESS_NOT_READY,
                        part.label() + " was not ready within " + timeout.toSeconds() + " s; its log is "
                                + layout.logFile(part));
            }
            Pause.millis(100);
        }
    }

    private void startAll(
            CountryBlueprint blueprint, CountrySetup setup, UpOptions options, Consumer<String> progress) {
        List<LaunchSpec> started = new ArrayList<>();
        Endpoints endpoints = blueprint.endpoints();
        clearMarks();

        progress.accept("starting " + Part.HOME_BROKER.description() + " on " + endpoints.homeBootstrap());
        progress.accept("starting " + Part.EMBASSY_BROKER.description() + " on " + endpoints.embassyBootstrap());
        List<LaunchSpec> brokers = List.of(blueprint.homeBroker(), blueprint.embassyBroker());
        launch(brokers, started, blueprint);
        awaitReady(brokers);

        progress.accept("creating topics");
        setup.createTopics(endpoints);

        progress.accept("starting " + Part.SCHEMA_REGISTRY.description() + " on " + endpoints.schemaRegistry());
        progress.accept("starting " + Part.MIRROR_MAKER.description());
        progress.accept("starting " + Part.HOME_MIRROR_MAKER.description());
        List<LaunchSpec> services = new ArrayList<>();
        services.add(blueprint.schemaRegistry());
        services.add(blueprint.mirrorMaker(setup.mirroredTopics()));
        services.add(blueprint.homeMirrorMaker(setup.returnedTopics()));
        blueprint.embassySite(setup).ifPresent(site -> {
            progress.accept("starting " + Part.EMBASSY_SITE.description() + " on " + endpoints.embassySite());
            services.add(site);
        });
        launch(services, started, blueprint);
        awaitReady(services);

        if (options.supervised()) {
            startUnlessAbandoned(blueprint.supervisor());
        }
        progress.accept("ready: " + started.size() + " processes, logs in " + layout.logs());
    }

    private void launch(List<LaunchSpec> specs, List<LaunchSpec> started, CountryBlueprint blueprint) {
        started.addAll(specs);
        // Recorded before it is started: whatever runs is known to "down".
        new CountryRecord(blueprint.ports(), started).save(layout);
        specs.forEach(spec -> startUnlessAbandoned(ManagedProcess.of(spec, layout)));
    }

    private void startUnlessAbandoned(ManagedProcess process) {
        synchronized (startMonitor) {
            if (!startAbandoned) {
                process.start();
            }
        }
    }

    /** The program is being interrupted while it starts the country: from now on it starts nothing, and all must go. */
    private void abandonStart() {
        synchronized (startMonitor) {
            startAbandoned = true;
        }
        endEverything();
    }

    /** Looks at all of them in turn, so that the first to die is reported at once. */
    private void awaitReady(List<LaunchSpec> specs) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        List<LaunchSpec> waitedFor = new ArrayList<>(specs);
        while (true) {
            waitedFor.removeIf(spec -> ManagedProcess.of(spec, layout).isReady(spec.readiness()));
            if (waitedFor.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw ManagedProcess.of(waitedFor.get(0), layout).notReadyWithin(START_TIMEOUT);
            }
            Pause.millis(READY_POLL_MILLIS);
        }
    }

    /** What this country is known to consist of, in order; then whatever else carries its mark. */
    private void endEverything() {
        try {
            CountryRecord.load(layout).ifPresent(this::endInOrder);
        } finally {
            endStrays();
        }
    }

    /** The supervisor, which would start the others again; then what uses brokers; then the brokers. */
    private void endInOrder(CountryRecord record) {
        record.parts().forEach(spec -> markStopped(spec.part()));
        blueprint(record).supervisor().kill();
        stopTogether(record, false);
        stopTogether(record, true);
    }

    private void endStrays() {
        List<ProcessIdentity> strays = StrayProcesses.of(layout);
        // Again and again: a stray supervisor may start something between the look and its own end.
        for (int tries = 0; !strays.isEmpty() && tries < SEVERAL; tries++) {
            strays.forEach(ProcessIdentity::kill);
            strays.forEach(process -> process.awaitEnd(STOP_GRACE.toMillis()));
            strays = StrayProcesses.of(layout);
        }
        if (!strays.isEmpty()) {
            throw new EmbassyException(Problem.PROCESS_WONT_END, "these processes do not end: " + strays);
        }
    }

    private void endAfter(Throwable failure) {
        try {
            endEverything();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void stopTogether(CountryRecord record, boolean brokers) {
        List<ManagedProcess> processes = record.parts().stream()
                .filter(spec -> brokers == (spec.readiness() instanceof Readiness.BrokerAnswers))
                .map(spec -> ManagedProcess.of(spec, layout))
                .toList();
        processes.forEach(process -> process.running().ifPresent(ProcessIdentity::terminate));
        processes.forEach(process -> process.stop(brokers ? STOP_GRACE : SERVICE_STOP_GRACE));
    }

    private PartStatus statusOf(LaunchSpec spec) {
        Part part = spec.part();
        OptionalLong pid = ManagedProcess.of(spec, layout).running().stream()
                .mapToLong(ProcessIdentity::pid)
                .findFirst();
        return new PartStatus(part, stateOf(spec, pid.isPresent()), pid, layout.logFile(part));
    }

    private PartStatus.State stateOf(LaunchSpec spec, boolean runs) {
        if (!runs) {
            return Files.exists(layout.stoppedMarker(spec.part())) ? PartStatus.State.STOPPED : PartStatus.State.DEAD;
        }
        try {
            return spec.readiness().answersNow() ? PartStatus.State.READY : PartStatus.State.NOT_READY;
        } catch (InterruptedException e) {
            throw Pause.interrupted(e);
        }
    }

    private CountryPorts choosePorts(UpOptions options) {
        if (options.portBase().isPresent()) {
            return CountryPorts.fromBase(options.portBase().getAsInt());
        }
        return CountryRecord.load(layout).map(CountryRecord::ports).orElseGet(CountryPorts::standard);
    }

    private void requireDown() {
        if (isUp()) {
            throw new EmbassyException(
                    Problem.COUNTRY_UP, "the local country in " + layout.folder() + " is up already");
        }
    }

    private CountryRecord requireRecord() {
        return CountryRecord.load(layout)
                .orElseThrow(() ->
                        new EmbassyException(Problem.COUNTRY_DOWN, "there is no local country in " + layout.folder()));
    }

    private LaunchSpec requireSpec(Part part) {
        return requireRecord()
                .part(part)
                .orElseThrow(() -> new EmbassyException(
                        Problem.PART_UNKNOWN, "the local country in " + layout.folder() + " has no " + part.label()));
    }

    private CountryBlueprint blueprint(CountryRecord record) {
        return new CountryBlueprint(record.ports(), layout);
    }

    private void markStopped(Part part) {
        try {
            Files.writeString(layout.stoppedMarker(part), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void unmarkStopped(Part part) {
        try {
            Files.deleteIfExists(layout.stoppedMarker(part));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void clearMarks() {
        for (Part part : Part.values()) {
            unmarkStopped(part);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is being ended: the hook runs, and that is what it is for.
        }
    }

    private void deleteFolder() {
        try (Stream<Path> files = Files.walk(layout.folder())) {
            List<Path> deepestFirst = new ArrayList<>(files.toList());
            Collections.sort(deepestFirst, Comparator.reverseOrder());
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
