package org.dataembassy.site.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessTokensTest {
    @TempDir
    Path folder;

    @Test
    void onlyAKnownTokenLetsIn() throws IOException {
        // given
        String token = AccessTokens.generate(new SecureRandom());
        String other = AccessTokens.generate(new SecureRandom());
        AccessTokens tokens = tokens("# clients\n\n" + AccessTokens.lineFor("ministry", token) + "\n");
        // when, then
        assertThat(tokens.nameOf("Bearer " + token)).contains("ministry");
        assertThat(tokens.nameOf("bearer " + token)).contains("ministry");
        assertThat(tokens.nameOf("Bearer " + other)).isEmpty();
        assertThat(tokens.nameOf("Basic " + token)).isEmpty();
        assertThat(tokens.nameOf("Bearer " + "x".repeat(10_000))).isEmpty();
        assertThat(tokens.nameOf(null)).isEmpty();
        assertThat(AccessTokens.lineFor("ministry", token)).doesNotContain(token);
    }

    @Test
    void aBrokenLineIsNamedWithoutItsContent() {
        String line = "ministry:plain-token";
        assertThatThrownBy(() -> tokens("# first\n" + line + "\n"))
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("plain-token");
        assertThatThrownBy(() -> tokens("\n")).hasMessageContaining("nobody could get in");
        String twice = AccessTokens.lineFor("a", "x");
        assertThatThrownBy(() -> tokens(twice + "\n" + twice)).hasMessageContaining("line 2");
    }

    private AccessTokens tokens(String content) throws IOException {
        Path file = folder.resolve("tokens");
        Files.writeString(file, content);
        return AccessTokens.read(file);
    }
}
