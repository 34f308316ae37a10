package org.dataembassy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.proof.EventProofFile;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code embassy proof get}. */
@Command(
        name = "get",
        description =
                "Asks a site for the proof of an event and writes it to a file that only its owner can read: it has"
                        + " the event in clear.",
        mixinStandardHelpOptions = true)
final class ProofGetCommand implements Callable<Integer> {
    private static final int MAX_INPUT_BYTES = 4_096;

    private final Terminal terminal;

    @Mixin
    private CountryOption country = new CountryOption();

    @Parameters(index = "0", paramLabel = "REGISTRY", description = "Such as legislation.")
    private String registry;

    @ArgGroup(multiplicity = "1")
    private Which which;

    @Option(names = "--to", required = true, paramLabel = "FILE", description = "Where to write it; not there yet.")
    private Path file;

    @Option(names = "--url", description = "The site service; without it, that of the local country.")
    private URI url;

    @Option(names = "--token-file", paramLabel = "FILE", description = "Bearer token for a site that asks for one.")
    private Path tokenFile;

    /** Which event. */
    private static final class Which {
        @ArgGroup(exclusive = false)
        private Place place;

        @Option(
                names = "--event",
                paramLabel = "EVENT_ID",
                description =
                        "The event with this id, as a history names it; the entity's id is read from standard input,"
                                + " since arguments show in the list of processes.")
        private String eventId;
    }

    /** Where it lies. */
    private static final class Place {
        @Option(names = "--partition", required = true, paramLabel = "P", description = "Partition of the event.")
        private int partition;

        @Option(
                names = "--sequence",
                required = true,
                paramLabel = "N",
                description = "Sequence of the event, as receipts, histories and answers name it.")
        private long sequence;
    }

    ProofGetCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        URI site = url == null ? country.country(terminal).endpoints().embassySite() : url;
        HttpResponse<String> answer = new SiteHttp(terminal, tokenFile).send(request(site));
        if (answer.statusCode() != 200) {
            terminal.err().println(Json.indented(answer.body()));
            return SiteHttp.exitCode(answer.statusCode()).code();
        }
        JsonNode node = Json.read(answer.body());
        // Read and written anew: nothing lands in the file that isn't a proof.
        EventProofFile proof = EventProofFile.read(node.path("proof").toString().getBytes(StandardCharsets.UTF_8));
        write(terminal.resolve(file), proof.toJson());
        terminal.out().println("proof written to " + file + "; it rests on " + ProofText.restsOn(proof.restsOn()));
        return ExitCode.OK.code();
    }

    private HttpRequest.Builder request(URI site) {
        String base = "/v1/registries/" + URLEncoder.encode(registry, StandardCharsets.UTF_8);
        if (which.place != null) {
            return HttpRequest.newBuilder(site.resolve(
                    base + "/partitions/" + which.place.partition + "/events/" + which.place.sequence + "/proof"));
        }
        return HttpRequest.newBuilder(site.resolve(base + "/proof"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        Json.line(Map.of("entityId", firstLineOfInput(), "eventId", which.eventId))));
    }

    private String firstLineOfInput() {
        try {
            String input = new String(terminal.in().readNBytes(MAX_INPUT_BYTES), StandardCharsets.UTF_8);
            return input.lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new EmbassyException(Problem.INPUT_UNREADABLE, "Standard input can't be read.", e);
        }
    }

    private static void write(Path file, byte[] proof) {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer rest = ByteBuffer.wrap(proof);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        } catch (FileAlreadyExistsException e) {
            throw new EmbassyException(Problem.FILE_EXISTS, "There is a file " + file + " already.", e);
        } catch (IOException e) {
            deleteHalf(file);
            throw new EmbassyException(Problem.TARGET_UNWRITABLE, "The file " + file + " can't be written.", e);
        }
    }

    private static void deleteHalf(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The first failure is the one that is reported.
        }
    }
}
