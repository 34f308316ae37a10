package org.dataembassy.ledger.block;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.RecipientSecret;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.VerifyingKey;

/**
 * A block that was once written to a topic: {@code NAME.bin} is the record's value, {@code NAME.properties} what is
 * needed to verify and to open it, and what it holds. Such files are history: none is ever changed, a new format gets new
 * ones beside them.
 */
record GoldenBlock(
        byte[] value, VerifyingKey verifyingKey, RecipientSecret recipient, Digest leaf, List<byte[]> events) {
    private static final HexFormat HEX = HexFormat.of();

    static GoldenBlock read(String name) {
        try {
            Properties facts = new Properties();
            facts.load(new InputStreamReader(resource(name + ".properties"), StandardCharsets.UTF_8));
            return new GoldenBlock(
                    resource(name + ".bin").readAllBytes(),
                    VerifyingKey.of(
                            SignatureSuite.of(facts.getProperty("suite")),
                            HEX.parseHex(facts.getProperty("verifyingKey"))),
                    RecipientSecret.of(HEX.parseHex(facts.getProperty("recipientSecret"))),
                    Digest.fromHex(facts.getProperty("leaf")),
                    List.of(facts.getProperty("events").split(",")).stream()
                            .map(HEX::parseHex)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static InputStream resource(String name) {
        InputStream stream = GoldenBlock.class.getResourceAsStream("/golden/block/" + name);
        if (stream == null) {
            throw new IllegalStateException("no golden file " + name);
        }
        return stream;
    }

    /** Refuses to change a file that exists. */
    void write(Path folder, String name) throws IOException {
        TreeMap<String, String> facts = new TreeMap<>();
        facts.put("suite", verifyingKey.suite().label());
        facts.put("verifyingKey", HEX.formatHex(verifyingKey.encoded()));
        facts.put("recipientSecret", HEX.formatHex(recipient.revealSecret()));
        facts.put("leaf", leaf.hex());
        facts.put("events", events.stream().map(HEX::formatHex).collect(Collectors.joining(",")));
        Files.write(folder.resolve(name + ".bin"), value, StandardOpenOption.CREATE_NEW);
        Files.write(
                folder.resolve(name + ".properties"),
                facts.entrySet().stream()
                        .map(fact -> fact.getKey() + "=" + fact.getValue())
                        .toList(),
                StandardOpenOption.CREATE_NEW);
    }
}
