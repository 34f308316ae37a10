package org.dataembassy.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.problem.Problem;

/**
 * Asks a site service.
 *
 * @param tokenFile null where the site asks for none
 */
record SiteHttp(Terminal terminal, Path tokenFile) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    /** @throws EmbassyException SITE_UNAVAILABLE, KEY_MISSING, INTERRUPTED */
    HttpResponse<String> send(HttpRequest.Builder request) {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
        request.timeout(ANSWER_TIMEOUT);
        if (tokenFile != null) {
            request.header("Authorization", "Bearer " + token());
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            URI address = request.build().uri();
            throw new EmbassyException(
                    Problem.SITE_UNAVAILABLE,
                    "The site service at " + address.getScheme() + "://" + address.getAuthority() + " does not answer.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbassyException(Problem.INTERRUPTED, "Interrupted while waiting for the site service.", e);
        }
    }

    private String token() {
        try {
            return Files.readString(terminal.resolve(tokenFile)).strip();
        } catch (IOException e) {
            throw new EmbassyException(Problem.KEY_MISSING, "The token file " + tokenFile + " can't be read.", e);
        }
    }

    static ExitCode exitCode(int status) {
        return switch (status / 100) {
            case 2 -> ExitCode.OK;
            case 4 -> status == 401 || status == 403 ? ExitCode.TRUST : ExitCode.BAD_INPUT;
            default -> ExitCode.UNAVAILABLE;
        };
    }
}
