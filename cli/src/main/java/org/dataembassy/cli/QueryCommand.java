package org.dataembassy.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code embassy query}: asks a site service, and prints its answer with its provenance as it is. */
@Command(
        name = "query",
        description = "Asks the embassy: the state of an entity, its history, or who is found under a value.",
        mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {
    private static final String FROM_STANDARD_INPUT = "-";
    private static final int MAX_INPUT_BYTES = 4_096;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CountryOption country = new CountryOption();

    @Parameters(index = "0", paramLabel = "REGISTRY", description = "Such as legislation.")
    private String registry;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ENTITY",
            description = "Entity id, such as gg, or - to read it from standard input, as a registry that is not public"
                    + " requires; without it and without --lookup, the registry's heads and lag.")
    private String entity;

    @Option(
            names = "--lookup",
            paramLabel = "NAME=VALUE",
            description = "Entities found under a value, such as status=REPEALED; the value - is read from standard"
                    + " input.")
    private String lookup;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many on one page (50).")
    private Integer limit;

    @Option(names = "--cursor", paramLabel = "TEXT", description = "Next page of a lookup: the nextCursor before.")
    private String cursor;

    @Option(names = "--after", paramLabel = "SEQUENCE", description = "Next page of a history: the nextAfter before.")
    private Long after;

    @Option(names = "--url", description = "The site service; without it, that of the local country.")
    private URI url;

    @Option(names = "--token-file", paramLabel = "FILE", description = "Bearer token for a site that asks for one.")
    private Path tokenFile;

    @Option(names = "--as-of", paramLabel = "TIME", description = "As recorded by then, such as 2016-01-01T00:00:00Z.")
    private String recordedAt;

    @Option(
            names = "--at-sequence",
            paramLabel = "N",
            description = "With the events of its partition up to this sequence, that one included.")
    private Long atSequence;

    @Option(names = "--in-force-on", paramLabel = "DAY", description = "As in force on a day, such as 2016-01-01.")
    private String inForceOn;

    @Option(names = "--history", description = "Every event that changed it.")
    private boolean history;

    QueryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        requireOneQuestion();
        URI site = url == null ? country.country(terminal).endpoints().embassySite() : url;
        HttpResponse<String> answer = ask(site);
        terminal.out().println(Json.indented(answer.body()));
        return SiteHttp.exitCode(answer.statusCode()).code();
    }

    private void requireOneQuestion() {
        boolean ofState = recordedAt != null || atSequence != null || inForceOn != null;
        if (lookup != null && (entity != null || ofState || history || after != null)) {
            throw usage("--lookup asks which entities there are: only --limit and --cursor go with it");
        }
        if (lookup == null && cursor != null) {
            throw usage("--cursor goes with --lookup");
        }
        if (entity == null && (ofState || history || after != null)) {
            throw usage("ENTITY is missing");
        }
        if (history && ofState || !history && after != null) {
            throw usage(
                    "--history goes with none of --as-of, --at-sequence and --in-force-on, and --after only with it");
        }
        if (recordedAt != null && atSequence != null) {
            throw usage("either --as-of or --at-sequence");
        }
    }

    private ParameterException usage(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    private HttpResponse<String> ask(URI site) {
        URI base = site.resolve("/v1/registries/" + encode(registry));
        Map<String, Object> body = new LinkedHashMap<>();
        if (lookup != null) {
            String[] nameAndValue = lookup.split("=", 2);
            body.put("value", secretIn(nameAndValue.length == 2 ? nameAndValue[1] : "", base));
            put(body, "cursor", cursor);
            put(body, "limit", limit);
            return post(base + "/lookups/" + encode(nameAndValue[0]), body);
        }
        if (entity == null) {
            return send(HttpRequest.newBuilder(base));
        }
        body.put("entityId", secretIn(entity, base));
        if (history) {
            put(body, "after", after);
            put(body, "limit", limit);
            return post(base + "/history", body);
        }
        put(body, "recordedAt", recordedAt);
        put(body, "atSequence", atSequence);
        put(body, "inForceOn", inForceOn);
        return post(base + "/query", body);
    }

    /** Arguments show in the machine's list of processes and in a shell's history: a code of a person has no place there. */
    private String secretIn(String argument, URI ofRegistry) {
        if (argument.equals(FROM_STANDARD_INPUT)) {
            return firstLineOfInput();
        }
        if (isClosed(send(HttpRequest.newBuilder(ofRegistry)))) {
            throw usage("The registry " + registry + " is not public, and arguments show in the list of processes:"
                    + " give - instead, and the id or value on standard input");
        }
        return argument;
    }

    private static boolean isClosed(HttpResponse<String> registry) {
        return registry.statusCode() == 200
                && !Json.read(registry.body()).path("public").asBoolean();
    }

    private String firstLineOfInput() {
        try {
            // No further than the line: what comes after it may be for somebody else.
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = terminal.in().read();
                    b >= 0 && b != '\n' && line.size() <= MAX_INPUT_BYTES;
                    b = terminal.in().read()) {
                line.write(b);
            }
            return line.toString(StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new EmbassyException(Problem.INPUT_UNREADABLE, "Standard input can't be read.", e);
        }
    }

    private static void put(Map<String, Object> body, String name, Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    /** Ids and values go in the body, of whatever registry: an address stays behind in logs. */
    private HttpResponse<String> post(String address, Map<String, Object> body) {
        return send(HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.line(body))));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return new SiteHttp(terminal, tokenFile).send(request);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
