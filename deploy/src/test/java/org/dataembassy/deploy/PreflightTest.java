package org.dataembassy.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {

    private static final long PLENTY = Long.MAX_VALUE;

    @TempDir
    Path temporary;

    @Test
    void a_taken_port_is_named_with_what_it_was_wanted_for() {
        SmallMachine machine = new SmallMachine(PLENTY, PLENTY, 18081);

        assertRefused(Problem.PORT_TAKEN, machine, temporary.resolve("country"), "port 18081", "the Schema Registry");
    }

    @Test
    void a_full_disk_is_named_with_what_is_needed() {
        SmallMachine machine = new SmallMachine(5 * 1024 * 1024, PLENTY, 0);

        assertRefused(Problem.DISK_SHORT, machine, temporary.resolve("country"), "5 MB are free");
    }

    @Test
    void short_memory_is_named_with_what_is_needed() {
        SmallMachine machine = new SmallMachine(PLENTY, 100 * 1024 * 1024, 0);

        assertRefused(Problem.MEMORY_SHORT, machine, temporary.resolve("country"), "100 MB of memory");
    }

    @Test
    void a_folder_that_kafka_would_take_for_two_is_refused() {
        assertRefused(Problem.FOLDER_UNUSABLE, roomy(), temporary.resolve("this,that"), "comma");
    }

    @Test
    void a_path_that_is_too_long_is_refused() {
        Path deep = temporary.resolve("a".repeat(200) + "/" + ("b".repeat(200) + "/").repeat(5));

        assertRefused(Problem.FOLDER_UNUSABLE, roomy(), deep, "characters");
    }

    @Test
    void a_file_in_the_place_of_the_folder_is_refused() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        LocalCountry country = LocalCountry.in(file.resolve("country"), roomy());

        assertProblem(
                () -> country.up(TestSetup.withoutSite(), UpOptions.standard(), line -> {}),
                Problem.FOLDER_UNUSABLE,
                file.toString());
    }

    @Test
    void a_folder_of_something_else_is_not_purged() throws IOException {
        Path file = Files.createFile(temporary.resolve("somebody's file"));

        assertProblem(() -> LocalCountry.in(temporary).purge(line -> {}), Problem.FOLDER_UNUSABLE, "left alone");

        assertThat(file).exists();
    }

    private static SmallMachine roomy() {
        return new SmallMachine(PLENTY, PLENTY, 0);
    }

    private static void assertRefused(Problem problem, Machine machine, Path folder, String... hints) {
        LocalCountry country = LocalCountry.in(folder, machine);

        assertProblem(() -> country.up(TestSetup.withoutSite(), UpOptions.standard(), line -> {}), problem, hints);

        assertThat(folder).doesNotExist();
    }

    private static void assertProblem(ThrowingCallable call, Problem problem, String... hints) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EmbassyException.class,
                        failure -> assertThat(failure.problem()).isEqualTo(problem))
                .message()
                .contains(hints);
    }

    /** A machine that has as much as the test says, and one port that is taken. */
    private record SmallMachine(long freeDisk, long availableMemory, int takenPort) implements Machine {
        @Override
        public long freeDiskBytes(Path folder) {
            return freeDisk;
        }

        @Override
        public long availableMemoryBytes() {
            return availableMemory;
        }

        @Override
        public boolean isPortFree(int port) {
            return port != takenPort;
        }
    }
}
