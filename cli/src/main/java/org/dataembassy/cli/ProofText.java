package org.dataembassy.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.proof.ProvenEvent;
import org.dataembassy.ledger.proof.RestsOn;
import org.dataembassy.schemas.EventCodec;

/** What a proof has proven, in words and for programs. */
final class ProofText {
    private ProofText() {}

    static String restsOn(RestsOn restsOn) {
        return switch (restsOn) {
            case COSIGNED_CHECKPOINT -> "a checkpoint that the other site has cosigned";
            case CHECKPOINT -> "a checkpoint of the writing site; no cosigned checkpoint reaches the event yet";
            case BLOCK_SIGNATURE -> "the writer's signature on the block alone; no checkpoint reaches the event yet";
        };
    }

    static List<String> lines(ProvenEvent proven, boolean showEvent) {
        BlockHeader header = proven.header();
        List<String> lines = new ArrayList<>();
        lines.add("The proof holds. It rests on " + restsOn(proven.restsOn()) + ".");
        lines.add("  event      sequence " + proven.sequence() + " of " + header.ledger() + ", "
                + proven.schema().fullName().map(name -> name + ", ").orElse("") + proven.event().length
                + " bytes" + (showEvent ? "" : " (--show-event prints it)"));
        lines.add("  block      " + header.blockIndex() + ", epoch " + header.epoch() + ", sealed at "
                + header.site().label() + " on " + header.sealedAt() + ", events recorded from "
                + header.firstRecordedAt() + " to " + header.lastRecordedAt());
        lines.add("  signed     with signing key " + header.signingKeyId().abbreviated() + " ("
                + proven.signatureSuite().label() + ") of the writer of "
                + header.ledger().registry() + " at " + header.site().label()
                + proven.closedAt()
                        .map(at -> ", closed since, from block " + at + " on")
                        .orElse(""));
        proven.checkpoint().ifPresent(stated -> {
            lines.add("  checkpoint " + stated.blocks() + " blocks, " + stated.events() + " events, root "
                    + stated.root() + ", stated by " + stated.author() + " on " + stated.issuedAt());
            stated.cosigned()
                    .ifPresent(cosigned -> lines.add(
                            "  cosigned   by the site " + cosigned.site().label() + " on " + cosigned.at()
                                    + ": it had verified every block up to there"));
        });
        proven.schema()
                .signedBy()
                .ifPresent(by -> lines.add(
                        "  schema     " + proven.schema().fingerprint().abbreviated() + ", published by " + by));
        lines.add("  trust root " + proven.trust().country() + ", version "
                + proven.trust().version() + (proven.trust().expired() ? ", EXPIRED on " : ", expires on ")
                + proven.trust().expires());
        lines.add("  genesis    " + proven.trust().domain());
        lines.add("Not proven:");
        notProven(proven).forEach(one -> lines.add("  - " + one));
        if (showEvent) {
            lines.add("The event:");
            lines.add(event(proven));
        }
        return lines;
    }

    static List<String> notProven(ProvenEvent proven) {
        List<String> open = new ArrayList<>();
        switch (proven.restsOn()) {
            case COSIGNED_CHECKPOINT -> {}
            case CHECKPOINT ->
                open.add(
                        "that the other site has seen the block: it has not cosigned a checkpoint that reaches it yet");
            case BLOCK_SIGNATURE -> {
                open.add("that the block is part of the ledger that others see: no checkpoint is in the proof");
                open.add(
                        "that the other site has seen the block: it has not cosigned a checkpoint that reaches it yet");
            }
        }
        if (proven.schema().signedBy().isEmpty()) {
            open.add("that the schema is the registry's: no statement of its writer that publishes it is in the proof");
        }
        open.add(
                "that these bytes are to be read in this schema: the block's body says so, which a proof does not show");
        open.add("that no later event corrects this one");
        open.add("that the signing key was not closed, or struck out of a later trust root, below this block: take the"
                + " newest trust root");
        if (proven.trust().expired()) {
            open.add("that the trust root still stands: it has expired");
        }
        return open;
    }

    static Map<String, Object> asMap(ProvenEvent proven, boolean showEvent) {
        BlockHeader header = proven.header();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("proven", true);
        all.put("restsOn", proven.restsOn().label());
        all.put("country", proven.trust().country());
        all.put("domain", proven.trust().domain().hex());
        all.put("trustRootVersion", proven.trust().version());
        all.put("trustRootExpired", proven.trust().expired());
        all.put("registry", header.ledger().registry());
        all.put("partition", header.ledger().partition());
        all.put("sequence", proven.sequence());
        all.put("blockIndex", header.blockIndex());
        all.put("epoch", header.epoch());
        all.put("site", header.site().label());
        all.put("leaf", proven.leaf().hex());
        all.put("sealedAt", header.sealedAt().toString());
        all.put("firstRecordedAt", header.firstRecordedAt().toString());
        all.put("lastRecordedAt", header.lastRecordedAt().toString());
        all.put("signingKeyId", header.signingKeyId().hex());
        all.put("suite", proven.signatureSuite().label());
        all.put("schema", proven.schema().fingerprint().hex());
        proven.schema().fullName().ifPresent(name -> all.put("type", name));
        proven.closedAt().ifPresent(at -> all.put("signingKeyClosedAtBlock", at));
        proven.checkpoint().ifPresent(stated -> all.put("checkpoint", checkpoint(stated)));
        all.put("notProven", notProven(proven));
        if (showEvent) {
            all.put("event", event(proven));
        }
        return all;
    }

    private static Map<String, Object> checkpoint(ProvenEvent.Stated stated) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("blocks", stated.blocks());
        all.put("events", stated.events());
        all.put("root", stated.root().hex());
        all.put("author", stated.author());
        all.put("issuedAt", stated.issuedAt().toString());
        stated.cosigned().ifPresent(cosigned -> {
            all.put("cosignedBy", cosigned.site().label());
            all.put("cosignedAt", cosigned.at().toString());
        });
        return all;
    }

    /** As JSON in the schema that the writer has signed; a text that nobody signed isn't parsed (CVE-2024-47561). */
    private static String event(ProvenEvent proven) {
        return proven.schema().signedBy().isEmpty()
                ? "base64 " + Base64.getEncoder().encodeToString(proven.event())
                : decoded(proven)
                        .orElseGet(() -> "base64 " + Base64.getEncoder().encodeToString(proven.event()));
    }

    private static Optional<String> decoded(ProvenEvent proven) {
        try {
            Schema schema = new Schema.Parser().parse(proven.schema().text());
            byte[] framed = proven.event();
            BinaryDecoder decoder = DecoderFactory.get()
                    .binaryDecoder(framed, EventCodec.FRAME_BYTES, framed.length - EventCodec.FRAME_BYTES, null);
            Object event = new GenericDatumReader<>(schema).read(null, decoder);
            return decoder.isEnd() ? Optional.of(String.valueOf(event)) : Optional.empty();
        } catch (IOException | AvroRuntimeException e) {
            return Optional.empty();
        }
    }
}
