package org.dataembassy.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.problem.Problem;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code embassy query}: asks a site service, and prints its answer with its provenance as it is. */
@Command(
        name = "query",
        description = "Asks the embassy: the state of an entity, its history, or who is found under a value.",
        mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    private final Terminal terminal;

    @Mixin
    private CountryOption country = new CountryOption();

    @Parameters(index = "0", paramLabel = "REGISTRY", description = "Such as legislation.")
    private String registry;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ENTITY",
            description = "Entity id, such as gg; without it and without --lookup, the registry's heads and lag.")
    private String entity;

    @ArgGroup
    private Aspect aspect = new Aspect();

    @Option(
            names = "--lookup",
            paramLabel = "NAME=VALUE",
            description = "Entities found under a value, such as status=REPEALED.")
    private String lookup;

    @Option(names = "--url", description = "The site service; without it, that of the local country.")
    private URI url;

    @Option(names = "--token-file", paramLabel = "FILE", description = "Bearer token for a site that asks for one.")
    private Path tokenFile;

    /** Which aspect of an entity. */
    private static final class Aspect {
        @Option(
                names = "--as-of",
                paramLabel = "TIME",
                description = "As recorded by then, such as 2016-01-01T00:00:00Z.")
        private String recordedAt;

        @Option(names = "--in-force-on", paramLabel = "DAY", description = "As in force on a day, such as 2016-01-01.")
        private String inForceOn;

        @Option(names = "--history", description = "Every event that changed it.")
        private boolean history;
    }

    QueryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        URI site = url == null ? country.country(terminal).endpoints().embassySite() : url;
        HttpResponse<String> answer = ask(site.resolve(path()));
        terminal.out().println(Json.indented(answer.body()));
        return exitCode(answer.statusCode()).code();
    }

    private String path() {
        String base = "/v1/registries/" + encode(registry);
        if (lookup != null) {
            String[] nameAndValue = lookup.split("=", 2);
            return base + "/lookups/" + encode(nameAndValue[0]) + "?value="
                    + encode(nameAndValue.length == 2 ? nameAndValue[1] : "");
        }
        if (entity == null) {
            return base;
        }
        String ofEntity = base + "/entities/" + encode(entity);
        if (aspect.history) {
            return ofEntity + "/history";
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        if (aspect.recordedAt != null) {
            parameters.put("recordedAt", aspect.recordedAt);
        }
        if (aspect.inForceOn != null) {
            parameters.put("inForceOn", aspect.inForceOn);
        }
        StringBuilder path = new StringBuilder(ofEntity);
        parameters.forEach((name, value) -> path.append(path.length() == ofEntity.length() ? '?' : '&')
                .append(name)
                .append('=')
                .append(encode(value)));
        return path.toString();
    }

    private HttpResponse<String> ask(URI address) {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(ANSWER_TIMEOUT);
        if (tokenFile != null) {
            request.header("Authorization", "Bearer " + token());
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
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

    private static ExitCode exitCode(int status) {
        return switch (status / 100) {
            case 2 -> ExitCode.OK;
            case 4 -> status == 401 || status == 403 ? ExitCode.TRUST : ExitCode.BAD_INPUT;
            default -> ExitCode.UNAVAILABLE;
        };
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
