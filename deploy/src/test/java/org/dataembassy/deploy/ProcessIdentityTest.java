package org.dataembassy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIdentityTest {

    @TempDir
    Path temporary;

    @Test
    void a_later_process_with_the_same_number_is_another() {
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();

        ProcessIdentity earlier = new ProcessIdentity(self.pid(), self.startTicks() - 1);

        assertThat(self.isAlive()).isTrue();
        assertThat(earlier.isAlive()).isFalse();
    }

    @Test
    void an_identity_is_read_back_as_it_was_written() {
        ProcessIdentity identity = new ProcessIdentity(12, 3_456);
        Path file = temporary.resolve("process.pid");

        identity.write(file);

        assertThat(ProcessIdentity.read(file)).contains(identity);
    }
}
