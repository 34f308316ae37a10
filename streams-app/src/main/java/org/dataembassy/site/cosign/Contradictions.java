package org.dataembassy.site.cosign;

import com.fasterxml.jackson.core.Base64Variants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.SignedCheckpoint;
import org.dataembassy.ledger.json.JsonBytes;
import org.dataembassy.ledger.json.JsonFields;
import org.dataembassy.ledger.kafka.DurableFiles;
import org.dataembassy.site.status.SiteBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints that were truly signed and don't agree with what was verified here: two histories exist. Each is kept as a
 * file with its signature, and raises an alarm that stays, also over restarts, until people have taken the file away.
 */
final class Contradictions {
    private static final Logger LOG = LoggerFactory.getLogger(Contradictions.class);
    private static final int MAX_FILES = 256;
    private static final int MAX_FILE_BYTES = 8 * 1024 * 1024;
    private static final String EXTENSION = ".contradiction.json";

    private final Path folder;
    private final SiteBoard board;

    /** @throws IOException if the folder can't be used */
    Contradictions(Path folder, SiteBoard board) throws IOException {
        this.folder = folder;
        this.board = board;
        DurableFiles.makeFolder(folder);
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(EXTENSION)).forEach(this::raiseAgain);
        }
    }

    /** Keeps the evidence and raises the alarm; once for each pair of roots. */
    void keep(SignedCheckpoint checkpoint, String author, HeadStatement stated, HeadStatement verified) {
        String name = stated.ledger().registry() + "-" + stated.ledger().partition() + "-" + stated.blocks() + "-"
                + stated.root().abbreviated();
        String alarm = "a checkpoint of " + author + " " + checkpoint.author().abbreviated() + " states "
                + stated.blocks() + " blocks and " + stated.events() + " events of " + stated.ledger() + " with root "
                + stated.root() + "; verified here are " + verified.events() + " events with root " + verified.root()
                + ". Two histories were signed: the evidence is " + name + EXTENSION + " in the site's folder";
        Path file = folder.resolve(name + EXTENSION);
        try {
            if (!Files.exists(file) && count() >= MAX_FILES) {
                // Whoever stole a statement key could go on for ever; what is kept says all that there is to say.
                board.raise("contradictions", "more checkpoints contradict what was verified here than are kept");
                return;
            }
            board.raise("contradiction " + name, alarm);
            if (!Files.exists(file)) {
                LOG.error("{}", alarm);
                DurableFiles.replace(file, content(checkpoint, alarm));
            }
        } catch (IOException e) {
            board.raise("contradiction " + name, alarm);
            LOG.error("the evidence {} can't be written", file, e);
        }
    }

    private long count() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private static byte[] content(SignedCheckpoint checkpoint, String alarm) {
        return JsonBytes.write(json -> {
            json.writeStartObject();
            json.writeStringField("alarm", alarm);
            json.writeFieldName("statement");
            byte[] envelope = checkpoint.envelope();
            json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, envelope, 0, envelope.length);
            json.writeEndObject();
        });
    }

    private void raiseAgain(Path file) {
        String name = file.getFileName().toString();
        name = name.substring(0, name.length() - EXTENSION.length());
        try {
            JsonFields json = JsonBytes.object("contradiction", Files.readAllBytes(file), MAX_FILE_BYTES);
            board.raise("contradiction " + name, json.text("alarm", 2_000));
        } catch (IOException | IllegalArgumentException e) {
            board.raise("contradiction " + name, "a kept contradiction can't be read any more: " + file);
        }
    }
}
