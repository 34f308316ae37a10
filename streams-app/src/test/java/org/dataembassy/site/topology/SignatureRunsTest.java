package org.dataembassy.site.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.site.testkit.ActWriter;
import org.dataembassy.site.testkit.Acts;
import org.dataembassy.site.testkit.TestSite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site that is behind verifies one signature for many small blocks, and believes nothing that it didn't before. */
final class SignatureRunsTest {
    private static final int BLOCKS = 40;

    @TempDir
    Path folder;

    private final TestTrust trust = TestTrust.create(7, TestTrust.encrypted("legislation", 2));
    private final ActWriter writer = new ActWriter(trust, 8);
    private final List<BlockSealer.Sealed> blocks = new ArrayList<>();
    private final List<byte[]> values = new ArrayList<>();
    private TestSite site;

    @BeforeEach
    void open() {
        site = new TestSite(trust, folder);
        String act = writer.idIn(0, 0);
        for (int i = 0; i < BLOCKS; i++) {
            blocks.add(writer.seal(
                    i == 0
                            ? Acts.published(act, Acts.BEGIN, "text 0")
                            : Acts.amended(act, Acts.BEGIN.plusSeconds(i), "GG" + i, "text " + i)));
        }
        blocks.forEach(block -> values.add(ActWriter.value(block)));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void theLastSignatureOfALongRunVouchesForAllOfIt() {
        // given
        values.set(5, unsigned(5));
        // when
        site.mirrorTogether(values);
        // then
        assertThat(site.report().head()).isEqualTo(blocks.get(BLOCKS - 1).after());
        assertThat(site.quarantined()).isEmpty();
    }

    @Test
    void whoKeepsUpVerifiesEverySignature() {
        // given
        values.set(5, unsigned(5));
        // when
        values.forEach(value -> site.pipe(TestSite.MIRRORED, value));
        // then
        assertThat(site.report().head()).isEqualTo(blocks.get(4).after());
        assertThat(reasons()).containsExactly("BAD_SIGNATURE");
    }

    @Test
    void ofAShortRunEverySignatureIsVerified() {
        // given
        values.set(5, unsigned(5));
        // when
        site.mirrorTogether(values.subList(0, 15));
        // then
        assertThat(site.report().head()).isEqualTo(blocks.get(4).after());
        assertThat(reasons()).containsExactly("BAD_SIGNATURE");
    }

    @Test
    void aRunWhoseLastSignatureIsBadIsJudgedBlockByBlock() {
        // given
        values.set(7, unsigned(7));
        values.set(BLOCKS - 1, unsigned(BLOCKS - 1));
        // when
        site.mirrorTogether(values);
        // then: up to the first bad one; the true one may still come
        assertThat(site.report().head()).isEqualTo(blocks.get(6).after());
        assertThat(reasons()).containsExactly("BAD_SIGNATURE", "BAD_SIGNATURE");
        site.mirror(blocks.get(7));
        site.mirror(blocks.get(BLOCKS - 1));
        for (int i = 0; i < 200 && !site.report().parked().isEmpty(); i++) {
            site.turns(1);
        }
        assertThat(site.report().head()).isEqualTo(blocks.get(BLOCKS - 1).after());
    }

    @Test
    void aHistoryThatNobodySignedIsVouchedForByNobody() {
        // given
        for (int i = 0; i < BLOCKS; i++) {
            values.set(i, unsigned(i));
        }
        // when
        site.mirrorTogether(values);
        // then
        assertThat(site.report().head()).isEqualTo(Head.EMPTY);
        assertThat(reasons()).hasSize(BLOCKS).containsOnly("BAD_SIGNATURE");
    }

    @Test
    void whatIsSlippedIntoARunIsRefusedAndTheRunGoesOn() {
        // given: a block whose body isn't the signed one, before the true one
        SealedBlock tenth = blocks.get(10).block();
        byte[] body = tenth.body().clone();
        body[3] ^= 1;
        values.add(10, new SealedBlock(tenth.header(), tenth.signature(), body).encode(1));
        values.add(20, new byte[] {1, 2, 3});
        // when
        site.mirrorTogether(values);
        // then
        assertThat(site.report().head()).isEqualTo(blocks.get(BLOCKS - 1).after());
        assertThat(reasons()).containsExactly("BODY_DIGEST_MISMATCH", "MALFORMED_BLOCK");
    }

    /** With a signature that isn't one. */
    private byte[] unsigned(int index) {
        SealedBlock block = blocks.get(index).block();
        byte[] signature = block.signature().clone();
        signature[11] ^= 1;
        return new SealedBlock(block.header(), signature, block.body()).encode(1);
    }

    private List<String> reasons() {
        return site.quarantined().stream()
                .map(notice -> notice.get("reason").textValue())
                .toList();
    }
}
